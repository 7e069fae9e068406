"""Every choice beside the list is there, and its count is the number of records it leaves."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    Collection,
    Person,
    Place,
    Record,
    RecordKind,
    Subject,
)  # fmt: skip
from archive.journal.actions import record as record_act
from archive.search import actions
from archive.search.engines.protocol import FACETS
from archive.search.facets import labelled
from archive.search.results import Filters
from archive.units.models import Unit


@pytest.fixture(params=["whoosh", "tantivy"])
def shelf(request: Any, settings: Any, make_record: Any, lam_dong: Unit, office: Unit) -> None:
    settings.SEARCH_ENGINE = request.param
    fonds = Collection.objects.create(
        code="PHONG-1", title="Phông", level="fonds", holder=office, path="PHONG-1/", is_public=True
    )
    person = Person.objects.create(slug="nguoi", name="Người minh hoạ")
    place = Place.objects.create(slug="noi", name="Nơi minh hoạ")
    subject = Subject.objects.create(slug="de-tai", name="Đề tài minh hoạ")
    for number in range(5):
        record = make_record(
            released=AccessLevel.PUBLIC,
            title=f"Di Linh {number}",
            kind=RecordKind.MAP if number % 2 else RecordKind.DOCUMENT,
            collection=fonds if number < 3 else None,
            unit=lam_dong if number else None,
            languages="vi, fr" if number == 4 else "vi",
            date_earliest=dt.date(1945 + number * 3, 1, 1),
            date_latest=dt.date(1945 + number * 3, 12, 31),
        )
        if number < 2:
            Appearance.objects.create(record=record, person=person)
            record.places.add(place)
            record.subjects.add(subject)
    make_record(title="Di Linh kín", kind=RecordKind.MAP, collection=fonds)
    actions.rebuild_index()


def test_every_choice_leaves_as_many_records_as_it_says(shelf: None, client: Client) -> None:
    page = client.get("/search/?q=di+linh").content.decode()
    choices = re.findall(
        r'facet__choice" href="(/search/\?[^"]+)".*?facet__count">(\d+)<', page, re.S
    )
    facets = {re.search(r"&amp;(\w+)=", address)[1] for address, _ in choices}  # type: ignore[index]
    assert facets == set(FACETS)
    for address, count in choices:
        narrowed = client.get(address.replace("&amp;", "&")).content.decode()
        assert f"Tìm thấy {count} tư liệu" in narrowed, address
    counts = [(re.search(r"&amp;(\w+)=", a)[1], int(n)) for a, n in choices]  # type: ignore[index]
    assert ("kind", 2) in counts and ("kind", 3) in counts
    assert ("collection", 3) in counts  # the closed one is not counted
    assert ("period", 2) in counts
    assert ("language", 1) in counts


@pytest.mark.django_db(transaction=True)
def test_a_name_that_was_kept_is_forgotten_as_soon_as_somebody_acts(
    settings: Any, make_record: Any, an: Any, now: dt.datetime
) -> None:
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": memory, "LOCATION": "facets"}}
    person = Person.objects.create(slug="nguoi", name="Người minh hoạ")
    record = make_record(released=AccessLevel.PUBLIC, title="Di Linh")
    Appearance.objects.create(record=record, person=person)
    visitor, counts = AnonymousUser(), {"person": ((str(person.pk), 1),)}

    def named() -> list[str]:
        return [value.label for facet in labelled(visitor, counts, Filters())
                for value in facet.values]  # fmt: skip

    assert named() == ["Người minh hoạ"]
    with CaptureQueriesContext(connection) as asked:
        assert named() == ["Người minh hoạ"]
    assert not any("catalogue_person" in query["sql"] for query in asked)
    record_act(actor=an, act="catalogue.record.closed", subject=record, at=now)
    Record.objects.update(released_at=None)
    assert named() == []


def test_a_closed_collection_is_not_found_out_by_its_number(
    shelf: None, make_record: Any, office: Unit, client: Client
) -> None:
    closed = [
        Collection(code=f"KIN-{n}", title="Phông kín", level="fonds", holder=office,
                   path=f"KIN-{n}/") for n in range(13)
    ]  # fmt: skip
    for each in Collection.objects.bulk_create(closed):
        for _ in range(4):
            make_record(released=AccessLevel.PUBLIC, title="Di Linh", collection=each)
    actions.rebuild_index()
    number = Collection.objects.get(code="KIN-1").pk
    found = client.get(f"/search/?q=di+linh&collection={number}").content.decode()
    missing = client.get("/search/?q=di+linh&collection=99999").content.decode()
    assert "search-hit" not in found
    asked = re.compile(rf'(collection=|name="collection" value="){number}\b')
    assert asked.sub(r"\g<1>99999", found) == missing
    # Thirteen that are not named leave the one that is its place.
    every = client.get("/search/?q=di+linh").content.decode()
    opened = Collection.objects.get(code="PHONG-1").pk
    assert f"collection={opened}" in every and f"collection={number}" not in every
