"""Searching in a collection and in one record."""

from __future__ import annotations

from typing import Any

from django.test import Client

from archive.catalogue.models import AccessLevel, Collection
from archive.search import actions


def test_in_one_record_every_place_is_listed_in_its_order(
    make_record: Any, add_pages: Any, add_transcript: Any, client: Client
) -> None:
    record = make_record(released=AccessLevel.PUBLIC, title="Hồi ký")
    add_pages(record, "Kháng chiến bùng nổ.", "Không có gì.", "Cuộc kháng chiến lâu dài.")
    add_transcript(record, "Im lặng.", "Hồi ấy kháng chiến gian khổ.")
    add_pages(make_record(released=AccessLevel.PUBLIC, title="Khác"), "Kháng chiến")
    actions.rebuild_index()
    address = f"/records/{record.code}/search/"
    page = client.get(address, {"q": "khang chien"}).content.decode()
    places = [page.index(f"/records/{record.code}/{place}?") for place in ("p/1", "p/3", "t/10")]
    assert places == sorted(places)
    assert page.count("passage__place") == 3
    assert "Tìm thấy ở 3 chỗ" in page
    # The marks rule is the same as everywhere.
    assert "passage__place" not in client.get(address, {"q": "khắng chiễn"}).content.decode()
    widened = client.get(address, {"q": "khắng chiễn", "marks": "ignore"}).content.decode()
    assert widened.count("passage__place") == 3
    record.seals.create(from_page=1, to_page=1, reason="niêm phong")
    sealed = client.get(address, {"q": "khang chien"}).content.decode()
    assert "/p/1?" not in sealed
    assert f'action="{address}"' in client.get(f"/records/{record.code}/").content.decode()


def test_a_closed_record_is_not_searched(make_record: Any, add_pages: Any, client: Client) -> None:
    closed = make_record()
    add_pages(closed, "Kháng chiến")
    actions.rebuild_index()
    missing = client.get("/records/KHONG-CO/search/?q=x")
    assert client.get(f"/records/{closed.code}/search/?q=khang").status_code == 404
    assert missing.status_code == 404


def test_a_collection_keeps_the_search_to_itself(
    make_record: Any, office: Any, client: Client
) -> None:
    fonds = Collection.objects.create(
        code="PHONG-1", title="Phông", level="fonds", holder=office, path="PHONG-1/", is_public=True
    )
    inside = make_record(released=AccessLevel.PUBLIC, title="Di Linh trong phông", collection=fonds)
    outside = make_record(released=AccessLevel.PUBLIC, title="Di Linh ngoài phông")
    actions.rebuild_index()
    shelf = client.get("/collections/PHONG-1/").content.decode()
    assert f'name="collection" value="{fonds.pk}"' in shelf
    page = client.get("/search/", {"q": "di linh", "collection": str(fonds.pk)}).content.decode()
    assert inside.code in page
    assert outside.code not in page
