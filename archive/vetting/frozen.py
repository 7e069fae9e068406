"""The version that is vetted: a snapshot of the subject, and its digest."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from archive.catalogue.actions import DESCRIPTIVE_FIELDS
from archive.catalogue.models import Record
from archive.works.models import Manuscript, Work

# How far the work has come is no part of what is vetted.
_NOT_VETTED = {"processing_state"}


def snapshot_of(record: Record) -> dict[str, Any]:
    """Return the description, the files and the texts of `record` as they stand now.

    Texts are given by their SHA-256: enough to tell whether a word was changed since.
    """
    transcripts = record.transcripts.filter(is_current=True).order_by("kind", "language")
    fields = sorted(DESCRIPTIVE_FIELDS - _NOT_VETTED)
    return _plain(
        {
            "code": record.code,
            "version": record.version,
            "description": {name: record.serializable_value(name) for name in fields},
            "people": list(
                record.appearances.order_by("role", "person__sort_key").values_list(
                    "role", "person__name"
                )
            ),
            "pages": [
                [page.number, page.master.digest, page.frame, _digest(page.text)]
                for page in record.pages.select_related("master")
            ],
            "recordings": [
                [recording.part, recording.master.digest]
                for recording in record.recordings.select_related("master")
            ],
            "transcripts": [
                [
                    transcript.kind,
                    transcript.language,
                    transcript.version,
                    _digest("\n".join(transcript.segments.values_list("text", flat=True))),
                ]
                for transcript in transcripts
            ],
        }
    )


def snapshot_of_work(work: Work, manuscript: Manuscript) -> dict[str, Any]:
    """Return which version of `work` is vetted, and the sources it cites at that moment."""
    citations = work.citations.select_related("record").order_by("id")
    return _plain(
        {
            "code": work.code,
            "title": work.title,
            "manuscript": manuscript.version,
            "file": manuscript.master.original_name,
            "sha256": manuscript.master.digest,
            "sources": [
                [c.record.code, c.page, c.at_ms, c.place_in_work, c.note] for c in citations
            ],
        }
    )


def digest_of(snapshot: dict[str, Any]) -> str:
    """Return the SHA-256 of a snapshot, its own version number left out.

    Releasing a record counts its version up and changes nothing that was vetted.
    """
    facts = {name: value for name, value in snapshot.items() if name != "version"}
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changed_since(record: Record, digest: str) -> bool:
    """Tell whether `record` differs from the version with `digest`."""
    return digest_of(snapshot_of(record)) != digest


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain
