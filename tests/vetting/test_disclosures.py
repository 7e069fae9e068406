"""What readers see of a round: the outcome, and more only when the office decided so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from archive.access import actions as access
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Record
from archive.journal.models import Entry
from archive.values.text import bare_words
from archive.vetting import actions
from archive.vetting.actions.seats import Decision
from archive.vetting.models import Round, Verdict
from archive.vetting.steps import Refused

OPINION = "Tư liệu đáng tin cậy"
NAMES = ("Khoa", "Lan")


@pytest.fixture
def released(
    opined: Round, record: Record, khoa: User, binh: User, finding: Any, now: dt.datetime
) -> Round:
    actions.conclude(actor=khoa, round=opined, finding=finding(signatory="Hội đồng"), at=now)
    record.refresh_from_db()
    access.release_record(actor=binh, record=record, level=AccessLevel.PUBLIC, at=now)
    opined.refresh_from_db()
    return opined


def decide(round_: Round, binh: User, at: dt.datetime, *, opinions: bool, names: bool) -> None:
    decision = Decision(number="20-QĐ", on=at.date(), signatory="Bình")
    actions.disclose(
        actor=binh, round=round_, opinions=opinions, names=names, decision=decision, at=at
    )


def words_of(record: Record) -> str:
    """Return the words of its page with one blank around each: `Lan` is no part of `Language`."""
    answer = Client().get(record.get_absolute_url())
    assert answer.status_code == 200
    return f" {bare_words(answer.content.decode())} "


def is_in(page: str, words: str) -> bool:
    return f" {words} " in page


def test_closed_by_default(released: Round, record: Record) -> None:
    page = words_of(record)
    assert is_in(page, "15 KL HĐTĐ")
    for secret in (OPINION, *NAMES):
        assert not is_in(page, secret)


@pytest.mark.parametrize(
    ("opinions", "names"), [(True, False), (False, True), (True, True), (False, False)]
)
def test_only_what_was_decided_is_shown(
    opinions: bool, names: bool, released: Round, record: Record, binh: User, now: dt.datetime
) -> None:
    decide(released, binh, now, opinions=opinions, names=names)
    page = words_of(record)
    assert is_in(page, OPINION) == opinions
    for name in NAMES:
        assert is_in(page, name) == names


def test_what_was_opened_is_closed_again(
    released: Round, record: Record, binh: User, now: dt.datetime
) -> None:
    decide(released, binh, now, opinions=True, names=True)
    decide(released, binh, now, opinions=False, names=False)
    page = words_of(record)
    for secret in (OPINION, *NAMES):
        assert not is_in(page, secret)
    entries = Entry.objects.about(released).filter(act="vetting.round.disclosed")
    assert [entry.basis_number for entry in entries] == ["20-QĐ", "20-QĐ"]


def test_it_rests_on_a_decision_of_the_head(
    released: Round, binh: User, em: User, dung: User, now: dt.datetime, client: Client
) -> None:
    for actor in (em, dung):
        with pytest.raises(Refused):
            decide(released, actor, now, opinions=True, names=True)
    early = Decision(number="1", on=now.date() - dt.timedelta(days=400), signatory="Bình")
    nameless = Decision(number=" ", on=now.date(), signatory="Bình")
    for decision in (early, nameless):
        with pytest.raises(Refused):
            actions.disclose(
                actor=binh, round=released, opinions=True, names=True, decision=decision, at=now
            )
    assert not released.disclosures.exists()
    address = reverse("desk:vetting_disclose", args=[released.code])
    for outsider, status in ((dung, 404), (em, 409)):
        client.force_login(outsider, "django.contrib.auth.backends.ModelBackend")
        assert client.get(address).status_code == status


def test_a_round_that_did_not_pass_shows_nothing_more(
    opined: Round, khoa: User, binh: User, finding: Any, now: dt.datetime
) -> None:
    actions.conclude(actor=khoa, round=opined, finding=finding(Verdict.NOT_PASSED), at=now)
    with pytest.raises(Refused):
        decide(opined, binh, now, opinions=True, names=False)


def test_the_decision_is_a_fact(released: Round, binh: User, now: dt.datetime) -> None:
    decide(released, binh, now, opinions=True, names=False)
    for statement in ("UPDATE vetting_disclosure SET names = %s", "DELETE FROM vetting_disclosure"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [True] if "%s" in statement else [])
