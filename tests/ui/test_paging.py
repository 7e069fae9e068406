"""A page of a query holds what the query would have given, and asks no more than it must."""

from __future__ import annotations

from typing import Any

import pytest

from archive.catalogue.models import Record
from archive.ui.paging import ByNumber


def test_slices_are_those_of_the_query(
    make_record: Any, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    for _ in range(7):
        make_record()
    rows = Record.objects.select_related("holder").order_by("-code")
    for few, queries in ((500, 2), (2, 4)):
        monkeypatch.setattr(ByNumber, "_FEW", few)
        for first in (0, 3, 6, 9):
            with django_assert_max_num_queries(queries):
                found = ByNumber(rows)
                assert len(found) == 7
                page = found[first : first + 3]
                names = [record.holder.name for record in page]
            assert page == list(rows[first : first + 3])
            assert len(names) == len(page)
    assert found[4] == rows[4]


def test_nothing_is_asked_for_a_page_of_nothing(db: None) -> None:
    found = ByNumber(Record.objects.order_by("code"))
    assert (len(found), found[0:10]) == (0, [])
