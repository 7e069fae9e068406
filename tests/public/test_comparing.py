"""Two pages side by side: each through the gate and its own seals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from archive.access.models import Seal
from archive.catalogue.models import AccessLevel, Record
from archive.files.models import Master


@pytest.fixture
def other(make_record: Callable[..., Record], master: Master) -> Record:
    record = make_record(released=AccessLevel.PUBLIC, code="LD-P012-H034-0008", title="Bản sao")
    record.pages.create(number=1, master=master, text="Trang của bản sao")
    return record


def shown(client: Client, record: Record, **asked: Any) -> str:
    response = client.get(f"/records/{record.code}/p/1/compare", asked)
    assert response.status_code == 200
    return response.content.decode()


def test_a_page_stands_beside_the_next(client: Client, report: Record) -> None:
    page = shown(client, report)
    assert "Trang một" in page
    assert "kháng chiến" in page


def test_a_page_stands_beside_one_of_another_record(
    client: Client, report: Record, other: Record
) -> None:
    page = shown(client, report, n=1, **{"with": other.code})
    assert "Trang một" in page
    assert "Trang của bản sao" in page


@pytest.mark.parametrize("wanted", ["closed", "missing", "sealed", "no such page"])
def test_closed_sealed_and_missing_answer_alike(
    wanted: str, client: Client, report: Record, other: Record, make_record: Any, master: Master
) -> None:
    closed = make_record(code="LD-KIN-1", title="Kín hoàn toàn")
    closed.pages.create(number=1, master=master, text="Lời kín")
    Seal.objects.create(record=other, from_page=1, to_page=1, reason="Lý do kín")
    code, number = {
        "closed": (closed.code, 1), "missing": ("KHONG-CO", 1), "sealed": (other.code, 1),
        "no such page": (report.code, 99),
    }[wanted]  # fmt: skip
    page = shown(client, report, n=number, **{"with": code})
    assert "Không có trang này, hoặc trang không mở cho bạn" in page
    assert "Trang một" in page
    for word in ("Lời kín", "Kín hoàn toàn", "Trang của bản sao", "Lý do kín"):
        assert word not in page


def test_the_first_page_is_asked_of_the_gate_too(
    client: Client, report: Record, make_record: Any
) -> None:
    closed = make_record(code="LD-KIN-2")
    address = f"/records/{closed.code}/p/1/compare"
    assert client.get(address, {"with": report.code}).status_code == 404
