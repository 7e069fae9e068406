"""Open records of which something is hidden: a page, a stretch, a name, a relation."""

from __future__ import annotations

import datetime as dt

from archive.access.models import Clause, Scope
from archive.catalogue.models import (
    Appearance,
    AppearanceRole,
    Body,
    Corroboration,
    Person,
    Record,
    RecordKind,
    Segment,
    Transcript,
)
from archive.files.models import Family
from tests.architecture.vault.holdings import fill_pages, fill_sound
from tests.architecture.vault.keeping import COMMON, STAFF, Vault, released


def secrets_of_contents(vault: Vault) -> None:
    """Open records of which something is not: a sealed page, an interview without consent."""
    sealed = vault.record("ZZ-SEA-07", title=f"{COMMON} mở", **released(vault))
    fill_pages(vault, sealed, STAFF, numbers=[2])
    sealed.seals.create(from_page=2, to_page=2, reason=vault.word("sealreason"))
    stretch = vault.record(
        "ZZ-STR-08", kind=RecordKind.INTERVIEW, title=f"{COMMON} mở", **released(vault)
    )
    fill_sound(vault, stretch, STAFF)
    seal = stretch.seals.create(from_ms=0, to_ms=60_000, reason=vault.word("sealreason"))
    vault.fill["record_seals"].append((stretch.code, seal.pk))
    chapter = stretch.chapters.create(
        start_ms=5_000, end_ms=9_000, title=vault.word("sealedchapter")
    )
    vault.fill["record_chapters"].append((stretch.code, chapter.pk))
    secrets_of_relations(vault, stretch, sealed)
    consent(vault, stretch, vault.word("witness"), scopes=[*set(Scope) - {Scope.NAME}])
    silent = vault.record(
        "ZZ-INT-09", kind=RecordKind.INTERVIEW, title=f"{COMMON} mở", **released(vault)
    )
    fill_sound(vault, silent, STAFF)
    fill_pages(vault, silent, STAFF)
    silent.chapters.create(start_ms=0, title=f"{COMMON} {vault.word('chapter')}")
    secrets_of_names(vault)


def secrets_of_relations(vault: Vault, stretch: Record, sealed: Record) -> None:
    """What is held against a sealed stretch, by a sealed page, or by a record that is closed."""
    closed = Record.objects.get(code="ZZ-RAW-01")
    for at_ms, other, page in ((5_000, sealed, 1), (90_000, sealed, 2), (90_000, closed, None)):
        made = Corroboration.objects.create(
            record=stretch,
            from_ms=at_ms,
            to_ms=at_ms + 1_000,
            other=other,
            other_page=page,
            relation="contradicts",
            note=vault.word("relation"),
            made_at=vault.now,
        )
        vault.fill["record_corroborations"].append((stretch.code, made.pk))


def secrets_of_names(vault: Vault) -> None:
    """An interview open in all but the name of who speaks in it, and says it."""
    name = vault.word("name")
    record = vault.record(
        "ZZ-NAM-10", kind=RecordKind.INTERVIEW, title=f"{COMMON} mở", **released(vault)
    )
    consent(vault, record, name, scopes=[Scope.AUDIO, Scope.TRANSCRIPT, Scope.IMAGE])
    transcript = Transcript.objects.create(record=record, made_at=vault.now)
    Segment.objects.create(
        transcript=transcript,
        position=1,
        start_ms=0,
        end_ms=5_000,
        speaker=name,
        text=f"{COMMON}, tôi là {name}",
    )
    record.chapters.create(start_ms=0, title=f"{COMMON}: {name}", people=name)
    # What the withheld witness did, and where, would name them.
    body = Body.objects.create(slug="noi-cong-tac", name=f"{COMMON} {vault.word('employer')}")
    Person.objects.get(name=name).posts.create(title=vault.word("office"), body=body)
    vault.fill["bodies"].append(body.slug)
    vault.fill["transcript_ids"].append(transcript.pk)
    vault.fill["record_transcripts"].append((record.code, transcript.pk))
    confirmation = transcript.confirmations.create(
        witness=record.people.get(),
        confirmed_on=vault.now.date(),
        remarks=vault.word("remark"),
        page=vault.master(Family.PDF, "application/pdf"),
        entered_at=vault.now,
    )
    vault.fill["record_confirmations"].append((record.code, transcript.pk, confirmation.pk))


def consent(vault: Vault, record: Record, name: str, scopes: list[Scope]) -> None:
    """Let a witness with a secret name consent to `scopes`, with a secret paper."""
    witness = Person.objects.create(slug=f"nc-{record.code.lower()}", name=name)
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    given = record.consents.create(
        witness=witness,
        given_on=vault.now.date() - dt.timedelta(days=9),
        conditions=vault.word("condition"),
        form=vault.master(Family.PDF, "application/pdf"),
        entered_at=vault.now,
    )
    given.clauses.bulk_create(Clause(consent=given, scope=scope) for scope in scopes)
    vault.fill["record_consents"].append((record.code, given.pk))
    vault.fill["people"].append(witness.slug)
