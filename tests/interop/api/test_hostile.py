"""Whatever is sent, the API answers what was asked, or which part of it nobody can read."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from archive.catalogue.models import Record
from archive.interop.api.doors import OPERATIONS
from tests.interop.api.conftest import API, judge

SENT = [
    "%00", "%ff%fe", "a" * 10_000, "9" * 5000, "-1", "1e9", "0", "٣", "' OR 1=1 --", "[(", "{}",
    "../../etc/passwd", "%F0%9F%91%BB", "%ED%A0%80", "<script>", "null", "true", "%0d%0aX: y",
]  # fmt: skip
PLACES = {
    "<str:code>": "LD-1", "<slug:slug>": "di-linh", "<str:key>": "verbatim-vi",
}  # fmt: skip


def _addresses() -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for operation in OPERATIONS:
        route = operation.route
        for place, value in PLACES.items():
            route = route.replace(place, value)
        found.append((f"/{route}", tuple(each.name for each in operation.parameters)))
    return found


@pytest.mark.once
@pytest.mark.parametrize("value", SENT, ids=range(len(SENT)))
def test_no_parameter_breaks_an_address(value: str, catalogue: Record) -> None:
    client = Client(raise_request_exception=False)
    for path, names in _addresses():
        for name in names:
            answer: Any = client.get(f"{API}{path}?{name}={value}")
            assert answer.status_code in {200, 308, 400, 404}, (path, name)
            judge(path, answer)


@pytest.mark.once
def test_an_unknown_parameter_is_named(catalogue: Record) -> None:
    client = Client()
    for path, names in _addresses():
        if "slug" in path:
            continue
        answer: Any = client.get(f"{API}{path}?khong_co=1&{'x' * 9000}=2")
        assert answer.status_code == 400, path
        judge(path, answer)
        faults = answer.json()["faults"]
        assert [len(fault["name"]) for fault in faults] == [8, 64]
        assert all(name in faults[0]["reason"] for name in names)


@pytest.mark.once
def test_a_parameter_given_twice_is_refused_where_one_is_taken(catalogue: Record) -> None:
    client = Client()
    for path, query, status in (
        ("/records/", "kind=map&kind=map", 400), ("/search/", "kind=map&kind=document", 200),
        ("/search/", "&".join(["kind=map"] * 9), 400), ("/search/", "q=a&q=b", 400),
        ("/records/", "kind=&kind=map", 200),
    ):  # fmt: skip
        answer: Any = client.get(f"{API}{path}?{query}")
        assert answer.status_code == status, query
        judge(path, answer)


@pytest.mark.once
@pytest.mark.parametrize("code", ["%00", "%ff", "a" * 3000, "..", "%2e%2e%2f", "٣"])
def test_no_code_breaks_an_address(code: str, catalogue: Record) -> None:
    client = Client(raise_request_exception=False)
    for path in ("/records/{}/", "/records/{}/pages/", "/units/{}/", "/people/{}/", "/works/{}/"):
        answer = client.get(f"{API}{path.format(code)}")
        assert answer.status_code in {301, 404}, path
