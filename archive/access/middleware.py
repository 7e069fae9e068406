"""Turning the gate's answers into HTTP, the same on every door."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from archive.access.gate import Moved, Withdrawn


class GateMiddleware:
    """Answer 410 with the tombstone for what was withdrawn, 301 for what has another code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Withdrawn):
            return render(request, "public/tombstone.html", {"record": error.record}, status=410)
        if isinstance(error, Moved):
            path = request.get_full_path().replace(error.former, error.current, 1)
            return HttpResponsePermanentRedirect(path)
        return None
