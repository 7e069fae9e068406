"""Where the sound of a moment found is, so that it can be heard in the list itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from archive.catalogue.models import Recording
from archive.files.models import Derivative
from archive.search.results import RecordHit
from archive.ui.addresses import media_address


@dataclass(frozen=True)
class Sound:
    """The address of a recording, and the second of it (a decimal) where the moment begins."""

    url: str
    second: str


def sounds_of(hits: Sequence[RecordHit]) -> dict[tuple[int, int], Sound]:
    """Return the sound of every moment found that its viewer may hear, in one query.

    By record id and milliseconds. Under a seal the address gives the silenced copy, or nothing.
    """
    audible = {
        hit.record.pk: hit
        for hit in hits
        if hit.sight.audio and any(passage.start_ms is not None for passage in hit.passages)
    }
    if not audible:
        return {}
    parts = _parts(audible)
    found = {}
    for record, hit in audible.items():
        for passage in hit.passages:
            if passage.start_ms is None:
                continue
            begun = [part for part in parts[record] if part.starts_ms <= passage.start_ms]
            if begun:
                offset = (passage.start_ms - begun[-1].starts_ms) / 1000
                url = media_address("audio", hit.record.code, begun[-1].part)
                found[record, passage.start_ms] = Sound(url, f"{offset:.3f}")
    return found


def _parts(audible: dict[int, RecordHit]) -> defaultdict[int, list[Recording]]:
    derived = Derivative.objects.filter(master=OuterRef("master"), role=Derivative.Role.WEB_AUDIO)
    rows = Recording.objects.filter(record__in=audible).annotate(is_derived=Exists(derived))
    found: defaultdict[int, list[Recording]] = defaultdict(list)
    for part in rows.order_by("starts_ms", "part"):
        if part.is_derived or audible[part.record_id].sight.masters:
            found[part.record_id].append(part)
    return found
