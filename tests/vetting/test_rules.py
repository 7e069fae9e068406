"""Who is competent on which day, and how rules are changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.units.models import Kind, Level, Unit
from archive.vetting.actions.procedures import DEMAND_COLUMNS, enter_competence, new_version
from archive.vetting.models import Certainty, Procedure, Provision, Round
from archive.vetting.rules import competence_for, is_own_work, needs_empowerment, rules_of
from archive.vetting.steps import Refused
from archive.works.models import Work, WorkKind

DISTRICTS_END = dt.date(2025, 6, 30)
AFTER = dt.date(2025, 7, 1)


@pytest.fixture
def guideline(db: None) -> Procedure:
    return Procedure.objects.get(code="HD90-2021", version=1)


@pytest.mark.parametrize(
    ("level", "kind", "day", "body", "certainty"),
    [
        ("province", "committee_history", DISTRICTS_END, "Viện Lịch sử Đảng", "sourced"),
        ("province", "committee_history", AFTER, "Viện Lịch sử Đảng", "proposed"),
        ("district", "committee_history", DISTRICTS_END, "Ban Tuyên giáo tỉnh ủy", "sourced"),
        ("district", "committee_history", AFTER, "Ban Tuyên giáo và Dân vận", "proposed"),
        ("commune", "committee_history", DISTRICTS_END, "Ban Tuyên giáo quận ủy", "sourced"),
        ("commune", "committee_history", AFTER, "", "undetermined"),
        ("district", "tradition_history", AFTER, "", "undetermined"),
        ("commune", "chronicle", AFTER, "", "undetermined"),
    ],
)
def test_the_table_names_the_body_of_the_day(
    guideline: Procedure, level: str, kind: str, day: dt.date, body: str, certainty: str
) -> None:
    row = competence_for(guideline, level=level, work_kind=kind, on=day)
    assert row is not None
    assert row.body.startswith(body) and bool(row.body) == bool(body)
    assert row.certainty == certainty
    assert "chưa xác định" in str(row) or row.body


def test_nobody_is_competent_by_the_guideline_before_it_was_issued(guideline: Procedure) -> None:
    day = dt.date(2021, 3, 14)
    row = competence_for(guideline, level="commune", work_kind="committee_history", on=day)
    assert row is None


def test_the_office_enters_the_document_that_decides(
    guideline: Procedure, an: User, binh: User, now: dt.datetime
) -> None:
    row: dict[str, Any] = {
        "procedure_code": "HD90-2021",
        "work_kind": "committee_history",
        "level": "commune",
        "valid_from": dt.date(2026, 1, 1),
        "body": "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "body_level": "province",
        "certainty": Certainty.OFFICE,
    }
    with pytest.raises(Refused):
        enter_competence(actor=binh, at=now, basis="", **row)
    with pytest.raises(Refused):
        enter_competence(actor=an, at=now, basis="Quyết định số 1", **row)
    enter_competence(actor=binh, at=now, basis="Quyết định số 1 (minh hoạ)", **row)
    asked = {"level": "commune", "work_kind": "committee_history"}
    found = competence_for(guideline, on=dt.date(2026, 2, 1), **asked)
    assert found is not None and found.certainty == Certainty.OFFICE
    before = competence_for(guideline, on=dt.date(2025, 12, 31), **asked)
    assert before is not None and before.certainty == Certainty.UNDETERMINED


def test_no_body_vets_its_own_committees_work(guideline: Procedure, db: None) -> None:
    province = Unit.objects.create(code="t", name="Tỉnh", level=Level.PROVINCE)
    board = Unit.objects.create(
        code="btg", name="Ban", kind=Kind.OFFICE, level=Level.PROVINCE, parent=province
    )
    owner = Unit.objects.create(code="tu", name="TU", kind=Kind.OFFICE, level=Level.PROVINCE)
    work = Work.objects.create(
        code="LS", title="LS", kind=WorkKind.COMMITTEE_HISTORY, unit=province, owner=owner
    )
    assert is_own_work(work, board)
    row = competence_for(guideline, level="district", work_kind=work.kind, on=DISTRICTS_END)
    assert needs_empowerment(work, row, board)


def demands_of(procedure: Procedure) -> list[dict[str, Any]]:
    return [dict(row) for row in procedure.provisions.values(*DEMAND_COLUMNS)]


def test_an_edit_is_a_new_version_and_running_rounds_keep_theirs(
    submitted: Round, record: Record, hanh: User, binh: User, now: dt.datetime
) -> None:
    procedure = submitted.procedure
    demands = demands_of(procedure)
    demands = [d | {"value": "3"} if d["code"] == "seats_min" else d for d in demands]
    changes: dict[str, Any] = {"procedure": procedure, "columns": {}, "at": now}
    with pytest.raises(Refused):
        new_version(actor=binh, demands=demands, **changes)
    made = new_version(actor=hanh, demands=demands, **changes)
    assert made.version == procedure.version + 1
    submitted.refresh_from_db()
    assert submitted.procedure == procedure
    assert rules_of(procedure).figure("council", "seats_min") == 1  # type: ignore[arg-type]
    newest = Procedure.objects.in_force(procedure.subject_kind, now.date())  # type: ignore[arg-type]
    assert list(newest) == [made]
    # The editor who began from the old version is told.
    with pytest.raises(Refused):
        new_version(actor=hanh, demands=demands, **changes)


def test_a_demand_without_a_basis_is_refused(
    guideline: Procedure, hanh: User, now: dt.datetime
) -> None:
    demands = [*demands_of(guideline), {"kind": "period", "code": "x", "label": "30 ngày"}]
    with pytest.raises(Refused, match="30 ngày"):
        new_version(actor=hanh, procedure=guideline, columns={}, demands=demands, at=now)
    assert not Provision.objects.filter(code="x").exists()
