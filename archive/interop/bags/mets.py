"""How the files of a record belong together: METS, with the description as MODS in it.

https://www.loc.gov/standards/mets/
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from archive.catalogue.models import Record
from archive.files.models import Derivative
from archive.interop.bags.contents import Carried, Use
from archive.interop.markup import Element, Markup

NAMESPACE = "http://www.loc.gov/METS/"
_mets = Markup(NAMESPACE, "mets", xlink="http://www.w3.org/1999/xlink")
_GROUPS = {Use.MASTER: "master", Use.ACCESS: "access", Use.PAPER: "paper"}
TEXT = "text"


@dataclass(frozen=True)
class Listed:
    """One file as METS lists it; `page` or `transcript` say what it is the text of."""

    name: str
    group: str
    media_type: str
    size: int
    digest: str
    page: int = 0
    transcript: str = ""


def _of_stored(carried: Carried) -> Listed:
    kept = carried.kept
    return Listed(carried.name, _GROUPS[carried.use], kept.media_type, kept.size, kept.digest)


def mets_of(
    record: Record,
    mods: Element,
    stored: Sequence[Carried],
    written: Sequence[Listed],
    *,
    at: dt.datetime,
) -> Element:
    """Return the list of files and, page by page and tape by tape, what each is of."""
    listed = [*map(_of_stored, stored), *written]
    ids = {each.name: f"f{number}" for number, each in enumerate(listed, start=1)}
    divisions = [*_pages(record, stored, written, ids), *_tapes(record, stored, ids)]
    return _mets(
        "mets",
        _header(record, at),
        _mets(
            "dmdSec",
            _mets("mdWrap", _mets("xmlData", mods), MDTYPE="MODS", MDTYPEVERSION="3.8"),
            ID="description",
        ),
        _mets(
            "amdSec",
            _mets(
                "digiprovMD",
                _mets("mdRef", MDTYPE="PREMIS", MDTYPEVERSION="3.0", **_at("premis.xml")),
                ID="provenance",
            ),
        ),
        _mets("fileSec", *_groups(listed, ids)) if listed else None,
        _mets(
            "structMap",
            _mets(
                "div",
                *divisions,
                *_said(written, ids),
                TYPE="record",
                LABEL=record.title,
                DMDID="description",
            ),
            TYPE="physical",
        ),
        OBJID=record.code,
        LABEL=record.title,
    )


def _header(record: Record, at: dt.datetime) -> Element:
    return _mets(
        "metsHdr",
        _mets(
            "agent",
            _mets("name", "Nhân Chứng"),
            ROLE="CREATOR",
            TYPE="OTHER",
            OTHERTYPE="SOFTWARE",
        ),
        _mets("agent", _mets("name", record.holder.name), ROLE="CUSTODIAN", TYPE="ORGANIZATION"),
        CREATEDATE=at.astimezone(dt.UTC).isoformat(timespec="seconds"),
    )


def _groups(listed: Iterable[Listed], ids: Mapping[str, str]) -> Iterator[Element]:
    by_group: dict[str, list[Listed]] = {}
    for each in listed:
        by_group.setdefault(each.group, []).append(each)
    for group, files in by_group.items():
        yield _mets("fileGrp", *(_file(each, ids[each.name]) for each in files), USE=group)


def _file(each: Listed, identifier: str) -> Element:
    return _mets(
        "file",
        _mets("FLocat", **_at(each.name)),
        ID=identifier,
        MIMETYPE=each.media_type,
        SIZE=each.size,
        CHECKSUM=each.digest,
        CHECKSUMTYPE="SHA-256",
    )


def _at(name: str) -> dict[str, str]:
    return {"LOCTYPE": "URL", "xlink__href": quote(name)}


def _pages(
    record: Record, stored: Sequence[Carried], written: Sequence[Listed], ids: Mapping[str, str]
) -> Iterator[Element]:
    texts: dict[int, list[str]] = {}
    for each in written:
        texts.setdefault(each.page, []).append(ids[each.name])
    files = _by_master(stored, ids)
    rows = record.pages.order_by("number").values_list("number", "label", "master_id")
    for number, label, master in rows:
        pointers = [*files.get(master, ()), *texts.get(number, ())]
        yield _division("page", pointers, ORDER=number, ORDERLABEL=label or None)


def _tapes(record: Record, stored: Sequence[Carried], ids: Mapping[str, str]) -> Iterator[Element]:
    files = _by_master(stored, ids)
    for part, label, master in record.recordings.values_list("part", "label", "master_id"):
        yield _division("recording", files.get(master, ()), ORDER=part, LABEL=label or None)


def _said(written: Sequence[Listed], ids: Mapping[str, str]) -> Iterator[Element]:
    versions: dict[str, list[str]] = {}
    for each in written:
        if each.transcript:
            versions.setdefault(each.transcript, []).append(ids[each.name])
    for key, pointers in versions.items():
        yield _division("transcript", pointers, LABEL=key)


def _by_master(stored: Sequence[Carried], ids: Mapping[str, str]) -> dict[int, list[str]]:
    """Return the files a page or tape is in: its master and what was made of all of it."""
    found: dict[int, list[str]] = {}
    for carried in stored:
        kept = carried.kept
        if carried.use != Use.PAPER:
            key = kept.master_id if isinstance(kept, Derivative) else kept.pk
            found.setdefault(key, []).append(ids[carried.name])
    return found


def _division(kind: str, pointers: Iterable[str], **facts: object) -> Element:
    files = (_mets("fptr", FILEID=each) for each in pointers)
    return _mets("div", *files, TYPE=kind, **facts)
