"""Serving stored bytes over HTTP: ranges, conditions, and nothing a browser would run.

The caller has asked the gate. `digest` makes the entity tag, so a file is told apart by content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from archive.files.models import Derivative, Master
from archive.files.store import derivatives, masters

_CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")
# Types a browser shows by itself without running anything; all else is offered as a download.
_SHOWN = ("image/jpeg", "image/png", "image/webp", "audio/", "video/", "application/json")


@dataclass(frozen=True)
class Stored:
    """One stored file as it goes out."""

    storage: Storage
    path: str
    size: int
    digest: str
    media_type: str
    name: str = ""


def serve_master(
    request: HttpRequest, master: Master, *, name: str = "", download: bool = True
) -> HttpResponseBase:
    """Answer with the bytes of a master. Raises `Http404` when they are not there."""
    stored = Stored(
        masters(),
        master.path,
        master.size,
        master.digest,
        master.media_type,
        name or master.original_name,
    )
    return serve(request, stored, download=download)


def serve_derivative(
    request: HttpRequest, derivative: Derivative, *, name: str = "", download: bool = False
) -> HttpResponseBase:
    """Answer with the bytes of a derivative. Raises `Http404` when they are not there."""
    stored = Stored(
        derivatives(),
        derivative.path,
        derivative.size,
        derivative.digest,
        derivative.media_type,
        name,
    )
    return serve(request, stored, download=download)


def serve(request: HttpRequest, stored: Stored, *, download: bool) -> HttpResponseBase:
    """Answer GET and HEAD with the whole file, a range of it (206), 304 or 416."""
    tag = f'"{stored.digest}"'
    if _matches(request.headers.get("If-None-Match", ""), tag):
        return dress(HttpResponse(status=304), stored, tag, download=download)
    wanted = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        wanted = ""
    span = _span(wanted, stored.size)
    if span is None:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{stored.size}"
        return dress(refused, stored, tag, download=download)
    start, end = span
    response = _body(request, stored, start, end)
    if wanted and _RANGE.match(wanted):
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{stored.size}"
    response["Content-Length"] = str(end - start)
    return dress(response, stored, tag, download=download)


def dress(
    response: HttpResponseBase, stored: Stored, tag: str, *, download: bool
) -> HttpResponseBase:
    """Put on the headers every answer with a stranger's bytes must wear."""
    download = download or not stored.media_type.startswith(_SHOWN)
    response["Content-Type"] = stored.media_type
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    # The gate is asked again each time: what is closed now must not open from a cache.
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Disposition"] = disposition(stored.name, download=download)
    return response


def disposition(name: str, *, download: bool) -> str:
    """Return the header value: plain ASCII for old browsers, the true name beside it."""
    kind = "attachment" if download else "inline"
    if not name:
        return kind
    plain = re.sub(r"[^\w.\- ]|[^\x00-\x7f]", "_", name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _body(request: HttpRequest, stored: Stored, start: int, end: int) -> HttpResponseBase:
    if request.method == "HEAD":
        if not stored.storage.exists(stored.path):
            raise Http404
        return HttpResponse()
    if offload := settings.MEDIA_OFFLOAD_HEADER:
        handed = HttpResponse()
        handed[offload] = settings.MEDIA_OFFLOAD_PREFIX + stored.path
        return handed
    try:
        file = cast(BinaryIO, stored.storage.open(stored.path))
    except FileNotFoundError as error:
        raise Http404 from error
    return StreamingHttpResponse(_read(file, start, end))


def _read(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _span(wanted: str, size: int) -> tuple[int, int] | None:
    """Return the half-open span asked for, the whole file if none, None if it cannot be met.

    RFC 9110: a range we do not understand (several ranges among them) is ignored.
    """
    match = _RANGE.match(wanted)
    if match is None or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    if not first:
        count = min(int(last), size)
        return (size - count, size) if count else None
    start, end = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < int(first):
        return 0, size
    return (start, end) if start < size else None


def _matches(header: str, tag: str) -> bool:
    given = [part.strip().removeprefix("W/") for part in header.split(",")]
    return tag in given or "*" in given
