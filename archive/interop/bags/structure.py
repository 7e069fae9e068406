"""Which file is which page, tape and text of a record, as the description in JSON says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.catalogue.models import Record, Transcript
from archive.files.models import Derivative
from archive.interop.bags.contents import Carried, Use
from archive.interop.bags.mets import Listed

Facts = dict[str, Any]

_PAGE = ("number", "label", "frame", "text_quality", "confidence")
_RECORDING = ("part", "label", "starts_ms", "duration_ms")


def structure(record: Record, stored: Sequence[Carried], written: Sequence[Listed]) -> Facts:
    """Return the files of a record, and what each page, tape and version of speech is in.

    `frame` counts the pages of a file from 0; times are milliseconds on the record's one timeline.
    """
    masters = {carried.kept.pk: carried.name for carried in stored if carried.use == Use.MASTER}
    papers = {carried.kept.pk: carried.name for carried in stored if carried.use == Use.PAPER}
    return {
        "files": [_file(carried) for carried in stored],
        "pages": _pages(record, masters, written),
        "recordings": [
            {name: row[name] for name in _RECORDING} | {"file": masters[row["master_id"]]}
            for row in record.recordings.values(*_RECORDING, "master_id")
        ],
        "transcripts": [
            _version(version, written, papers)
            for version in record.transcripts.filter(is_current=True).select_related("made_by")
        ],
    }


def _file(carried: Carried) -> Facts:
    kept = carried.kept
    said = {
        "name": carried.name,
        "sha256": kept.digest,
        "size": kept.size,
        "media_type": kept.media_type,
    }
    if isinstance(kept, Derivative):
        return said | {"made_of": kept.master.digest, "role": kept.role, "made_at": kept.made_at}
    return said | {
        "original_name": kept.original_name,
        "pronom": kept.puid,
        "stored_at": kept.stored_at,
        "technical": kept.technical,
    }


def _pages(record: Record, masters: dict[int, str], written: Sequence[Listed]) -> list[Facts]:
    texts: dict[int, list[str]] = {}
    for each in written:
        texts.setdefault(each.page, []).append(each.name)
    return [
        {name: row[name] for name in _PAGE}
        | {"file": masters[row["master_id"]], "texts": texts.get(row["number"], [])}
        for row in record.pages.order_by("number").values(*_PAGE, "master_id")
    ]


def _version(version: Transcript, written: Sequence[Listed], papers: dict[int, str]) -> Facts:
    confirmations = version.confirmations.select_related("witness").order_by("pk")
    return {
        "kind": version.kind,
        "language": version.language,
        "version": version.version,
        "made_by": str(version.made_by) if version.made_by else None,
        "made_at": version.made_at,
        "source_name": version.source_name,
        "files": [each.name for each in written if each.transcript == version.key],
        "confirmations": [
            {
                "witness": each.witness.name,
                "confirmed_on": each.confirmed_on,
                "remarks": each.remarks,
                "file": papers.get(each.page_id or 0),
            }
            for each in confirmations
        ],
    }
