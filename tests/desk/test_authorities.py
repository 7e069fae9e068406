"""Names at the desk: described, merged; and what another office gets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from archive.accounts.models import User
from archive.catalogue import actions
from archive.catalogue.models import AppearanceRole, BodyRole, Event, Person, Place
from archive.units.models import Unit


@pytest.fixture
def names(make_record: Any, an: User, now: dt.datetime) -> None:
    actions.describe_record(
        actor=an,
        record=make_record(),
        version=1,
        at=now,
        people={AppearanceRole.MENTIONED: ["Nhân chứng minh hoạ số 1", "Tư Kín"]},
        bodies={BodyRole.ISSUER: ["Tỉnh ủy minh hoạ"]},
        places=["Đức Trọng"],
        subjects=["Du kích"],
        events=["Trận minh hoạ"],
    )


def test_a_person_is_described_and_merged(client: Client, an: User, names: None) -> None:
    client.force_login(an)
    address = reverse("desk:authority", args=["people", "tu-kin"])
    described = {"name": "Tư Kín", "born_written": "khoảng năm 1930", "aliases": "Chín\nMười"}
    assert client.post(address, described).status_code == 302
    person = Person.objects.get(slug="tu-kin")
    assert person.born_latest is not None
    assert {other.name for other in person.names.all()} == {"Chín", "Mười"}
    merge = reverse("desk:authority_merge", args=["people", "tu-kin"])
    assert client.post(merge, {"into": "khong-co"}).status_code == 200
    assert client.post(merge, {"into": "nhan-chung-minh-hoa-so-1"}).status_code == 302
    assert not Person.objects.filter(slug="tu-kin").exists()


def test_a_place_keeps_its_old_names(client: Client, an: User, names: None) -> None:
    client.force_login(an)
    address = reverse("desk:authority", args=["places", "duc-trong"])
    client.post(address, {"name": "Đức Trọng", "other_names": "Liên Nghĩa; trước 1975"})
    [other] = Place.objects.get().names.all()
    assert (other.name, other.note) == ("Liên Nghĩa", "trước 1975")


def test_a_place_has_old_and_wartime_names_and_a_unit(
    client: Client, an: User, names: None, lam_dong: Unit
) -> None:
    client.force_login(an)
    address = reverse("desk:authority", args=["places", "duc-trong"])
    described = {
        "name": "Đức Trọng",
        "unit": lam_dong.code,
        "former_names": "Tùng Nghĩa; đến 1958",
        "wartime_names": "Vùng E",
    }
    assert client.post(address, described).status_code == 302
    place = Place.objects.get()
    assert place.unit == lam_dong
    kinds = {other.name: (other.kind, other.note) for other in place.names.all()}
    assert kinds == {"Tùng Nghĩa": ("former", "đến 1958"), "Vùng E": ("wartime", "")}
    assert "Tùng Nghĩa; đến 1958" in client.get(address).content.decode()


def test_posts_are_typed_one_on_a_line(client: Client, an: User, names: None) -> None:
    client.force_login(an)
    address = reverse("desk:authority", args=["people", "tu-kin"])
    lines = "Bí thư; 1950-1954; Tỉnh ủy minh hoạ\nGiao liên"
    assert client.post(address, {"name": "Tư Kín", "posts": lines}).status_code == 302
    posts = Person.objects.get(slug="tu-kin").posts.order_by("title")
    assert [(post.title, str(post.body or "")) for post in posts] == [
        ("Bí thư", "Tỉnh ủy minh hoạ"),
        ("Giao liên", ""),
    ]
    page = client.get(address).content.decode()
    assert "Bí thư; 1950-1954; Tỉnh ủy minh hoạ" in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("aliases", "Ba\n" + "Sáu " * 90),
        ("aliases", "Ba\nSáu; " + "xem " * 90),
        ("posts", "Bí thư\nThường vụ; " + "1950 " * 40 + "; Tỉnh ủy"),
        ("posts", "Bí thư\nThường vụ; 1950; " + "Tỉnh ủy " * 60),
    ],
)
def test_what_is_too_long_is_said_by_its_line_and_not_cut_off(
    client: Client, an: User, names: None, field: str, typed: str
) -> None:
    client.force_login(an)
    address = reverse("desk:authority", args=["people", "tu-kin"])
    sent = {"name": "Tư Kín", field: typed}
    answer = client.post(address, sent)
    assert answer.context["form"].errors[field][0].startswith("Dòng 2 ")
    assert client.get(address).context["form"][field].value() == ""


def test_an_event_is_described(client: Client, an: User, names: None) -> None:
    client.force_login(an)
    address = reverse("desk:authority", args=["events", "tran-minh-hoa"])
    described = {"name": "Trận minh hoạ", "date_written": "mùa khô 1967", "places": "Đức Trọng"}
    assert client.post(address, described).status_code == 302
    event = Event.objects.get()
    assert event.date_earliest is not None
    assert event.places.get().slug == "duc-trong"


@pytest.mark.parametrize("typed", ["tu k", "TƯ KÍN", "Tú kin"])
def test_names_already_here_are_offered_while_one_is_typed(
    typed: str, client: Client, an: User, dung: User, names: None
) -> None:
    address = reverse("desk:authorities_alike", args=["people"])
    client.force_login(an)
    offered = client.get(address, {"q": typed}).content.decode()
    assert 'data-name="Tư Kín"' in offered
    client.force_login(dung)
    assert "Tư Kín" not in client.get(address, {"q": typed}).content.decode()


def test_what_is_typed_exactly_is_said_to_be_linked(client: Client, an: User, names: None) -> None:
    client.force_login(an)
    address = reverse("desk:authorities_alike", args=["people"])
    with translation.override("en"):
        client.cookies["django_language"] = "en"
        assert "will be linked" in client.get(address, {"q": "tư kín"}).content.decode()
        assert "will be linked" not in client.get(address, {"q": "tu kin"}).content.decode()
    assert client.get(address, {"q": "t"}).content.decode().strip() == ""


@pytest.mark.parametrize("kind", ["people", "bodies", "places", "subjects", "events"])
def test_another_office_sees_no_name_of_closed_records(
    kind: str, client: Client, dung: User, an: User, names: None
) -> None:
    address = reverse("desk:authorities", args=[kind])
    slug = {
        "people": "tu-kin",
        "bodies": "tinh-uy-minh-hoa",
        "places": "duc-trong",
        "subjects": "du-kich",
        "events": "tran-minh-hoa",
    }[kind]
    client.force_login(an)
    assert slug in client.get(address).content.decode()
    client.force_login(dung)
    assert slug not in client.get(address).content.decode()
    assert client.get(reverse("desk:authority", args=[kind, slug])).status_code == 404
