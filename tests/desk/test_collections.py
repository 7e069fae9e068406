"""Arranging at the desk, and what the outsiders get."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.catalogue.models import Collection


def post(client: Client, name: str, *args: str, **values: str) -> int:
    return client.post(reverse(f"desk:{name}", args=args), values).status_code


@pytest.fixture
def fonds(client: Client, an: User) -> Collection:
    client.force_login(an)
    described = {"title": "Phông Huyện ủy", "level": "fonds", "publication": "shown"}
    assert post(client, "collection_new", code="LD-P001", **described) == 302
    return Collection.objects.get()


def test_a_level_is_opened_below_another_and_moved_to_the_top(
    client: Client, fonds: Collection
) -> None:
    described = {"title": "Hồ sơ 1", "level": "file", "publication": "inherited"}
    assert post(client, "collection_new", code="LD-P001-H1", parent="LD-P001", **described) == 302
    file = Collection.objects.get(code="LD-P001-H1")
    assert (file.parent, file.is_public) == (fonds, True)
    assert (
        "Phông Huyện ủy"
        in client.get(reverse("desk:collection", args=[file.code])).content.decode()
    )
    assert post(client, "collection_move", fonds.code, parent=file.code) == 200
    assert post(client, "collection_move", file.code, parent="") == 302
    file.refresh_from_db()
    assert (file.parent, file.is_public) == (None, False)


def test_a_taken_code_is_said_at_the_field(client: Client, fonds: Collection) -> None:
    described = {"title": "Phông khác", "level": "fonds", "publication": "hidden"}
    answer = client.post(reverse("desk:collection_new"), {"code": "ld.p001", **described})
    assert "code" in answer.context["form"].errors


@pytest.mark.parametrize("name", ["collection", "collection_describe", "collection_move"])
def test_the_outsiders_get_nothing(
    name: str, client: Client, fonds: Collection, dung: User, giang: User
) -> None:
    address = reverse(f"desk:{name}", args=[fonds.code])
    client.force_login(dung)
    assert client.get(address).status_code == 404
    client.force_login(giang)
    assert client.get(address).status_code == 403
    client.logout()
    assert client.get(address).status_code == 302
