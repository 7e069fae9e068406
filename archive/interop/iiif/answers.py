"""How the IIIF door answers: as JSON or as linked data."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from archive.interop.answers import answer

_LINKED = "application/ld+json"


def json_answer(request: HttpRequest, said: dict[str, Any], profile: str) -> HttpResponse:
    """Answer with a resource: as linked data to who asks for that, or does not say what (6.2)."""
    linked = f'{_LINKED};profile="{profile}"'
    offered = ["application/json", _LINKED, linked] if "Accept" in request.headers else [linked]
    kind = request.get_preferred_type(offered) or "application/json"
    body = json.dumps(said, ensure_ascii=False).encode()
    kind = linked if kind.startswith(_LINKED) else kind
    return answer(request, body, kind, hashlib.sha256(body).hexdigest())
