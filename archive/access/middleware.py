"""Turning the gate's answers into HTTP, the same on every door."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from archive.access.addresses import moved_to
from archive.access.gate import Moved, Withdrawn
from archive.works.models import Work


class GateMiddleware:
    """Answer 410 with the tombstone for what was withdrawn, 301 for what has another code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Withdrawn):
            context = {"gone": error.gone, "is_work": isinstance(error.gone, Work)}
            return render(request, "public/tombstone.html", context, status=410)
        if isinstance(error, Moved):
            return _redirect(request, error)
        return None


def _redirect(request: HttpRequest, moved: Moved) -> HttpResponse | None:
    """Send the same address with the new code in the place of the former one, and only there."""
    if request.resolver_match is None or request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=404)
    return HttpResponsePermanentRedirect(moved_to(request, moved))
