"""What a dossier says, as plain values: the round, its papers, opinions, minutes, answers."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from archive.journal.models import Entry
from archive.vetting.dossier.verify import FACTS, next_link
from archive.vetting.models import Disclosure, Procedure, Round


def round_facts(round_: Round) -> dict[str, Any]:
    """Return everything about the round, in the order it happened."""
    return _request(round_) | _hearing(round_) | _end(round_)


def procedure_facts(procedure: Procedure) -> dict[str, Any]:
    """Return the version of the procedure the round went by, each demand with its basis."""
    return {
        "code": procedure.code,
        "version": procedure.version,
        "name": procedure.name,
        "document": {"number": procedure.document_number, "on": procedure.document_on},
        "note": procedure.note,
        "demands": list(
            procedure.provisions.values("kind", "code", "label", "value", "basis", "certainty")
        ),
    }


def journal_facts(round_: Round) -> list[dict[str, Any]]:
    """Return the round's journal, each entry with its link in the round's own chain."""
    entries = []
    link = ""
    for entry in Entry.objects.about(round_).order_by("id"):
        link = next_link(link, entry.digest)
        facts = {name: _fact(entry, name) for name in FACTS}
        entries.append(facts | {"digest": entry.digest, "link": link})
    return entries


def last_link(round_: Round) -> str:
    """Return the last link of the round's chain: whoever noted it can tell a journal cut short."""
    link = ""
    for digest in Entry.objects.about(round_).order_by("id").values_list("digest", flat=True):
        link = next_link(link, digest)
    return link


def journal_lines(round_: Round) -> str:
    """Return the round's journal as text, one entry a line."""
    lines = [
        json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in journal_facts(round_)
    ]
    return "".join(f"{line}\n" for line in lines)


def _request(round_: Round) -> dict[str, Any]:
    """Return what was asked for, of whom, and with which papers."""
    return {
        "code": round_.code,
        "number": round_.number,
        "stage": round_.stage,
        "subject": round_.frozen,
        "frozen_sha256": round_.frozen_digest,
        "body": str(round_.body),
        "competence": _competence(round_),
        "empowered_by": round_.empowered_by,
        "request": {"number": round_.request_number, "on": round_.requested_on},
        "submitted_at": round_.submitted_at,
        "concluded_at": round_.concluded_at,
        "closed_at": round_.closed_at,
        "papers": list(
            round_.papers.values("code", "state", "number", "on", "note", "master__digest")
        ),
    }


def _hearing(round_: Round) -> dict[str, Any]:
    """Return the council, what its members said and how they voted."""
    return {
        "decisions": list(round_.decisions.values("number", "on", "signatory", "reason")),
        "seats": list(
            round_.seats.values(
                "pk", "person__full_name", "role", "office", "field", "conflict_note", "replaces"
            )
        ),
        "opinions": list(
            round_.opinions.filter(handed_in_at__isnull=False).values(
                "seat", "points", "text", "verdict", "handed_in_at", "late_reason"
            )
        ),
        "comments": _comments(round_),
        "meetings": list(
            round_.meetings.values(
                "pk", "held_on", "place", "minutes", "minutes_number", "also_present"
            )
        ),
        "attendances": list(
            round_.meetings.order_by("pk", "attendances__pk").values("pk", "attendances__seat")
        ),
        "ballots": _ballots(round_),
    }


def _end(round_: Round) -> dict[str, Any]:
    """Return the conclusion and what came of it."""
    return {
        "conclusion": _one(
            round_,
            "conclusion",
            ("verdict", "number", "on", "signatory", "text", "findings", "corroboration"),
        ),
        "resubmissions": list(
            round_.resubmissions.values("number", "on", "manuscript__version", "sent_at")
        ),
        "document": _one(round_, "document", ("number", "on", "signatory", "note")),
        "disclosures": list(
            Disclosure.objects.filter(round=round_).values(
                "opinions", "names", "number", "on", "signatory"
            )
        ),
        "journal_last_link": last_link(round_),
        "obstacles": list(round_.obstacles.values("kind", "text", "entered_at")),
    }


def _fact(entry: Entry, name: str) -> Any:
    # Exactly as `journal.actions.digest_of` writes them down.
    if name == "at":
        return entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if name == "basis_on":
        return entry.basis_on.isoformat() if entry.basis_on else None
    return getattr(entry, name)


def _competence(round_: Round) -> dict[str, Any] | None:
    row = round_.competence
    if row is None:
        return None
    return {"body": row.body, "basis": row.basis, "certainty": row.certainty}


def _comments(round_: Round) -> list[dict[str, Any]]:
    rows = round_.comments.filter(handed_in_at__isnull=False).values(
        "seat",
        "paragraph",
        "page",
        "box",
        "at_ms",
        "until_ms",
        "quote",
        "kind",
        "weight",
        "text",
        "answer__accepted",
        "answer__where_changed",
        "answer__why_not",
    )
    return [dict(row) for row in rows]


def _ballots(round_: Round) -> list[dict[str, Any]]:
    return [
        {
            "question": ballot.question,
            "spoilt": ballot.spoilt,
            "envelope": ballot.envelope,
            "slips": sorted(ballot.slips.values_list("choice", flat=True)),
        }
        for ballot in round_.ballots.all()
    ]


def _one(round_: Round, name: str, fields: tuple[str, ...]) -> dict[str, Any] | None:
    row = getattr(round_, name, None)
    return {field: getattr(row, field) for field in fields} if row is not None else None
