"""The description is OpenAPI 3.1, and what is answered at every address is as it says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.interop.api.doors import OPERATIONS
from archive.search import actions as index_actions
from tests.interop.api.conftest import API, consented, described, said_at

ADDRESSES = [
    "/", "/openapi.json", "/records/", "/records/?changed_since=1990-01-01", "/records/LD-1/",
    "/records/LD-NC-1/", "/records/LD-1/pages/", "/records/LD-NC-1/transcripts/verbatim-vi/",
    "/collections/", "/collections/?part_of=LD-P012", "/collections/LD-P012-H034/", "/people/",
    "/people/?name=nguoi", "/people/nguoi-ke/", "/bodies/", "/bodies/huyen-uy-di-linh/", "/places/",
    "/places/di-linh/", "/subjects/", "/subjects/khang-chien/", "/subjects/lich-su/", "/events/",
    "/events/hoi-nghi/", "/units/", "/units/vn-68/", "/units/vn-68-2025/", "/works/",
    "/works/CT-1/", "/works/CT-1/sources/", "/search/", "/search/?q=hoi+nghi",
    "/search/?q=giao+li%C3%AAn",
]  # fmt: skip


def test_the_description_is_openapi() -> None:
    faults = [str(fault.message) for fault in OpenAPIV31SpecValidator(described()).iter_errors()]
    assert faults == []


def test_the_description_is_answered_as_it_is(db: None) -> None:
    assert said_at("/openapi.json") == described()


@pytest.mark.parametrize("who", ["visitor", "an", "giang"])
def test_every_answer_is_as_described(
    who: str, catalogue: Record, interview: Record, an: User, giang: User, now: Any
) -> None:
    consented(interview, an, now, *Scope)
    index_actions.rebuild_index()
    user = {"visitor": None, "an": an, "giang": giang}[who]
    for path in ADDRESSES:
        said_at(path, user)


def test_every_operation_is_asked_for_here() -> None:
    asked = {path.partition("?")[0].strip("/").count("/") for path in ADDRESSES}
    assert asked == {0, 1, 2, 3}
    lists = {path.partition("?")[0].split("/")[1] for path in ADDRESSES}
    assert {each.route.split("/")[0] for each in OPERATIONS} == lists


def test_every_address_in_an_answer_answers(
    catalogue: Record, interview: Record, an: User, now: Any
) -> None:
    consented(interview, an, now, *Scope)
    client, tried = Client(), set[str]()
    for path in ADDRESSES:
        for address in _addresses(said_at(path)):
            assert address.startswith("http://localhost:8000/")
            tried.add(address.removeprefix("http://localhost:8000"))
    refused = {
        address: status
        for address in sorted(tried)
        if not address.startswith("/iiif/image") and "/recordings/" not in address
        if (status := client.get(address, follow=True).status_code) != 200
    }
    assert refused == {}
    assert len(tried) > 40


def _addresses(said: Any) -> list[str]:
    """Return every address of ours in an answer."""
    if isinstance(said, dict):
        return [each for value in said.values() for each in _addresses(value)]
    if isinstance(said, list):
        return [each for value in said for each in _addresses(value)]
    return [said] if isinstance(said, str) and said.startswith("http://localhost") else []


def test_the_ways_in_lead_to_every_list(catalogue: Record) -> None:
    lists = said_at("/")["lists"]
    assert {"records", "collections", "people", "search", "works"} <= lists.keys()
    assert lists["records"] == f"http://localhost:8000{API}/records/"
