"""Searching as somebody: what is found, what is counted, what is shown of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.access.models import Seal
from archive.accounts.models import User
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Collection,
    Person,
    RecordKind,
)
from archive.search import actions
from archive.search.engines.protocol import Sort
from archive.search.finding import find
from archive.search.highlight import Piece
from archive.search.language.tree import Note
from archive.search.passages import find_in_record
from archive.search.results import Filters, Results
from archive.units.models import Level, Succession, Unit

PAGES = [
    "Ngày 19 tháng 12 năm 1946, toàn quốc kháng chiến bùng nổ.",
    "Chi bộ xã họp bàn việc gặt lúa và đào hầm.",
    "CHI THI KHANG CHIEN GUI CAC HUYEN",
]


@pytest.fixture
def report(make_record: Any, add_pages: Any) -> Any:
    record = make_record(
        released=AccessLevel.PUBLIC,
        title="Báo cáo về cuộc kháng chiến",
        date_earliest=dt.date(1946, 1, 1),
        date_latest=dt.date(1954, 12, 31),
    )
    add_pages(record, *PAGES)
    return record


@pytest.fixture
def interview(make_record: Any, add_transcript: Any) -> Any:
    record = make_record(
        kind=RecordKind.DOCUMENT, released=AccessLevel.PUBLIC, title="Lời kể về Ba Gia"
    )
    add_transcript(record, "Hồi đó tôi còn nhỏ.", "Má tôi nuôi cán bộ kháng chiến dưới hầm.")
    return record


def codes(results: Results) -> list[str]:
    return [hit.record.code for hit in results.hits]


def facet(results: Results, name: str) -> dict[str, int]:
    for each in results.facets:
        if each.name == name:
            return {value.label: value.count for value in each.values}
    return {}


def test_nothing_is_found_before_there_is_an_index(report: Any, visitor: AnonymousUser) -> None:
    assert find(viewer=visitor, text="kháng chiến").count == 0


@pytest.mark.parametrize("text", ["khang chien", "kháng chiến", "KHÁNG CHIẾN", "khang* chien"])
def test_a_page_and_a_second_in_one_list(
    report: Any, interview: Any, visitor: AnonymousUser, text: str
) -> None:
    actions.rebuild_index()
    results = find(viewer=visitor, text=text)
    assert results.count == 2
    assert codes(results) == [report.code, interview.code]
    page, telegram = results.hits[0].passages
    assert (page.page, telegram.page) == (1, 3)
    assert [piece.text for piece in page.pieces if piece.is_found] == ["kháng", "chiến"]
    assert [piece.text for piece in telegram.pieces if piece.is_found] == ["KHANG", "CHIEN"]
    [moment] = results.hits[1].passages
    assert (moment.seconds, moment.speaker) == (10, "Nhân chứng minh hoạ số 1")
    assert Piece("kháng", True) in results.hits[0].title


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_writing_without_blanks_and_letters_of_the_highlands_are_found(
    make_record: Any, add_pages: Any, visitor: AnonymousUser, engine: str
) -> None:
    record = make_record(released=AccessLevel.PUBLIC, title="Truyền đơn minh hoạ")
    add_pages(record, "民眾大會在林同，同心協力・萬歲。", "Ƀuôn Ê̆a Tiêu, nơi đồng bào M’Nông.")
    actions.rebuild_index(engine=engine)

    def found(text: str) -> list[str]:
        return [
            piece.text
            for hit in find(viewer=visitor, text=text).hits
            for passage in hit.passages
            for piece in passage.pieces
            if piece.is_found
        ]

    assert found("大會") == ["大會"]
    assert found('"同心協力"') == ["同心協力"]
    assert found("力萬") == ["力・萬"]
    assert found("會大") == []
    assert found("buon") == ["Ƀuôn"]
    assert found("ƀuôn ê̆a") == ["Ƀuôn", "Ê̆a"]
    assert found("m'nông") == ["M’Nông"]


def test_a_closed_record_leaves_no_trace(
    report: Any, make_record: Any, add_pages: Any, visitor: AnonymousUser, dung: User, an: User
) -> None:
    closed = make_record(title="Kháng chiến, bản kín", kind=RecordKind.MAP)
    add_pages(closed, "kháng chiến mật")
    actions.rebuild_index()
    for outsider in (visitor, dung):
        results = find(viewer=outsider, text="kháng chiến")
        assert (results.count, codes(results)) == (1, [report.code])
        assert facet(results, "kind") == {str(RecordKind.DOCUMENT.label): 1}
        assert find(viewer=outsider, text="mật").count == 0
    assert find(viewer=an, text="kháng chiến").count == 2


def test_what_the_index_has_not_forgotten_the_gate_does_not_let_through(
    report: Any, visitor: AnonymousUser
) -> None:
    actions.rebuild_index()
    type(report).objects.filter(pk=report.pk).update(released_at=None)
    assert find(viewer=visitor, text="kháng chiến").hits == []


def test_sealed_stretches_are_found_by_the_holders_staff_alone(
    interview: Any, report: Any, visitor: AnonymousUser, giang: User, an: User, dung: User
) -> None:
    Seal.objects.create(record=interview, from_ms=10_000, to_ms=20_000, reason="Theo yêu cầu")
    Seal.objects.create(record=report, from_page=1, to_page=1, reason="Theo yêu cầu")
    actions.rebuild_index()
    for outsider in (visitor, giang, dung):
        assert find(viewer=outsider, text="hầm").count == 1
        assert find(viewer=outsider, text='"nuôi cán bộ"').count == 0
        assert [p.page for p in find(viewer=outsider, text="kháng").hits[0].passages] == [3]
        assert not find_in_record(viewer=outsider, record=interview, text="kháng")
    assert find(viewer=an, text='"nuôi cán bộ"').count == 1
    assert find(viewer=an, text="kháng chiến").count == 2
    assert find(viewer=an, text="hồi đó").count == 1


def test_units_of_today_find_what_was_another_units(
    make_record: Any, lam_dong: Unit, visitor: AnonymousUser
) -> None:
    old = Unit.objects.create(code="vn-60", name="Bình Thuận", level=Level.PROVINCE,
                              valid_to=dt.date(2025, 6, 30))  # fmt: skip
    commune = Unit.objects.create(
        code="vn-60-1", name="Tánh Linh", level=Level.DISTRICT, parent=old
    )
    Succession.objects.create(predecessor=old, successor=lam_dong, on=dt.date(2025, 7, 1))
    make_record(released=AccessLevel.PUBLIC, unit=commune, title="Sổ ghi chép")
    actions.rebuild_index()
    for text in ("unit:Lâm Đồng", 'unit:"binh thuan"', "sổ lâm đồng"):
        assert find(viewer=visitor, text=text).count == 1
    narrowed = find(viewer=visitor, text="", filters=Filters(facets={"unit": (str(lam_dong.pk),)}))
    assert narrowed.count == 1
    assert facet(narrowed, "unit") == {"Bình Thuận (–2025)": 1, "Lâm Đồng": 1, "Tánh Linh": 1}


def test_filters_and_orders(make_record: Any, office: Unit, visitor: AnonymousUser) -> None:
    shelf = Collection.objects.create(code="P1", title="Phông 1", level="fonds",
                                      holder=office, is_public=True)  # fmt: skip
    hidden = Collection.objects.create(code="P2", title="Phông kín", level="fonds",
                                       holder=office)  # fmt: skip
    for year, where in ((1930, shelf), (1945, hidden), (1975, None)):
        day = dt.date(year, 1, 1)
        make_record(released=AccessLevel.PUBLIC, title=f"Tờ tin {year}", collection=where,
                    date_earliest=day, date_latest=day)  # fmt: skip
    actions.rebuild_index()

    def titles(**more: Any) -> list[str]:
        return [hit.record.title[-4:] for hit in find(viewer=visitor, text="tờ tin", **more).hits]

    assert titles(sort=Sort.OLDEST) == ["1930", "1945", "1975"]
    assert titles(sort=Sort.LATEST) == ["1975", "1945", "1930"]
    assert titles(filters=Filters(year_from=1940, year_to=1950)) == ["1945"]
    assert titles(filters=Filters(facets={"period": ("1930",)})) == ["1930"]
    assert facet(find(viewer=visitor, text=""), "collection") == {"Phông 1": 1}


def test_words_never_together_are_searched_apart_and_said_so(
    report: Any, interview: Any, visitor: AnonymousUser
) -> None:
    actions.rebuild_index()
    results = find(viewer=visitor, text="gặt lúa nuôi má")
    assert results.count == 2
    assert Note.ANY_WORD in results.notes
    assert find(viewer=visitor, text="gặt VÀ má").count == 0


def test_where_few_have_all_the_words_those_with_some_follow(
    report: Any, interview: Any, visitor: AnonymousUser
) -> None:
    actions.rebuild_index()
    results = find(viewer=visitor, text="chi bộ kháng chiến")
    assert codes(results) == [report.code, interview.code]
    assert results.count == 2
    assert Note.ALL_WORDS_FIRST in results.notes
    # Two words are mostly one word in two syllables.
    assert codes(find(viewer=visitor, text="gặt chiến")) == [report.code]


@pytest.mark.parametrize(
    "text",
    [
        '"Chi bộ xã họp" là để bàn việc gì trong mùa gặt lúa?',
        "Chi bộ KHÔNG họp bàn những việc gì ở các xã (gặt lúa)",
    ],
)
def test_a_sentence_with_quotes_or_khong_is_searched_as_its_words(
    report: Any, visitor: AnonymousUser, text: str
) -> None:
    actions.rebuild_index()
    results = find(viewer=visitor, text=text)
    assert codes(results) == [report.code]
    assert Note.ANY_WORD in results.notes


def test_what_is_asked_for_in_signs_is_not_watered_down(
    report: Any, visitor: AnonymousUser
) -> None:
    actions.rebuild_index()
    for text in ('"lúa gặt"', "chiến KHÔNG kháng", "title:lúa", "title:(" + "lúa " * 8 + ")"):
        assert find(viewer=visitor, text=text).count == 0


def test_everything_within_one_record(report: Any, visitor: AnonymousUser) -> None:
    actions.rebuild_index()
    found = find_in_record(viewer=visitor, record=report, text="kháng chiến")
    assert len(found) == 2
    assert [passage.page for passage in found] == [1, 3]
    assert [passage.page for passage in found[1:]] == [3]
    assert not find_in_record(viewer=visitor, record=report, text="KHÔNG kháng")
    assert [p.page for p in find_in_record(viewer=visitor, record=report, text="khang")] == [1, 3]


def test_a_person_is_found_under_every_name(report: Any, visitor: AnonymousUser) -> None:
    person = Person.objects.create(slug="minh-hoa-1", name="Nhân chứng minh hoạ số 1")
    person.names.create(name="Ba Hiệp")
    Appearance.objects.create(record=report, person=person)
    actions.rebuild_index()
    assert find(viewer=visitor, text="person:hiep").count == 1
    assert facet(find(viewer=visitor, text="Ba Hiệp"), "person") == {person.name: 1}


def test_the_number_of_queries_does_not_grow(
    make_record: Any, add_pages: Any, visitor: AnonymousUser
) -> None:
    def queries() -> int:
        actions.rebuild_index()
        with CaptureQueriesContext(
            connection,
        ) as caught:
            results = find(viewer=visitor, text="kháng chiến")
        assert all(hit.passages for hit in results.hits)
        return len(caught)

    for _ in range(2):
        add_pages(make_record(released=AccessLevel.PUBLIC), *PAGES)
    few = queries()
    for _ in range(12):
        add_pages(make_record(released=AccessLevel.PUBLIC), *PAGES)
    assert queries() == few


def test_a_name_not_consented_to_finds_nothing_for_outsiders(
    make_record: Any, add_transcript: Any, visitor: AnonymousUser, an: User
) -> None:
    witness = Person.objects.create(slug="minh-hoa-9", name="Nhân chứng Minh Hoạ Chín")
    record = make_record(
        kind=RecordKind.INTERVIEW, released=AccessLevel.PUBLIC, title="Lời kể ở Di Linh"
    )
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    add_transcript(record, "Tôi kể chuyện gánh gạo.")
    actions.rebuild_index()
    assert find(viewer=visitor, text="lời kể").count == 1
    for text in ('"minh hoạ chín"', "person:chín", '"gánh gạo"'):
        assert find(viewer=visitor, text=text).count == 0
        assert find(viewer=an, text=text).count == 1
    assert facet(find(viewer=visitor, text=""), "person") == {}
