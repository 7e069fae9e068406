"""What was done with a record and its files, by whom and by what right: PREMIS 3.

https://www.loc.gov/standards/premis/v3/
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.utils import translation

from archive.catalogue.models import Record
from archive.files.models import Derivative, FixityCheck, Master
from archive.interop.bags.contents import Carried
from archive.interop.bags.premis_parts import day, identifier, is_a, premis
from archive.interop.bags.rights import statements
from archive.interop.markup import Element
from archive.journal.models import Entry
from archive.ui.act_labels import act_labels

_PROGRAM = "Nhân Chứng"

# http://id.loc.gov/vocabulary/preservation/eventType. What is not here does not leave the archive:
# who asked for access and was let in, who is heard as a witness where, how something was vetted.
EVENT_TYPES = {
    "catalogue.record.registered": "accession",
    "catalogue.record.described": "metadata modification",
    "catalogue.record.code_changed": "metadata modification",
    "catalogue.record.processed": "metadata modification",
    "catalogue.record.transcribed": "metadata modification",
    "catalogue.transcript.finished": "metadata modification",
    "catalogue.transcript.confirmed": "validation",
    "catalogue.interview.described": "metadata modification",
    "catalogue.interview.indexed": "metadata modification",
    "catalogue.page.corrected": "metadata modification",
    "catalogue.page.checked": "validation",
    "catalogue.pages.read": "metadata extraction",
    "ingest.record.filled": "ingestion",
    "ingest.pages.arranged": "modification",
    "ingest.page.replaced": "replacement",
    "ingest.page.taken_out": "modification",
    "ingest.page.put_back": "modification",
    "access.record.released": "policy assignment",
    "access.record.withdrawn": "policy assignment",
    "access.record.sealed": "policy assignment",
    "access.record.date_passed": "policy assignment",
    "access.seal.lifted": "policy assignment",
    "access.consent.recorded": "policy assignment",
    "access.consent.withdrawn": "policy assignment",
    "access.consent.form_attached": "policy assignment",
    "files.master.stored": "ingestion",
    "files.master.derived": "creation",
    "files.master.found_altered": "fixity check",
    "files.master.found_missing": "fixity check",
    "files.master.found_intact": "fixity check",
    "interop.bag.exported": "dissemination",
}
_OUTCOMES = {
    "files.master.found_altered": "fail",
    "files.master.found_missing": "fail",
    "files.master.found_intact": "pass",
}


def premis_of(record: Record, files: Sequence[Carried]) -> Element:
    """Return objects, events, agents and rights of one record, in the order the schema wants."""
    masters = {carried.master.pk: carried.master for carried in files}
    entries = list(_entries(record, list(masters)))
    checks = list(_last_checks(list(masters)))
    people = {entry.actor_id: str(entry.actor) for entry in entries if entry.actor_id}
    with translation.override("vi"):
        events = [_event(entry, record, masters) for entry in entries]
    return premis(
        "premis",
        premis("object", identifier("object", record.code), **is_a("intellectualEntity")),
        *(_file(record, carried) for carried in files),
        *events,
        *(_check(check) for check in checks),
        _agent(_PROGRAM, _PROGRAM, "software"),
        *(_agent(f"user-{pk}", name, "person") for pk, name in sorted(people.items())),
        premis("rights", *statements(record)),
        version="3.0",
    )


def _entries(record: Record, masters: list[int]) -> Iterator[Entry]:
    """Yield the acts on the record and on its files, in the order they were done."""
    about = Q(subject_type=Record._meta.label_lower, subject_id=str(record.pk))
    about |= Q(subject_type=Master._meta.label_lower, subject_id__in=[str(pk) for pk in masters])
    found = Entry.objects.filter(about, act__in=EVENT_TYPES).select_related("actor")
    yield from found.defer("before", "after").order_by("id")


def _last_checks(masters: list[int]) -> Iterator[FixityCheck]:
    """Yield the last reading of each master: of all before it the journal tells what changed."""
    checks = FixityCheck.objects.filter(master__in=masters).select_related("master")
    yield from {each.master_id: each for each in checks.order_by("at", "pk")}.values()


def _file(record: Record, carried: Carried) -> Element:
    kept = carried.kept
    original = premis("originalName", kept.original_name) if isinstance(kept, Master) else None
    return premis(
        "object",
        identifier("object", kept.digest),
        premis(
            "objectCharacteristics",
            premis(
                "fixity",
                premis("messageDigestAlgorithm", "SHA-256"),
                premis("messageDigest", kept.digest),
            ),
            premis("size", str(kept.size)),
            _format(kept),
        ),
        original,
        premis(
            "storage",
            premis(
                "contentLocation",
                premis("contentLocationType", "relative path"),
                premis("contentLocationValue", carried.name),
            ),
        ),
        _related("derivation", "has source", kept.master.digest)
        if isinstance(kept, Derivative)
        else _related("structural", "is included in", record.code),
        **is_a("file"),
    )


def _format(kept: Master | Derivative) -> Element:
    puid = kept.puid if isinstance(kept, Master) else ""
    return premis(
        "format",
        premis("formatDesignation", premis("formatName", kept.media_type)),
        premis(
            "formatRegistry",
            premis("formatRegistryName", "PRONOM"),
            premis("formatRegistryKey", puid),
        )
        if puid
        else None,
    )


def _related(kind: str, how: str, other: str) -> Element:
    return premis(
        "relationship",
        premis("relationshipType", kind),
        premis("relationshipSubType", how),
        identifier("relatedObject", other),
    )


def _event(entry: Entry, record: Record, masters: dict[int, Master]) -> Element:
    subject = record.code
    if entry.subject_type == Master._meta.label_lower:
        subject = masters[int(entry.subject_id)].digest
    label = act_labels().get(entry.act, entry.act)
    basis = " ".join(filter(None, (entry.basis_number, day(entry.basis_on))))
    detail = f"{label} ({entry.act})" + (f"; {basis}" if basis else "")
    return _happened(
        f"journal-{entry.pk}",
        EVENT_TYPES[entry.act],
        entry.at,
        detail,
        _OUTCOMES.get(entry.act, ""),
        agent=f"user-{entry.actor_id}" if entry.actor_id else _PROGRAM,
        subject=subject,
    )


def _check(check: FixityCheck) -> Element:
    return _happened(
        f"fixity-{check.pk}",
        "fixity check",
        check.at,
        "SHA-256",
        "pass" if check.outcome == FixityCheck.Outcome.INTACT else "fail",
        agent=_PROGRAM,
        subject=check.master.digest,
    )


def _happened(
    name: str,
    kind: str,
    at: dt.datetime,
    detail: str,
    outcome: str,
    *,
    agent: str,
    subject: str,
) -> Element:
    return premis(
        "event",
        identifier("event", name),
        premis("eventType", kind),
        premis("eventDateTime", at.astimezone(dt.UTC).isoformat(timespec="seconds")),
        premis("eventDetailInformation", premis("eventDetail", detail)),
        premis("eventOutcomeInformation", premis("eventOutcome", outcome)) if outcome else None,
        identifier("linkingAgent", agent),
        identifier("linkingObject", subject),
    )


def _agent(key: str, name: str, kind: str) -> Element:
    return premis(
        "agent",
        identifier("agent", key),
        premis("agentName", name),
        premis("agentType", kind),
    )
