"""How the IIIF door answers: as JSON or linked data, compared before it is sent, open to other
sites only where anybody may read.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from archive.access.sharing import let_other_sites_read
from archive.files.serving import matches


def json_answer(request: HttpRequest, said: dict[str, Any], profile: str) -> HttpResponse:
    """Answer with a resource; as linked data to who asks for that."""
    wants_ld = "application/ld+json" in request.headers.get("Accept", "")
    kind = f'application/ld+json;profile="{profile}"' if wants_ld else "application/json"
    body = json.dumps(said, ensure_ascii=False).encode()
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
    return shared(request, response)


def shared(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let viewers on other sites read what is public; the answer differs by who asks, and how."""
    let_other_sites_read(request, response)
    response["Vary"] = "Cookie, Accept"
    return response


def is_known(request: HttpRequest, tag: str) -> bool:
    """Tell whether the asker has what `tag` names."""
    return matches(request.headers.get("If-None-Match", ""), f'"{tag}"')
