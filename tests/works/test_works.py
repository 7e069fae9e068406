"""Works are entered where they stand; nobody enters one as vetted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.journal.models import Entry
from archive.units.models import Unit
from archive.works.actions import CodeTaken, NotAStart, NotInTheWork, cite_record, enter_work
from archive.works.models import Work, WorkKind, WorkStage

EnterWork = Callable[..., Work]


@pytest.fixture
def enter(an: User, office: Unit, lam_dong: Unit, now: dt.datetime) -> EnterWork:
    def enter(code: str = "LSDB-LD-1", **fields: object) -> Work:
        return enter_work(
            actor=an,
            code=code,
            title="Lịch sử Đảng bộ (minh hoạ)",
            kind=WorkKind.COMMITTEE_HISTORY,
            unit=lam_dong,
            owner=office,
            at=now,
            **fields,  # type: ignore[arg-type]
        )

    return enter


@pytest.mark.parametrize("stage", [WorkStage.VETTED, WorkStage.SUBMITTED, WorkStage.PUBLISHED])
def test_no_work_is_entered_as_vetted(enter: EnterWork, stage: WorkStage) -> None:
    with pytest.raises(NotAStart):
        enter(stage=stage)
    assert not Work.objects.exists()


def test_a_code_is_given_once(enter: EnterWork) -> None:
    enter()
    with pytest.raises(CodeTaken):
        enter()


def test_a_citation_is_written_down_with_the_record(
    enter: EnterWork, an: User, make_record: Callable[..., Record], now: dt.datetime
) -> None:
    record = make_record()
    work = enter(stage=WorkStage.DRAFTING)
    cite_record(actor=an, work=work, record=record, page=2, place_in_work="Chương I", at=now)
    entry = Entry.objects.about(record).get()
    assert (entry.act, entry.after["work"]) == ("works.record.cited", work.code)
    with pytest.raises(NotInTheWork):
        cite_record(actor=an, work=work, record=record, page=2, at_ms=5, at=now)
