"""Names at the desk: described, merged; and what another office gets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.catalogue import actions
from archive.catalogue.models import AppearanceRole, Person, Place


@pytest.fixture
def names(make_record: Any, an: User, now: dt.datetime) -> None:
    actions.describe_record(
        actor=an,
        record=make_record(),
        version=1,
        at=now,
        people={AppearanceRole.MENTIONED: ["Nhân chứng minh hoạ số 1", "Tư Kín"]},
        places=["Đức Trọng"],
        subjects=["Du kích"],
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


@pytest.mark.parametrize("kind", ["people", "places", "subjects"])
def test_another_office_sees_no_name_of_closed_records(
    kind: str, client: Client, dung: User, an: User, names: None
) -> None:
    address = reverse("desk:authorities", args=[kind])
    slug = {"people": "tu-kin", "places": "duc-trong", "subjects": "du-kich"}[kind]
    client.force_login(an)
    assert slug in client.get(address).content.decode()
    client.force_login(dung)
    assert slug not in client.get(address).content.decode()
    assert client.get(reverse("desk:authority", args=[kind, slug])).status_code == 404
