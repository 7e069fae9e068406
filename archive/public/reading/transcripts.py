"""The transcript as a file, as the reader may have it: without sealed stretches, names veiled."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from archive.access import gate
from archive.access.sight import Sight, sight_of
from archive.access.speech import cues_for, points_for, told_versions
from archive.catalogue.models import AppearanceRole, Record
from archive.catalogue.speech.writing import FORMATS, Told, write
from archive.public.reading.player import chosen_version


@dataclass(frozen=True)
class TranscriptFile:
    """One file to be sent."""

    body: bytes
    media_type: str
    name: str


def transcript_file(request: HttpRequest, code: str, format: str) -> TranscriptFile:
    """Return what is said of the record in `format`. Raises `Http404` where nothing may be had."""
    record = gate.record_or_404(request.user, code)
    sight = sight_of(request.user, record)
    chosen = chosen_version(told_versions(record, sight), request.GET.get("transcript", ""))
    if format not in FORMATS or chosen is None:
        raise Http404
    told = Told(
        record=record,
        title=sight.veiled(record.title),
        language=chosen.language,
        cues=cues_for(sight, chosen),
        points=points_for(sight, record),
        interviewees=_interviewees(record, sight),
    )
    return TranscriptFile(write(format, told), FORMATS[format], f"{record.code}.{format}")


def _interviewees(record: Record, sight: Sight) -> tuple[str, ...]:
    witnesses = record.appearances.filter(role=AppearanceRole.WITNESS).values_list(
        "person_id", "person__name"
    )
    return tuple(sight.name_of(person_id, name) for person_id, name in witnesses)
