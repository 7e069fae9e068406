"""How the machines' doors answer: compared before it is sent, and asked for anew each time."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from archive.files.serving import matches

R = TypeVar("R", bound=HttpResponseBase)

# The gate is asked again each time: what is closed now must not open from a cache.
NO_CACHE = "private, no-cache"


def answer(
    request: HttpRequest, body: bytes, kind: str, tag: str, *, varies: str = "Cookie, Accept"
) -> HttpResponse:
    """Answer with `body`, or with 304 where the asker has it. `tag` names this content."""
    response = HttpResponse(status=304) if is_known(request, tag) else HttpResponse(body)
    response["ETag"] = f'"{tag}"'
    return plainly(request, response, kind, varies=varies)


def plainly(request: HttpRequest, response: R, kind: str, *, varies: str = "Cookie, Accept") -> R:
    """Let a response be taken for nothing but `kind`, and be kept only to be compared."""
    response["Content-Type"] = kind
    response["Cache-Control"] = NO_CACHE if kind.startswith("image/") else _keeping(request)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Vary"] = varies
    return response


def _keeping(request: HttpRequest) -> str:
    """Return how long a text may be kept: of who is signed in not at all, as no page of theirs is.

    The next at the same machine may go back to it.
    """
    return "private, no-store" if request.user.is_authenticated else NO_CACHE


def by_who_asks(response: HttpResponse) -> HttpResponse:
    """Say that the answer differs by who asks, and how."""
    response["Vary"] = "Cookie, Accept"
    return response


def is_known(request: HttpRequest, tag: str) -> bool:
    """Tell whether the asker has what `tag` names."""
    return matches(request.headers.get("If-None-Match", ""), f'"{tag}"')
