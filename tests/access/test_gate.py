"""The one gate: what each of the cast sees, and what the outsider gets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from archive.access import actions, gate
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, FormerCode, VettingStatus


@pytest.mark.parametrize(
    ("level", "seen_by"),
    [
        (None, {"an", "hanh"}),
        (AccessLevel.PUBLIC, {"visitor", "giang", "an", "dung", "hanh"}),
        (AccessLevel.REGISTERED, {"giang", "an", "dung", "hanh"}),
        (AccessLevel.RESTRICTED, {"an", "hanh"}),
        (AccessLevel.CLOSED, {"an", "hanh"}),
    ],
)
def test_who_sees_a_record(
    level: AccessLevel | None,
    seen_by: set[str],
    make_record: Any,
    visitor: AnonymousUser,
    giang: User,
    an: User,
    dung: User,
    hanh: User,
) -> None:
    record = make_record(released=level)
    cast: dict[str, Any] = {
        "visitor": visitor,
        "giang": giang,
        "an": an,
        "dung": dung,
        "hanh": hanh,
    }
    assert {name for name, viewer in cast.items() if gate.may_see(viewer, record)} == seen_by


def test_a_release_in_the_future_opens_by_itself(
    make_record: Any, visitor: AnonymousUser, now: dt.datetime
) -> None:
    record = make_record(released=AccessLevel.PUBLIC)
    record.released_at = now + dt.timedelta(days=1)
    record.save()
    assert not gate.may_see(visitor, record)
    later = now + dt.timedelta(days=2)
    assert gate.visible_records(visitor, now=later).get() == record


def test_a_grant_lets_one_reader_in_and_no_other(
    make_record: Any, giang: User, dung: User, hanh: User, now: dt.datetime
) -> None:
    record = make_record(released=AccessLevel.RESTRICTED)
    actions.grant_access(
        actor=hanh,
        record=record,
        user=giang,
        reason="Nghiên cứu",
        at=now - dt.timedelta(hours=1),
        ends_at=now + dt.timedelta(hours=1),
    )
    assert gate.may_see(giang, record)
    assert not gate.may_see(dung, record)
    assert not gate.visible_records(giang, now=now + dt.timedelta(hours=2)).exists()


def test_closed_and_missing_answer_alike(make_record: Any, visitor: AnonymousUser) -> None:
    record = make_record()
    FormerCode.objects.create(code="CU-001", record=record)
    for code in (record.code, "CU-001", "KHONG-CO"):
        with pytest.raises(Http404):
            gate.record_or_404(visitor, code)


def test_a_withdrawn_record_leaves_a_tombstone(
    make_record: Any, visitor: AnonymousUser, binh: User, now: dt.datetime
) -> None:
    record = make_record(released=AccessLevel.PUBLIC)
    actions.withdraw_record(actor=binh, record=record, reason="Theo đề nghị", at=now)
    with pytest.raises(gate.Withdrawn):
        gate.record_or_404(visitor, record.code)


def test_a_former_code_leads_to_the_record(make_record: Any, visitor: AnonymousUser) -> None:
    record = make_record(released=AccessLevel.PUBLIC)
    FormerCode.objects.create(code="CU-001", record=record)
    with pytest.raises(gate.Moved) as moved:
        gate.record_or_404(visitor, "CU-001")
    assert moved.value.current == record.code


def test_only_the_head_of_the_holding_office_releases_and_only_what_is_vetted(
    make_record: Any, an: User, binh: User, dung: User, now: dt.datetime
) -> None:
    record = make_record(vetting_status=VettingStatus.VETTED)
    for outsider in (an, dung):
        with pytest.raises(actions.NotAllowed):
            actions.release_record(actor=outsider, record=record, level=AccessLevel.PUBLIC, at=now)
    raw = make_record()
    with pytest.raises(actions.NotVetted):
        actions.release_record(actor=binh, record=raw, level=AccessLevel.PUBLIC, at=now)
    released = actions.release_record(actor=binh, record=record, level=AccessLevel.PUBLIC, at=now)
    assert released.released_at == now
