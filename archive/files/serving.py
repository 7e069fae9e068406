"""Serving stored bytes over HTTP: ranges, conditions, and nothing a browser would run.

The caller has asked the gate. `digest` makes the entity tag, so a file is told apart by content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from archive.files.models import Derivative, Master
from archive.files.store import Unreachable, derivatives, masters

_CHUNK = 256 * 1024
# As many digits as Python reads; a range may well end far beyond any file (RFC 9110, 14.1.2).
_RANGE = re.compile(r"bytes=([0-9]{0,4300})-([0-9]{0,4300})\Z", re.IGNORECASE)
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
    if matches(request.headers.get("If-None-Match", ""), tag):
        return dress(HttpResponse(status=304), stored, tag, download=download)
    # A range is a matter of GET alone (RFC 9110, 14.2): HEAD tells of the whole file.
    wanted = _understood(request.headers.get("Range", "")) if request.method == "GET" else None
    if request.headers.get("If-Range", tag) != tag:
        wanted = None
    span = _span(wanted, stored.size) if wanted else (0, stored.size)
    if span is None:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{stored.size}"
        return dress(refused, stored, tag, download=download)
    start, end = span
    try:
        response = _body(request, stored, start, end)
    except Unreachable:
        return _unreachable()
    if wanted:
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
    if not stored.storage.exists(stored.path):
        raise Http404
    if request.method == "HEAD":
        return HttpResponse()
    on_disk = isinstance(stored.storage, FileSystemStorage)
    if (offload := settings.MEDIA_OFFLOAD_HEADER) and on_disk:
        handed = HttpResponse()
        handed[offload] = settings.MEDIA_OFFLOAD_PREFIX + stored.path
        return handed
    return StreamingHttpResponse(_read(stored, start, end))


def _unreachable() -> HttpResponse:
    """Say that the storage elsewhere does not answer; the file itself may be in order."""
    refused = HttpResponse(
        _("This file lies in a storage that does not answer now. Please try again later."),
        status=503,
        content_type="text/plain; charset=utf-8",
    )
    refused["Retry-After"] = "300"
    refused["Cache-Control"] = "no-store"
    return refused


def _read(stored: Stored, start: int, end: int) -> Iterator[bytes]:
    # Opened when the first byte is asked for: an answer nobody reads leaves no file open.
    with stored.storage.open(stored.path) as file:
        file.seek(start)
        left = end - start
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _understood(header: str) -> tuple[str, str] | None:
    """Return first and last byte as written. RFC 9110: what we do not understand is ignored."""
    match = _RANGE.match(header)
    if match is None:
        return None
    first, last = match[1], match[2]
    if not (first or last) or (first and last and int(last) < int(first)):
        return None
    return first, last


def _span(wanted: tuple[str, str], size: int) -> tuple[int, int] | None:
    """Return the half-open span of a file of `size` bytes; None if no byte of it is there."""
    first, last = wanted
    if not first:
        count = min(int(last), size)
        return (size - count, size) if count else None
    end = min(int(last) + 1, size) if last else size
    return (int(first), end) if int(first) < size else None


def matches(header: str, tag: str) -> bool:
    """Tell whether a quoted `tag` is among those of an `If-None-Match`."""
    given = [part.strip().removeprefix("W/") for part in header.split(",")]
    return tag in given or "*" in given
