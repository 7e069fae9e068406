"""Writing the journal."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from archive.accounts.models import User
from archive.journal.models import Entry
from archive.journal.newest import newest_entry

# Any fixed number will do: it names the one lock that puts journal entries in commit order.
_CHAIN_LOCK = 7_190_215


@dataclass(frozen=True, kw_only=True)
class Act:
    """What is to be written down about one act, before it has a place in the chain."""

    act: str
    subject: models.Model
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    basis_number: str = ""
    basis_on: dt.date | None = None
    note: str = ""


def record(
    *,
    actor: User | None,
    act: str,
    subject: models.Model,
    at: dt.datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    basis_number: str = "",
    basis_on: dt.date | None = None,
    note: str = "",
) -> Entry:
    """Write down one act. `actor` is None only for what the program does by itself on time."""
    [entry] = record_many(
        actor=actor,
        at=at,
        acts=[
            Act(
                act=act,
                subject=subject,
                before=before or {},
                after=after or {},
                basis_number=basis_number,
                basis_on=basis_on,
                note=note,
            )
        ],
    )
    return entry


def record_many(*, actor: User | None, at: dt.datetime, acts: Iterable[Act]) -> list[Entry]:
    """Write down many acts of one person at one moment, in the order given, in one insert."""
    with transaction.atomic():
        _take_chain_lock()
        digest = newest_entry().digest
        entries = []
        for act in acts:
            entry = _entry(act, actor=actor, at=at, previous_digest=digest)
            digest = entry.digest
            entries.append(entry)
        return Entry.objects.bulk_create(entries, batch_size=500)


def differing(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return of both what is not the same in them; two empty ones where an act changed nothing."""
    changed = [name for name in after if before[name] != after[name]]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def digest_of(entry: Entry) -> str:
    """Return the SHA-256 (hex) that `entry` must carry, from its columns and its predecessor's."""
    facts = [
        entry.previous_digest,
        entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.act,
        entry.subject_type,
        entry.subject_id,
        entry.subject_label,
        entry.before,
        entry.after,
        entry.basis_number,
        entry.basis_on.isoformat() if entry.basis_on else None,
        entry.note,
    ]
    # Sorted keys and no ASCII escapes: the text a third party rebuilds must be the same bytes.
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _entry(act: Act, *, actor: User | None, at: dt.datetime, previous_digest: str) -> Entry:
    entry = Entry(
        at=at,
        actor=actor,
        act=act.act,
        subject_type=act.subject._meta.label_lower,
        subject_id=str(act.subject.pk),
        subject_label=str(act.subject)[:255],
        before=plain(act.before),
        after=plain(act.after),
        basis_number=act.basis_number,
        basis_on=act.basis_on,
        note=act.note,
        previous_digest=previous_digest,
    )
    entry.digest = digest_of(entry)
    return entry


def plain(values: Mapping[str, Any]) -> Any:
    """Return `values` as the database will give them back: dates as text, keys as text."""
    return json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))


def _take_chain_lock() -> None:
    # SQLite's immediate transactions already let one writer in at a time. On PostgreSQL this lock
    # is held to the commit, so that ids grow in commit order and the index may follow them.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
