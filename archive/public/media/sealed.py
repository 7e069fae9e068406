"""What is given of a recording under a seal: a silent copy, a flat waveform."""

from __future__ import annotations

import json
from typing import Any, cast

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from archive.access.sight import Sight
from archive.access.sound import Stretches, quiet_copy
from archive.catalogue.models import Recording
from archive.files.models import Derivative
from archive.files.serving import Stored, serve
from archive.files.store import derivatives


def serve_quiet_copy(
    request: HttpRequest, sight: Sight, recording: Recording, name: str
) -> HttpResponseBase:
    """Answer with the copy that is silent where `sight` is sealed. Raises `Http404`."""
    copy = quiet_copy(sight, recording)
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
