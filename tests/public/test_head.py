"""What a page says to programs: reference managers and search engines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from lxml import html

from archive.accounts.models import User
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Collection,
    Person,
    RecordKind,
)


def linked(client: Client, address: str) -> dict[str, Any]:
    page: Any = html.fromstring(client.get(address).content.decode())
    [block] = page.xpath("//script[@type='application/ld+json']")
    said: dict[str, Any] = json.loads(block.text)
    assert said["@context"] == "https://schema.org"
    return said


def test_a_record_says_what_it_is(client: Client, make_record: Any) -> None:
    title = "Đơn của ông </script><script>alert(1)</script> & con"
    record = make_record(
        released=AccessLevel.PUBLIC, title=title, date_written="1954", date_edtf="1954",
        issuing_body="Tỉnh uỷ", kind=RecordKind.MEMOIR,
    )  # fmt: skip
    text = client.get(record.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in text
    page: Any = html.fromstring(text)
    metas = {meta.get("name"): meta.get("content") for meta in page.iter("meta")}
    assert metas["DC.title"] == title and metas["DC.date"] == "1954"
    assert metas["z.itemType"] == "manuscript"
    assert page.xpath("//link[@rel='schema.DC']/@href") == ["http://purl.org/dc/elements/1.1/"]
    said = linked(client, record.get_absolute_url())
    assert said["@type"] == ["ArchiveComponent", "Manuscript"] and said["name"] == title
    assert said["creator"] == [{"@type": "Organization", "name": "Tỉnh uỷ"}]
    assert said["isAccessibleForFree"] is True
    assert said["holdingArchive"]["name"] == record.holder.name


def test_a_testimony_names_no_withheld_witness_and_gives_no_closed_sound(
    client: Client, make_record: Any, an: User
) -> None:
    record = make_record(released=AccessLevel.PUBLIC, kind=RecordKind.INTERVIEW)
    witness = Person.objects.create(slug="nc-1", name="Nguyễn Văn Minh Hoạ")
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    text = client.get(record.get_absolute_url()).content.decode()
    assert witness.name not in text and "nc-1" not in text
    said = linked(client, record.get_absolute_url())
    assert "AudioObject" in said["@type"] and "associatedMedia" not in said
    client.force_login(an, "django.contrib.auth.backends.ModelBackend")
    assert linked(client, record.get_absolute_url())["creator"][0]["name"] == witness.name


@pytest.mark.parametrize("is_public", [True, False])
def test_a_level_says_what_it_is_part_of_where_that_is_shown(
    client: Client, make_record: Any, office: Any, is_public: bool
) -> None:
    above = Collection.objects.create(
        code="LD-P1", title="Phông", level="fonds", holder=office, is_public=is_public
    )
    Collection.objects.filter(pk=above.pk).update(path=f"{above.pk}/")
    found = Collection.objects.create(
        code="LD-P1-S1", title="Loạt", level="series", holder=office, is_public=True, parent=above,
        path=f"{above.pk}/0/",
    )  # fmt: skip
    said = linked(client, found.get_absolute_url())
    assert said["@type"] == ["Collection", "ArchiveComponent"]
    assert ("isPartOf" in said) == is_public


def test_a_person_says_which_year_is_certain(client: Client, make_record: Any) -> None:
    record = make_record(released=AccessLevel.PUBLIC)
    person = Person.objects.create(
        slug="nguoi-1", name="Người minh hoạ", born_earliest="1930-01-01", born_latest="1930-12-31",
        died_earliest="1990-01-01", died_latest="1999-12-31",
    )  # fmt: skip
    Appearance.objects.create(record=record, person=person, role=AppearanceRole.MENTIONED)
    said = linked(client, person.get_absolute_url())
    assert said["birthDate"] == "1930" and "deathDate" not in said


def test_demonstration_data_is_told_from_what_is_real(
    client: Client, make_record: Any, office: Any
) -> None:
    fonds = Collection.objects.create(
        code="LD-P1", title="Phông", level="fonds", holder=office, is_public=True
    )
    record = make_record(released=AccessLevel.PUBLIC)
    person = Person.objects.create(slug="nguoi-ke", name="Người kể")
    record.appearances.create(person=person, role=AppearanceRole.CREATOR)
    for thing in (fonds, record, person):
        address = thing.get_absolute_url()
        assert "disambiguatingDescription" not in linked(client, address)
        type(thing).objects.update(is_demonstration=True)
        assert linked(client, address)["disambiguatingDescription"].startswith("Dữ liệu minh hoạ")
