"""How the machines' doors answer: compared before it is sent, and asked for anew each time."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from archive.files.serving import matches

R = TypeVar("R", bound=HttpResponseBase)


def answer(
    request: HttpRequest, body: bytes, kind: str, tag: str, *, varies: str = "Cookie, Accept"
) -> HttpResponse:
    """Answer with `body`, or with 304 where the asker has it. `tag` names this content."""
    response = HttpResponse(status=304) if is_known(request, tag) else HttpResponse(body)
    response["ETag"] = f'"{tag}"'
    return plainly(response, kind, varies=varies)


def plainly(response: R, kind: str, *, varies: str = "Cookie, Accept") -> R:
    """Let a response be taken for nothing but `kind`, and be kept only to be compared."""
    response["Content-Type"] = kind
    # The gate is asked again each time: what is closed now must not open from a cache.
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Vary"] = varies
    return response


def by_who_asks(response: HttpResponse) -> HttpResponse:
    """Say that the answer differs by who asks, and how."""
    response["Vary"] = "Cookie, Accept"
    return response


def is_known(request: HttpRequest, tag: str) -> bool:
    """Tell whether the asker has what `tag` names."""
    return matches(request.headers.get("If-None-Match", ""), f'"{tag}"')
