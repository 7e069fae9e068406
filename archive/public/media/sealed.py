"""What is given of a recording under a seal: a silent copy, a flat waveform."""

from __future__ import annotations

import json
from typing import Any, cast

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from archive.access.models import QuietCopy
from archive.access.sound import Stretches
from archive.files.models import Derivative
from archive.files.serving import Stored, serve
from archive.files.store import derivatives


def serve_copy(request: HttpRequest, copy: QuietCopy | None, name: str) -> HttpResponseBase:
    """Answer with a copy from which what is sealed was taken. Raises `Http404` without one."""
    if copy is None:
        raise Http404
    stored = Stored(derivatives(), copy.path, copy.size, copy.digest, copy.media_type, name)
    return serve(request, stored, download=False)


def waveform(derived: Derivative, stretches: Stretches) -> dict[str, Any]:
    """Return the waveform, flat in `stretches`: how somebody spoke is a part of what was said."""
    try:
        with derivatives().open(derived.path) as file:
            found = cast(dict[str, Any], json.load(file))
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    per_ms = found["sample_rate"] / found["samples_per_pixel"] / 1000
    data = found["data"]
    for begin, end in stretches:
        first, last = int(begin * per_ms), min(int(end * per_ms) + 1, found["length"])
        data[2 * first : 2 * last] = [0] * (2 * max(0, last - first))
    return found
