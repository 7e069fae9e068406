"""Home, the list with its filters and counts, the ways of browsing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.catalogue.models import AccessLevel, Collection, Person, Place, Record, Subject
from archive.units.models import Succession, Unit
from archive.works.models import Citation, Work

MakeRecord = Callable[..., Record]


def _page(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode()


def test_an_empty_archive_says_so(client: Client, db: None) -> None:
    assert "Chưa có tư liệu nào được công bố" in _page(client, "/")
    assert "Chưa có tư liệu nào được công bố" in _page(client, "/records/")
    assert "Không có tư liệu nào phù hợp" in _page(client, "/records/", kind="map")


def test_lists_are_kept_a_minute(client: Client, report: Record) -> None:
    for address in ("/", "/records/"):
        assert client.get(address)["Cache-Control"] == "public, max-age=60"


def test_home_counts_what_the_visitor_may_see(
    client: Client, report: Record, interview: Record, make_record: MakeRecord
) -> None:
    make_record(title="Kín")
    shown = _page(client, "/")
    assert "<b>2</b> tư liệu" in shown
    assert "<b>3</b> trang" in shown
    assert "Kín" not in shown
    assert "period=1946-1954" in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "document"}, "report"),
        ({"kind": "interview"}, "interview"),
        ({"period": "1946-1954"}, "report"),
        ({"year_from": "1950", "year_to": "1960"}, "report"),
        ({"language": "kpm"}, "report"),
        ({"person": "nhan-chung-1"}, "interview"),
        ({"vetting": "vetted", "condition": "good", "kind": "document"}, "report"),
        ({"unit": "vn-68"}, "report"),
        ({"unit": "vn-68-2025"}, "report"),
        ({"collection": "LD-P012"}, "report"),
        ({"subject": "lich-su"}, "report"),
        ({"place": "di-linh"}, "report"),
    ],
)
def test_filters_narrow(
    client: Client,
    report: Record,
    interview: Record,
    arranged: None,
    query: dict[str, str],
    found: str,
) -> None:
    shown = _page(client, "/records/", **query)
    kept, other = (report, interview) if found == "report" else (interview, report)
    assert kept.get_absolute_url() in shown
    assert other.get_absolute_url() not in shown


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "khong-co"}, {"unit": "khong-co"}, {"period": "1-2"}, {"year_from": "abc"},
        {"year_from": "-5"}, {"year_to": "99999999999"}, {"page": "x"}, {"sort": "x"},
        {"person": "'; DROP TABLE"}, {"language": "[("}, {"subject": "\x00"},
    ],
)  # fmt: skip
def test_nonsense_in_the_address_breaks_nothing(
    client: Client, report: Record, query: dict[str, str]
) -> None:
    _page(client, "/records/", **query)


def test_counts_stand_beside_the_choices(
    client: Client, report: Record, make_record: MakeRecord
) -> None:
    for _ in range(3):
        make_record(released=AccessLevel.PUBLIC, kind="map")
    make_record(kind="map")
    shown = _page(client, "/records/", kind="document")
    choice = shown[shown.index("?kind=map") :]
    assert '<span class="facet__count">3</span>' in choice[: choice.index("</li>")]


def test_lists_cost_the_same_for_three_and_for_thirty(
    client: Client, make_record: MakeRecord, arranged: None, report: Record
) -> None:
    addresses = [
        "/", "/records/", "/people/", "/places/", "/places/di-linh/", "/subjects/lich-su/",
        "/collections/", "/collections/LD-P012/", "/units/", "/units/vn-68/", "/works/",
        "/works/CT-1/",
    ]  # fmt: skip
    report.appearances.create(person=Person.objects.create(slug="nguoi", name="Người"))
    Citation.objects.create(work=Work.objects.get(), record=report)
    few = [_queries(client, address) for address in addresses]
    for number in range(27):
        record = make_record(
            released=AccessLevel.PUBLIC, unit=report.unit, collection=report.collection
        )
        record.places.add(Place.objects.get(slug="di-linh"))
        record.subjects.add(Subject.objects.get(slug="lich-su"))
        person = Person.objects.create(slug=f"nguoi-{number}", name=f"Người {number}")
        record.appearances.create(person=person)
        Citation.objects.create(work=Work.objects.get(), record=record, page=1)
    assert [_queries(client, address) for address in addresses] == few


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def test_names_are_found_without_marks(client: Client, report: Record, arranged: None) -> None:
    assert "Di Linh" in _page(client, "/places/", name="di linh")
    assert "Di Linh" not in _page(client, "/places/", name="đà lạt")


def test_a_unit_tells_what_became_of_it(client: Client, lam_dong: Unit, old_lam_dong: Unit) -> None:
    Succession.objects.create(
        predecessor=old_lam_dong, successor=lam_dong, on=dt.date(2025, 7, 1),
        basis="Nghị quyết 202/2025/QH15",
    )  # fmt: skip
    assert "Nghị quyết 202/2025/QH15" in _page(client, "/units/vn-68/")
    assert "/units/vn-68/" in _page(client, "/units/vn-68-2025/")


def test_closed_sources_of_an_open_work_stay_closed(
    client: Client, arranged: None, make_record: MakeRecord
) -> None:
    closed = make_record(title="Nguồn kín")
    Citation.objects.create(work=Work.objects.get(), record=closed, note="chú thích kín")
    shown = _page(client, "/works/CT-1/")
    assert "Nguồn kín" not in shown
    assert "chú thích kín" not in shown


@pytest.fixture
def arranged(report: Record, office: Unit, old_lam_dong: Unit, lam_dong: Unit) -> Any:
    Succession.objects.create(predecessor=old_lam_dong, successor=lam_dong, on=dt.date(2025, 7, 1))
    collection = Collection.objects.create(
        code="LD-P012", title="Phông minh hoạ", level="fonds", holder=office, is_public=True
    )
    collection.path = f"{collection.pk}/"
    collection.save()
    report.unit, report.collection = old_lam_dong, collection
    report.save()
    report.places.create(
        slug="di-linh", name="Di Linh", canonical_name="di linh", plain_name="di linh"
    )
    report.subjects.create(slug="lich-su", name="Lịch sử Đảng", canonical_name="lịch sử đảng")
    Work.objects.create(
        code="CT-1", title="Lịch sử", kind="chronicle", unit=old_lam_dong, owner=office,
        is_public=True,
    )  # fmt: skip


def test_a_unit_of_today_is_offered_with_the_count_of_all_it_came_from(
    client: Client, arranged: None
) -> None:
    shown = _page(client, "/records/")
    assert "unit=vn-68-2025" in shown
    assert "unit=vn-68" in shown.replace("unit=vn-68-2025", "")


def test_every_choice_of_the_list_is_offered_with_its_count(
    client: Client, report: Record, interview: Record, arranged: None, make_record: Any
) -> None:
    Record.objects.filter(pk=report.pk).update(document_type="bao-cao", condition="damaged")
    make_record(document_type="nghi-quyet")  # closed: it counts for nobody outside
    facets = {facet.name: facet for facet in client.get("/records/").context["facets"]}
    assert {
        "unit", "period", "kind", "document_type", "person", "subject", "collection", "vetting",
        "condition",
    } <= facets.keys()  # fmt: skip
    [choice] = facets["document_type"].choices
    assert (choice.label, choice.count) == ("Báo cáo", 1)
    assert "document_type=bao-cao" in choice.url
    shown = _page(client, "/records/", document_type="bao-cao")
    assert report.get_absolute_url() in shown
    assert interview.get_absolute_url() not in shown


def test_on_english_pages_the_catalogues_own_words_are_marked_as_vietnamese(
    client: Client, report: Record, arranged: None
) -> None:
    assert '<span lang="vi">' not in _page(client, "/records/", place="di-linh").split("facets")[1]
    client.cookies["django_language"] = "en"
    shown = _page(client, "/records/", place="di-linh")
    assert '<span lang="vi">Lịch sử Đảng</span>' in shown
    chip = shown[shown.index('<ul class="chips"') :]
    assert '<span lang="vi">Di Linh</span>' in chip[: chip.index("</ul>")]
    assert "<span>Document</span>" in shown
    for address in (report.get_absolute_url(), "/places/di-linh/", "/units/", "/"):
        assert 'lang="vi"' in _page(client, address)
    fields = _page(client, report.get_absolute_url())
    assert '<dd lang="vi"><a href="/collections/LD-P012/">' in fields
    assert f"<dd>{report.code}</dd>" in fields
