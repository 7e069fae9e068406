"""The identifiers of IIIF resources: absolute addresses under the name readers know the site by."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def absolute(path: str) -> str:
    """Return a path of ours as the address it has for everybody (setting SITE_URL)."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def at(name: str, *arguments: object) -> str:
    """Return the absolute address of a named door."""
    return absolute(reverse(name, args=arguments))


def manifest(code: str) -> str:
    return at("iiif:manifest", code)


def collection(code: str) -> str:
    return at("iiif:collection", code)


def image(code: str, number: int) -> str:
    return at("iiif:base", f"{code}:{number}")


def canvas(code: str, number: int) -> str:
    """Return the name of the canvas of page `number`; nothing is answered there."""
    return f"{manifest(code).removesuffix('manifest')}canvas/p{number}"


def sound(code: str) -> str:
    """Return the name of the one canvas on which all recordings of a record stand."""
    return f"{manifest(code).removesuffix('manifest')}canvas/sound"


def stretch(start_ms: int, end_ms: int | None) -> str:
    """Return the fragment for a stretch of time, in seconds (W3C Media Fragments)."""
    end = f",{end_ms / 1000:g}" if end_ms is not None else ""
    return f"#t={start_ms / 1000:g}{end}"
