"""Names in cells are checked before any is entered: alike ones told, senseless ones refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.accounts.models import User
from archive.catalogue import authorities, vocabularies
from archive.catalogue import authority_control as control
from archive.catalogue.models import Term, Vocabulary
from archive.ingest.sheets import actions
from archive.ingest.sheets.models import Sheet
from archive.units.models import Unit

HEADING = "code;kind;title;mentioned;issuing_bodies;places;subjects;events;document_type;level"


@pytest.fixture
def check(office: Unit, an: User, now: dt.datetime) -> Any:
    def check(*lines: str) -> Sheet:
        content = "\n".join([HEADING, *lines]).encode()
        sheet = actions.receive_sheet(
            actor=an, office=office, name="tên.csv", chunks=[content], at=now
        )
        return actions.check_sheet(sheet=sheet)

    return check


def problems(sheet: Sheet) -> list[tuple[int, str, str, str, bool]]:
    return [
        (row.number, p["column"], p["value"], p["suggestion"], p["is_error"])
        for row in sheet.rows.order_by("number")
        for p in row.shown_problems
    ]


def test_a_name_alike_is_told_in_every_column_and_does_not_hold_up(check: Any, db: None) -> None:
    authorities.people_named(["Ba Hoà"])
    authorities.bodies_named(["Huyện uỷ Đức Trọng"])
    authorities.places_named(["Đà Lạt"])
    authorities.subjects_named(["Vận tải"])
    [event] = authorities.events_named(["Mậu Thân 1968"])
    control.describe_event(
        actor=None, event=event, name=event.name, note="", date_written="", places=[],
        names=[control.FurtherName("Tết Mậu Thân")], at=dt.datetime.now(dt.UTC),
    )  # fmt: skip
    sheet = check(
        "A-1;document;Một;Ba Hoa;Huyen uy Duc Trong;Da Lat;Vân tài;Tet mau than;;",
        "A-2;document;Hai;BA HÒA;huyện ủy đức trọng;ĐÀ LẠT;vận tải;Tết Mậu Thân;;",
        "A-3;document;Ba;Người chưa ai biết;Cơ quan mới;Nơi mới;Chuyện mới;Việc mới;;",
    )
    found = problems(sheet)
    assert {(number, value, hint) for number, _c, value, hint, _e in found} == {
        (2, "Ba Hoa", "Ba Hoà"),
        (2, "Huyen uy Duc Trong", "Huyện uỷ Đức Trọng"),
        (2, "Da Lat", "Đà Lạt"),
        (2, "Vân tài", "Vận tải"),
        (2, "Tet mau than", "Mậu Thân 1968"),
    }
    assert not any(is_error for *_rest, is_error in found)
    assert len({column for _n, column, *_rest in found}) == 5


def test_signs_are_no_names_and_commas_part_none(check: Any, db: None) -> None:
    sheet = check(
        "A-1;document;Một;?;-;...;*;///;;",
        "A-2;document;Hai;Nguyễn Văn Một, Trần Thị Hai;Ban A, Ban B;;;;;",
    )
    found = problems(sheet)
    refused = {(n, value) for n, _c, value, _h, is_error in found if is_error}
    assert refused == {(2, "?"), (2, "-"), (2, "..."), (2, "*"), (2, "///")}
    assert [(n, hint) for n, _c, _v, hint, is_error in found if not is_error] == [
        (3, "Nguyễn Văn Một; Trần Thị Hai")
    ]


def test_what_is_asked_does_not_grow_with_the_rows(check: Any, db: None) -> None:
    def asked(rows: int) -> int:
        lines = [f"A-{n};document;T;Người {n % 7};;Nơi {n % 5};;;;" for n in range(rows)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            check(*lines)
        return len(queries)

    assert asked(40) == asked(5)


def test_levels_and_types_are_those_of_the_rows_an_administrator_edits(
    check: Any, hanh: User, now: dt.datetime
) -> None:
    vocabularies.add_term(
        actor=hanh, vocabulary=Vocabulary.LEVEL, label_vi="Tập lưu", at=now,
        label_en="Volume",
    )  # fmt: skip
    report = Term.objects.get(vocabulary="document_type", code="bao-cao")
    vocabularies.retire_term(actor=hanh, term=report, at=now)
    sheet = check(
        "P-1;;Tập của phòng;;;;;;;Tập lưu",
        "P-2;;Không có;;;;;;;Tầng",
        "A-1;document;Một;;;;;;Báo cáo;",
    )
    found = problems(sheet)
    assert [(n, value, is_error) for n, _c, value, _h, is_error in found] == [
        (3, "Tầng", True),
        (4, "Báo cáo", False),
    ]
    assert found[0][3]  # a level there is, or all there are
