"""Consent enforces: what nobody allowed stays with the holder's staff, on every way in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from archive.access import actions, audiences, gate
from archive.access.consents import Veil, tells
from archive.access.models import Clause, Consent, Scope
from archive.access.readiness import gaps_of
from archive.access.sight import Sight, outlooks_of, sight_of
from archive.accounts.models import User
from archive.catalogue import authorities
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Person,
    Record,
    RecordKind,
    VettingStatus,
)
from archive.journal.models import Entry

NAME = "Nhân chứng minh hoạ số 1"

Consenting = Callable[..., Consent]


@pytest.fixture
def witness(db: None) -> Person:
    [person] = authorities.people_named([NAME])
    return person


@pytest.fixture
def interview(make_record: Any, witness: Person) -> Record:
    record: Record = make_record(
        kind=RecordKind.INTERVIEW,
        title="Lời kể về phong trào ở vùng căn cứ",
        released=AccessLevel.PUBLIC,
    )
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    return record


@pytest.fixture
def consenting(an: User, now: dt.datetime) -> Consenting:
    """Return the act of writing a consent down, given yesterday."""

    def consent(record: Record, witness: Person, *scopes: Scope, **terms: Any) -> Consent:
        given = {"giver", "giver_name", "pseudonym", "given_on"} & terms.keys()
        fields = {name: terms.pop(name) for name in given}
        fields.setdefault("given_on", timezone.localdate(now) - dt.timedelta(days=1))
        return actions.record_consent(
            actor=an,
            record=record,
            witness=witness,
            terms=[actions.Terms(scope, **terms) for scope in scopes],
            at=now,
            **fields,
        )

    return consent


def had(viewer: Any, record: Record, **when: Any) -> set[str]:
    sight = sight_of(viewer, record, **when)
    return {name for name in ("pages", "audio", "transcript", "names") if getattr(sight, name)}


def test_an_interview_is_closed_until_somebody_consents(
    interview: Record, visitor: AnonymousUser, giang: User, dung: User, an: User
) -> None:
    for outsider in (visitor, giang, dung):
        assert had(outsider, interview) == set()
    assert had(an, interview) == {"pages", "audio", "transcript", "names"}


def test_each_thing_opens_by_its_own_clause(
    interview: Record, witness: Person, consenting: Consenting, visitor: AnonymousUser
) -> None:
    consenting(interview, witness, Scope.RECORDING, Scope.ARCHIVING, Scope.TEACHING)
    assert had(visitor, interview) == set()
    consenting(interview, witness, Scope.TRANSCRIPT)
    assert had(visitor, interview) == {"transcript"}
    consenting(interview, witness, Scope.AUDIO, Scope.NAME, Scope.IMAGE)
    assert had(visitor, interview) == {"pages", "audio", "transcript", "names"}


def test_calling_an_interview_a_document_opens_nothing(
    interview: Record, visitor: AnonymousUser
) -> None:
    interview.kind = RecordKind.DOCUMENT
    interview.save()
    assert had(visitor, interview) == set()


def test_a_document_without_a_witness_needs_no_consent(
    make_record: Any, visitor: AnonymousUser
) -> None:
    record = make_record(released=AccessLevel.PUBLIC)
    assert had(visitor, record) == {"pages", "audio", "transcript", "names"}


def test_one_of_two_witnesses_cannot_consent_for_the_other(
    interview: Record, witness: Person, consenting: Consenting, visitor: AnonymousUser
) -> None:
    [other] = authorities.people_named(["Nhân chứng minh hoạ số 2"])
    Appearance.objects.create(record=interview, person=other, role=AppearanceRole.WITNESS)
    consenting(interview, witness, Scope.AUDIO)
    assert had(visitor, interview) == set()
    consenting(interview, other, Scope.AUDIO)
    assert had(visitor, interview) == {"audio"}


def test_research_is_for_readers_let_in_by_name(
    interview: Record, witness: Person, consenting: Consenting,
    visitor: AnonymousUser, giang: User, hanh: User, now: dt.datetime,
) -> None:  # fmt: skip
    consenting(interview, witness, Scope.RESEARCH)
    assert had(visitor, interview) == had(giang, interview) == set()
    actions.grant_access(actor=hanh, record=interview, user=giang, reason="Luận văn", at=now)
    assert had(giang, interview) == {"pages", "audio", "transcript"}


def test_what_begins_and_lapses_by_date_does_so_by_itself(
    interview: Record, witness: Person, consenting: Consenting,
    visitor: AnonymousUser, now: dt.datetime,
) -> None:  # fmt: skip
    today = timezone.localdate(now)
    day = dt.timedelta(days=1)
    consenting(interview, witness, Scope.AUDIO, begins_on=today + 5 * day, ends_on=today + 9 * day)
    heard = ["audio" in had(visitor, interview, now=now + n * day) for n in (0, 4, 5, 9, 10)]
    assert heard == [False, False, True, True, False]


def test_after_death_means_after_a_known_death(
    interview: Record, witness: Person, consenting: Consenting,
    visitor: AnonymousUser, now: dt.datetime,
) -> None:  # fmt: skip
    consenting(interview, witness, Scope.AUDIO, only_after_death=True)
    assert had(visitor, interview) == set()
    witness.died_written = "2026"
    witness.died_latest = timezone.localdate(now) + dt.timedelta(days=30)
    witness.save()
    assert had(visitor, interview) == set()
    assert had(visitor, interview, now=now + dt.timedelta(days=31)) == {"audio"}


def test_a_withdrawal_closes_at_once_and_is_written_down(
    interview: Record, witness: Person, consenting: Consenting, an: User,
    visitor: AnonymousUser, now: dt.datetime,
) -> None:  # fmt: skip
    consent = consenting(interview, witness, Scope.AUDIO, Scope.TRANSCRIPT, Scope.NAME)
    actions.withdraw_consent(
        actor=an, consent=consent, scopes=[Scope.AUDIO], reason="Gia đình đề nghị", at=now
    )
    assert had(visitor, interview) == {"transcript", "names"}
    actions.withdraw_consent(actor=an, consent=consent, reason="Rút toàn bộ", at=now)
    assert had(visitor, interview) == set()
    acts = Entry.objects.about(interview).values_list("act", flat=True)
    assert list(acts).count("access.consent.withdrawn") == 2


def test_who_takes_back_the_keeping_takes_back_everything(
    interview: Record, witness: Person, consenting: Consenting, an: User,
    visitor: AnonymousUser, now: dt.datetime,
) -> None:  # fmt: skip
    consent = consenting(interview, witness, Scope.ARCHIVING, Scope.AUDIO)
    actions.withdraw_consent(actor=an, consent=consent, scopes=[Scope.ARCHIVING], reason="", at=now)
    assert not Clause.objects.in_force(now).filter(consent=consent).exists()
    assert had(visitor, interview) == set()


def test_nobody_outside_the_office_writes_or_withdraws_consent(
    interview: Record, witness: Person, consenting: Consenting,
    dung: User, giang: User, em: User, now: dt.datetime,
) -> None:  # fmt: skip
    consent = consenting(interview, witness, Scope.AUDIO)
    for outsider in (dung, giang, em):
        with pytest.raises(actions.NotAllowed):
            actions.record_consent(
                actor=outsider, record=interview, witness=witness, terms=[],
                given_on=timezone.localdate(now), at=now,
            )  # fmt: skip
        with pytest.raises(actions.NotAllowed):
            actions.withdraw_consent(actor=outsider, consent=consent, reason="", at=now)


def test_a_withheld_name_is_a_pseudonym_and_finds_nobody(
    interview: Record, witness: Person, consenting: Consenting,
    visitor: AnonymousUser, an: User,
) -> None:  # fmt: skip
    consenting(interview, witness, Scope.TRANSCRIPT, pseudonym="Cô Sáu")
    sight = sight_of(visitor, interview)
    assert sight.veiled(f"Tôi là {NAME.upper()}, sinh ở đây.") == "Tôi là Cô Sáu, sinh ở đây."
    assert sight.veiled("Tôi là nhân chứng minh họa số 1") == "Cô Sáu"
    assert sight.name_of(witness.pk, witness.name) == "Cô Sáu"
    assert not gate.visible_people(visitor).exists()
    assert not gate.visible_appearances(visitor).exists()
    assert gate.visible_people(an).get() == witness
    consenting(interview, witness, Scope.NAME)
    assert sight_of(visitor, interview).veiled(NAME) == NAME
    assert gate.visible_people(visitor).get() == witness


def test_a_description_that_tells_a_withheld_name_is_closed(
    interview: Record, witness: Person, consenting: Consenting, visitor: AnonymousUser,
    an: User, binh: User, now: dt.datetime,
) -> None:  # fmt: skip
    """A title cannot be rewritten by a program, so the record waits for a person to do it."""
    interview.title = f"Lời kể của {NAME}"
    interview.save()
    assert not gate.may_see(visitor, interview)
    assert audiences.PUBLIC not in audiences.of_records([interview])[interview.pk]
    assert gate.may_see(an, interview)
    assert any(gap.blocks for gap in gaps_of(interview))
    interview.vetting_status = VettingStatus.VETTED
    interview.save()
    with pytest.raises(actions.TellsName) as told:
        actions.release_record(actor=binh, record=interview, level=AccessLevel.PUBLIC, at=now)
    assert told.value.fields == ["title"]
    consent = consenting(interview, witness, Scope.NAME)
    assert gate.may_see(visitor, interview)
    actions.withdraw_consent(actor=an, consent=consent, reason="", at=now)
    assert not gate.may_see(visitor, interview)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("LỜI KỂ CỦA CHỨNG THỊ HOÀ", True),
        ("gap ba chung-thi  hoa tai nha", True),
        ("Chu\u031b\u0301ng Thi\u0323 Hòa", True),
        ("anh Chứng Thị Hoàng", False),
        ("bí danh Út", True),
        ("rút lui về căn cứ", False),
        ("ut", False),
    ],
)
def test_a_name_is_told_in_any_case_and_spelling(text: str, told: bool) -> None:
    assert tells(text, ("Chứng Thị Hòa", "Út")) is told


def test_thousands_of_texts_are_veiled_as_each_is() -> None:
    veil = Veil(1, "Nhân chứng A", ("Chứng Thị Hòa", "Út"))
    sight = Sight(transcript=True, veils=(veil,))
    texts = [
        "Bà Chứng Thị Hòa kể", "gap ba chung-thi  hoa tai nha", "CHỨNG THỊ HOÀ", "Chứng\nThị Hoà",
        "Chu\u031b\u0301ng Thi\u0323 Hòa", "chung_thi_hoa", "bí danh Út", "rút lui",
        "không có gì", "",
    ]  # fmt: skip
    assert sight.all_veiled(texts) == [sight.veiled(text) for text in texts]
    assert sight.all_veiled(texts)[1] == "Nhân chứng A"


def test_outlooks_say_of_everybody_what_sights_say_of_each(
    interview: Record, make_record: Any, witness: Person, consenting: Consenting, hanh: User,
    visitor: AnonymousUser, giang: User, dung: User, an: User, now: dt.datetime,
) -> None:  # fmt: skip
    consenting(interview, witness, Scope.RESEARCH, Scope.TRANSCRIPT)
    actions.grant_access(actor=hanh, record=interview, user=giang, reason="Luận văn", at=now)
    registered = make_record(kind=RecordKind.INTERVIEW, released=AccessLevel.REGISTERED)
    consenting(registered, witness, Scope.RESEARCH)
    for record in (interview, registered, make_record(released=AccessLevel.PUBLIC), make_record()):
        for viewer in (visitor, giang, dung, an, hanh):
            words = audiences.of_viewer(viewer)
            found = [
                outlook
                for outlook in outlooks_of([record])[record.pk]
                if words & outlook.audiences and not words & outlook.unless
            ]
            assert len(found) == gate.may_see(viewer, record)
            for outlook in found:
                sight = sight_of(viewer, record)
                assert (sight.pages, sight.audio, sight.transcript, sight.veils) == (
                    outlook.sight.pages,
                    outlook.sight.audio,
                    outlook.sight.transcript,
                    outlook.sight.veils,
                )


def test_passing_dates_are_noted_once(
    interview: Record, witness: Person, consenting: Consenting, make_record: Any, now: dt.datetime
) -> None:
    today, day = timezone.localdate(now), dt.timedelta(days=1)
    consenting(interview, witness, Scope.AUDIO, ends_on=today)
    sealed = make_record(released=AccessLevel.PUBLIC)
    sealed.seals.create(from_page=1, to_page=1, reason="Theo đề nghị", until=today)
    later = make_record()
    Record.objects.filter(pk=later.pk).update(
        vetting_status=VettingStatus.VETTED, released_at=now + day / 2
    )
    assert actions.note_passed_dates(at=now) == 0
    assert actions.note_passed_dates(at=now + day) == 3
    assert actions.note_passed_dates(at=now + day) == 0
    entries = Entry.objects.filter(act="access.record.date_passed")
    assert {entry.subject_id: entry.after["what"] for entry in entries} == {
        str(interview.pk): ["consent.ended"],
        str(sealed.pk): ["seal.ended"],
        str(later.pk): ["release.began"],
    }


def test_many_records_cost_no_more_queries_than_one(
    interview: Record, make_record: Any, witness: Person, consenting: Consenting,
    visitor: AnonymousUser, django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    records = [make_record(kind=RecordKind.INTERVIEW, released=AccessLevel.PUBLIC) for _ in "12345"]
    for record in records:
        consenting(record, witness, Scope.AUDIO)
    from archive.access.sight import sights_of

    with django_assert_max_num_queries(6):
        sights = sights_of(visitor, records)
    assert all(sight.audio for sight in sights.values())


def test_a_reader_let_in_by_name_is_not_told_a_withheld_name(
    interview: Record, witness: Person, consenting: Consenting, giang: User, hanh: User,
    now: dt.datetime,
) -> None:  # fmt: skip
    consenting(interview, witness, Scope.RESEARCH)
    actions.grant_access(actor=hanh, record=interview, user=giang, reason="Luận văn", at=now)
    assert gate.may_see(giang, interview)
    interview.title = f"Lời kể của {NAME}"
    interview.save()
    assert not gate.may_see(giang, interview)
    assert f"user:{giang.pk}" not in audiences.of_records([interview])[interview.pk]
