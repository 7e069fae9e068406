"""Counts are kept until something happens, and never shown to somebody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from archive.access import actions
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel


@pytest.fixture
def memory(settings: Any) -> Any:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


def counted(client: Client, name: str = "kind") -> int:
    facets = client.get("/records/").context["facets"]
    return sum(choice.count for facet in facets if facet.name == name for choice in facet.choices)


def test_counts_are_kept(
    memory: None, client: Client, make_record: Any, django_assert_max_num_queries: Any
) -> None:
    make_record(released=AccessLevel.PUBLIC)
    assert counted(client) == 1
    with django_assert_max_num_queries(9):
        counted(client)


def test_a_withdrawal_is_counted_at_once(
    memory: None, client: Client, make_record: Any, binh: User, now: dt.datetime
) -> None:
    record = make_record(released=AccessLevel.PUBLIC)
    make_record(released=AccessLevel.PUBLIC)
    assert counted(client) == 2
    actions.withdraw_record(actor=binh, record=record, reason="Theo đề nghị", at=now)
    assert counted(client) == 1


def test_what_staff_counted_is_not_shown_to_a_visitor(
    memory: None, client: Client, make_record: Any, an: User
) -> None:
    make_record()
    staff = Client()
    staff.force_login(an, "django.contrib.auth.backends.ModelBackend")
    assert counted(staff) == 1
    assert counted(client) == 0
