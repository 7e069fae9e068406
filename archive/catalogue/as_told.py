"""Whether things stand as the journal last said: a row may have been edited behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.catalogue.actions import DESCRIPTIVE_FIELDS
from archive.catalogue.models import Record, Transcript
from archive.catalogue.speech.actions import cues_of, digest_of
from archive.catalogue.terms import TERM_FIELDS
from archive.journal.actions import plain
from archive.journal.models import Entry

# Who may read a record, and where: each is in the entry of every act that changes it.
TOLD = ("code", "vetting_status", "access_level", "released_at", "withdrawn_at", "withdrawn_reason")
# What is said of it, which other acts say of its parts in the same words. A transcript moves on the
# state of the record without an entry of it; coded fields were once entered in words.
DESCRIBED = tuple(sorted(DESCRIPTIVE_FIELDS - TERM_FIELDS.keys() - {"processing_state"}))
_DESCRIBING = ("catalogue.record.registered", "catalogue.record.described")
_WORDED = ("catalogue.record.transcribed", "catalogue.transcript.finished")
_AT_ONCE = 500
_SUBJECT = Record._meta.label_lower


def told_otherwise() -> Iterator[tuple[str, str]]:
    """Yield code and column of every record that is not what the journal says of it.

    A record that is in no entry is left out: nothing was said of it.
    """
    last = 0
    rows = Record.objects.order_by("pk").values("pk", *TOLD, *DESCRIBED)
    while records := list(rows.filter(pk__gt=last)[:_AT_ONCE]):
        last = records[-1]["pk"]
        told = _told_of([record["pk"] for record in records])
        for record in records:
            stands = plain(record)
            for name, value in told.get(record["pk"], {}).items():
                if stands[name] != value:
                    yield record["code"], name


def worded_otherwise() -> Iterator[tuple[str, Transcript]]:
    """Yield the transcripts that do not say what was entered, each behind its record's code."""
    finished = Transcript.objects.filter(is_draft=False).select_related("record")
    told = Entry.objects.filter(act__in=_WORDED).values_list("after", flat=True).order_by("pk")
    for entered in told.iterator(chunk_size=_AT_ONCE):
        transcript = finished.filter(pk=entered["transcript"]).first()
        if transcript and digest_of(cues_of(transcript)) != entered["words_sha256"]:
            yield transcript.record.code, transcript


def _told_of(records: list[int]) -> dict[int, dict[str, Any]]:
    """Return by record what its entries say of it, from what every record begins with on."""
    fresh = Record()
    begins = plain({name: fresh.serializable_value(name) for name in (*TOLD, *DESCRIBED)})
    told: dict[int, dict[str, Any]] = {}
    entries = Entry.objects.filter(subject_type=_SUBJECT, subject_id__in=map(str, records))
    for subject, act, after in entries.order_by("id").values_list("subject_id", "act", "after"):
        known = told.setdefault(int(subject), {})
        if act == "catalogue.record.registered":
            known.update(begins)
        said = (*TOLD, *DESCRIBED) if act in _DESCRIBING else TOLD
        known.update({name: after[name] for name in said if name in after})
    return told
