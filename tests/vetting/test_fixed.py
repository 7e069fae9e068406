"""What the database itself refuses to change, whoever asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from archive.accounts.models import User
from archive.vetting import actions
from archive.vetting.models import (
    Certainty,
    Competence,
    Opinion,
    Procedure,
    Provision,
    Round,
    Seat,
)


@pytest.fixture
def concluded(opined: Round, khoa: User, finding: Any, now: dt.datetime) -> Round:
    actions.conclude(actor=khoa, round=opined, finding=finding(), at=now)
    opined.refresh_from_db()
    return opined


def refused(sql: str, *values: Any) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "table",
    ["round", "conclusion", "councildecision", "seat", "opinion", "procedure", "provision"],
)
def test_a_concluded_round_is_neither_changed_nor_deleted(table: str, concluded: Round) -> None:
    refused(f"UPDATE vetting_{table} SET id = id")
    refused(f"DELETE FROM vetting_{table}")


@pytest.mark.parametrize("model", [Seat, Opinion])
def test_nothing_joins_a_concluded_round(model: type[Model], concluded: Round) -> None:
    row = model._default_manager.filter(round=concluded).first()
    assert row is not None
    row.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_what_is_vetted_stays_what_was_submitted(submitted: Round) -> None:
    refused("UPDATE vetting_round SET requested_on = '2001-01-01' WHERE id = %s", submitted.pk)
    refused("DELETE FROM vetting_round WHERE id = %s", submitted.pk)


def test_a_draft_opinion_may_change_and_a_handed_in_one_may_not(
    under_review: Round, khoa: User, now: dt.datetime
) -> None:
    said: dict[str, Any] = {"points": {}, "verdict": None}
    actions.save_opinion(actor=khoa, round=under_review, text="Nháp", at=now, **said)
    opinion = actions.save_opinion(actor=khoa, round=under_review, text="Nháp 2", at=now, **said)
    Opinion.objects.filter(pk=opinion.pk).update(text="Đạt", verdict="vetted", handed_in_at=now)
    refused("UPDATE vetting_opinion SET text = 'Khác' WHERE id = %s", opinion.pk)


def test_procedures_say_their_basis_everywhere(db: None) -> None:
    assert set(Procedure.objects.values_list("code", flat=True)) == {
        "HD90-2021",
        "QD996-2013",
        "TU-LIEU",
    }
    for provision in Provision.objects.all():
        assert provision.basis, provision.label
        assert provision.label_en and provision.basis_en, provision.label
    # No period is anybody's: none was found in a source.
    for provision in Provision.objects.filter(kind="period"):
        assert provision.value == ""
    # What no source names has no body, and what has a body says where from.
    for row in Competence.objects.all():
        assert bool(row.body) == (row.certainty != Certainty.UNDETERMINED)
        assert row.basis
