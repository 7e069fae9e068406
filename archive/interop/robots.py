"""What crawlers are asked to leave alone. Nothing rests on it: the gate guards, not this file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from archive.access.locks import open_to_all


@open_to_all
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in _left_alone()),
        f"Sitemap: {request.build_absolute_uri(reverse('interop:sitemap_index'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _left_alone() -> tuple[str, ...]:
    """Return the desk, what is made anew for each question, and what harvesters go through."""
    return reverse("desk:home"), "/accounts/", "/search/", reverse("interop:oai")
