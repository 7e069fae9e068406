"""The identifiers of IIIF resources."""

from __future__ import annotations

import functools

from django.urls import reverse

from archive.access.addresses import absolute, at


def manifest(code: str) -> str:
    return at("iiif:manifest", code)


def collection(code: str) -> str:
    return at("iiif:collection", code)


def image(code: str, number: int) -> str:
    return absolute(f"{_before_number(code)}{number}")


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


@functools.lru_cache(maxsize=64)
def _before_number(code: str) -> str:
    """Return what the paths of the images of a record begin with: a document has hundreds."""
    return reverse("iiif:base", args=[f"{code}:0"]).removesuffix("0")
