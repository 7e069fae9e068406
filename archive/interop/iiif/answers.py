"""How the IIIF door answers: as JSON or linked data, and compared before it is sent."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from archive.files.serving import matches

_LINKED = "application/ld+json"


def json_answer(request: HttpRequest, said: dict[str, Any], profile: str) -> HttpResponse:
    """Answer with a resource: as linked data to who asks for that, or does not say what (6.2)."""
    linked = f'{_LINKED};profile="{profile}"'
    offered = ["application/json", _LINKED, linked] if "Accept" in request.headers else [linked]
    kind = request.get_preferred_type(offered) or "application/json"
    body = json.dumps(said, ensure_ascii=False).encode()
    kind = linked if kind.startswith(_LINKED) else kind
    return answer(request, body, kind, hashlib.sha256(body).hexdigest())


def answer(request: HttpRequest, body: bytes, kind: str, tag: str) -> HttpResponse:
    """Answer with `body`, or with 304 where the asker has it. `tag` names this content."""
    response = HttpResponse(status=304) if is_known(request, tag) else HttpResponse(body)
    response["Content-Type"] = kind
    response["ETag"] = f'"{tag}"'
    # The gate is asked again each time: what is closed now must not open from a cache.
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return by_who_asks(response)


def by_who_asks(response: HttpResponse) -> HttpResponse:
    """Say that the answer differs by who asks, and how."""
    response["Vary"] = "Cookie, Accept"
    return response


def is_known(request: HttpRequest, tag: str) -> bool:
    """Tell whether the asker has what `tag` names."""
    return matches(request.headers.get("If-None-Match", ""), f'"{tag}"')
