"""The identifiers of IIIF resources: absolute addresses under the name readers know the site by."""

from __future__ import annotations

import functools

from django.conf import settings
from django.urls import reverse

# Stands in for a page's number; no code of a record ends in it.
_NUMBER = 987_654_321


def absolute(path: str) -> str:
    """Return a path of ours as the address it has for everybody (setting SITE_URL)."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def at(name: str, *arguments: object) -> str:
    """Return the absolute address of a named door."""
    return absolute(reverse(name, args=arguments))


def at_number(name: str, code: str, number: int) -> str:
    """Return the absolute address of a door of one page.

    A document has hundreds: the resolver is asked once for them all.
    """
    before, after = _around_number(name, code)
    return absolute(f"{before}{number}{after}")


def manifest(code: str) -> str:
    return at("iiif:manifest", code)


def collection(code: str) -> str:
    return at("iiif:collection", code)


def image(code: str, number: int) -> str:
    return at_number("iiif:base", code, number)


def canvas(code: str, number: int) -> str:
    """Return the name of the canvas of page `number`; nothing is answered there."""
    return f"{_inside(code)}canvas/p{number}"


def sound(code: str) -> str:
    """Return the name of the one canvas on which all recordings of a record stand."""
    return f"{_inside(code)}canvas/sound"


def contents(code: str) -> str:
    """Return the name of the table of contents; nothing is answered there."""
    return f"{_inside(code)}range"


def stretch(start_ms: int, end_ms: int | None) -> str:
    """Return the fragment for a stretch of time, in seconds (W3C Media Fragments)."""
    end = f",{end_ms / 1000:g}" if end_ms is not None else ""
    return f"#t={start_ms / 1000:g}{end}"


def _inside(code: str) -> str:
    """Return what the names of a manifest's parts begin with."""
    return absolute(_manifest_path(code).removesuffix("manifest"))


@functools.lru_cache(maxsize=64)
def _manifest_path(code: str) -> str:
    return reverse("iiif:manifest", args=[code])


@functools.lru_cache(maxsize=256)
def _around_number(name: str, code: str) -> tuple[str, str]:
    """Return what stands before and after the page's number in the path of a door."""
    arguments = [f"{code}:{_NUMBER}"] if name == "iiif:base" else [code, _NUMBER]
    before, _, after = reverse(name, args=arguments).rpartition(str(_NUMBER))
    return before, after
