"""Years as bars, and how many filters links combine."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from archive.accounts.models import User
from archive.catalogue import actions as catalogue
from archive.catalogue.models import AccessLevel


def test_years_are_bars_that_are_links(client: Client, make_record: Any, an: User) -> None:
    for written in ("1945", "1945-1954", "1961", "1915"):
        record = make_record(released=AccessLevel.PUBLIC)
        catalogue.describe_record(
            actor=an, record=record, version=1, at=timezone.now(), date_written=written
        )
    bars = client.get("/records/").context["bars"]
    by_years = {(bar.first, bar.last): bar for bar in bars}
    # An uncertain date counts in every bar it may lie in.
    assert by_years[1945, 1949].count == 2
    assert by_years[1950, 1954].count == 1
    assert by_years[1955, 1959].count == 0
    assert by_years[1960, 1964].count == 1
    chosen = client.get(by_years[1945, 1949].url).context
    assert chosen["page"].paginator.count == 2
    assert [(bar.first, bar.selected) for bar in chosen["bars"] if bar.selected] == [(1945, True)]
    # The bars are those of everything else that was chosen, not of the years themselves.
    assert len(chosen["bars"]) == len(bars)
    wide = client.get("/records/?year_from=1940&year_to=1954").context["bars"]
    assert [bar.first for bar in wide if bar.selected] == [1940, 1945, 1950]


@pytest.mark.parametrize(
    ("first", "last"),
    [("1945", "1945"), ("1945", "1955"), ("1945", "1956"), ("1931", "1950"), ("1931", "1954"),
     ("1929", "1978"), ("1909", "2008"), ("1909", "2009"), ("trước 1800", "sau 2039")],
)  # fmt: skip
def test_however_long_the_span_there_are_no_more_bars_than_fit(
    first: str, last: str, client: Client, make_record: Any, an: User
) -> None:
    for written in (first, last):
        record = make_record(released=AccessLevel.PUBLIC)
        catalogue.describe_record(
            actor=an, record=record, version=1, at=timezone.now(), date_written=written
        )
    assert 1 <= len(client.get("/records/").context["bars"]) <= 11


def test_closed_records_raise_no_bar(client: Client, make_record: Any, an: User) -> None:
    record = make_record()
    catalogue.describe_record(
        actor=an, record=record, version=1, at=timezone.now(), date_written="1945"
    )
    assert client.get("/records/").context["bars"] == []


def test_links_combine_so_many_filters_and_no_more(client: Client, make_record: Any) -> None:
    make_record(released=AccessLevel.PUBLIC)
    five = "kind=document&vetting=vetted&condition=good&language=vi&year_from=1"
    page = client.get(f"/records/?{five}")
    links = [choice.url for facet in page.context["facets"] for choice in facet.choices]
    # What was chosen can be left or changed; nothing further can be taken.
    assert all(url.count("=") <= 5 for url in links)
    six = client.get(f"/records/?{five}&period=1930-1945")
    assert {f.name for f in six.context["facets"]} == {
        "kind", "vetting", "condition", "language", "period",
    }  # fmt: skip
    assert all(len(facet.choices) == 1 for facet in six.context["facets"])
    anchors = re.findall(r'<a class="(?:facet__choice|histogram__bar)[^>]*>', page.content.decode())
    assert anchors
    assert all('rel="nofollow"' in anchor for anchor in anchors)
