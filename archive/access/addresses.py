"""Addresses as they are for everybody: under the name readers know the site by."""

from __future__ import annotations

import functools
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from archive.access.gate import Moved

# Stands in for a page's number; no code of a record ends in it.
_NUMBER = 987_654_321


def absolute(path: str) -> str:
    """Return a path of ours as the address it has for everybody (setting SITE_URL)."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def host() -> str:
    """Return the host under which the site is known."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def at(name: str, *arguments: object) -> str:
    """Return the absolute address of a named door."""
    return absolute(reverse(name, args=arguments))


def at_number(name: str, code: str, number: int) -> str:
    """Return the absolute address of a door of one page or one second of a record.

    A document has hundreds: the resolver is asked once for them all.
    """
    before, after = _around_number(name, code)
    return absolute(f"{before}{number}{after}")


def moved_to(request: HttpRequest, moved: Moved) -> str:
    """Return the path asked for with the present code in the place of the former one."""
    match = request.resolver_match
    assert match is not None  # only a view raises `Moved`
    kwargs = {
        name: moved.current if value == moved.former else value
        for name, value in match.kwargs.items()
    }
    path = reverse(match.view_name, kwargs=kwargs)
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


@functools.lru_cache(maxsize=256)
def _around_number(name: str, code: str) -> tuple[str, str]:
    """Return what stands before and after the number in the path of a door."""
    before, _, after = reverse(name, args=[code, _NUMBER]).rpartition(str(_NUMBER))
    return before, after
