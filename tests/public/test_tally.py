"""Counts are kept until something happens, and never shown to somebody else."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client

from archive.access import actions as access
from archive.access import gate
from archive.access.models import Consent, Scope
from archive.accounts.models import User
from archive.catalogue import actions as catalogue
from archive.catalogue.models import AccessLevel, Appearance, AppearanceRole, Person, Record
from archive.public.browse.facets import facets_of
from archive.search.browsing.counting import Holdings
from archive.search.browsing.periods import PERIODS
from archive.search.tally.columns import SparseColumn, bits_of, ids_of
from archive.ui.listed import DEFAULT_SORT, Listed


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
    with django_assert_max_num_queries(10):
        counted(client)


def test_a_withdrawal_is_counted_at_once(
    memory: None, client: Client, make_record: Any, binh: User, now: dt.datetime
) -> None:
    record = make_record(released=AccessLevel.PUBLIC)
    make_record(released=AccessLevel.PUBLIC)
    assert counted(client) == 2
    access.withdraw_record(actor=binh, record=record, reason="Theo đề nghị", at=now)
    assert counted(client) == 1


def test_what_staff_counted_is_not_shown_to_a_visitor(
    memory: None, client: Client, make_record: Any, an: User
) -> None:
    make_record()
    staff = Client()
    staff.force_login(an, "django.contrib.auth.backends.ModelBackend")
    assert counted(staff) == 1
    assert counted(client) == 0


def everything(viewers: list[Any], queries: list[str]) -> list[Any]:
    """What the list tells: how many, and every choice with its count."""
    told = []
    for viewer in viewers:
        for query in map(QueryDict, queries):
            holdings = Holdings(viewer)
            listed = Listed(holdings, holdings.left_by(query), DEFAULT_SORT)
            choices = [
                (facet.name, choice.label, choice.count)
                for facet in facets_of(query, holdings, path="/records/")
                for choice in facet.choices
            ]
            told.append((query, len(listed), choices))
    return told


def test_brought_up_to_date_it_says_what_read_anew_it_says(
    memory: None, visitor: AnonymousUser, make_record: Any, an: User, binh: User, now: dt.datetime
) -> None:
    viewers = [visitor, an]
    queries = [
        "",
        "kind=interview",
        "year_from=1950&year_to=1960",
        "subject=co-so",
        "period=1930-1945",
        "document_type=bao-cao",
    ]
    records = [
        make_record(kind=("document", "interview")[n % 2], released=AccessLevel.PUBLIC)
        for n in range(4)
    ]

    def describe(number: int, **words: Any) -> None:
        records[number].refresh_from_db()
        records[number] = catalogue.describe_record(
            actor=an, record=records[number], version=records[number].version, at=now, **words
        )

    steps: list[Callable[[], Any]] = [
        lambda: describe(0, date_written="1945", subjects=["Cơ sở"], places=["Đà Lạt"]),
        lambda: describe(1, date_written="1945-1954", people={AppearanceRole.WITNESS: ["Ba Hoà"]}),
        lambda: describe(2, languages="vi, cja", people={AppearanceRole.MENTIONED: ["Ba Hoà"]}),
        lambda: describe(0, date_written="1955", subjects=["Cơ sở", "Vận tải"]),
        lambda: access.record_consent(
            actor=an, record=records[1], witness=Person.objects.get(), given_on=now.date(), at=now,
            terms=[access.Terms(Scope.NAME)],
        ),
        lambda: access.withdraw_record(actor=binh, record=records[2], reason="Thử", at=now),
        lambda: access.withdraw_consent(
            actor=an, consent=Consent.objects.get(), reason="Thử", at=now
        ),
        lambda: describe(0, subjects=[]),
        lambda: describe(0, document_type="bao-cao"),
        lambda: describe(1, document_type="nghi-quyet", condition="damaged"),
        lambda: describe(0, document_type=""),
    ]  # fmt: skip
    everything(viewers, queries)
    for number, step in enumerate(steps):
        step()
        followed = everything(viewers, queries)
        cache.clear()
        assert followed == everything(viewers, queries), number


def test_counts_are_those_of_the_database(
    memory: None, client: Client, make_record: Any, an: User, now: dt.datetime
) -> None:
    for written in ("1929", "1930", "trước 1946", "1945-1954", "sau 1990", "", "0900", "2100"):
        record = make_record(released=AccessLevel.PUBLIC)
        catalogue.describe_record(
            actor=an, record=record, version=record.version, at=now, date_written=written
        )
    facets = {facet.name: facet for facet in client.get("/records/").context["facets"]}
    counted = {choice.label: choice.count for choice in facets["period"].choices}
    for period in PERIODS:
        expected = Record.objects.filter(period.condition()).count()
        assert counted.get(period.label, 0) == expected, period.key


def test_roles_of_a_person_are_those_the_gate_tells(
    memory: None, client: Client, make_record: Any, allow_all: Any, witness: Person, an: User,
) -> None:  # fmt: skip
    consented, withheld, beside, closed = [
        make_record(released=released)
        for released in (AccessLevel.PUBLIC, AccessLevel.PUBLIC, AccessLevel.PUBLIC, None)
    ]
    allow_all(consented)
    for record, role in (
        (withheld, AppearanceRole.WITNESS),
        (withheld, AppearanceRole.MENTIONED),
        (beside, AppearanceRole.MENTIONED),
        (closed, AppearanceRole.MENTIONED),
    ):
        Appearance.objects.create(record=record, person=witness, role=role)
    staff = Client()
    staff.force_login(an, "django.contrib.auth.backends.ModelBackend")
    for asking, viewer in ((client, AnonymousUser()), (staff, an)):
        told = gate.visible_appearances(viewer).filter(person=witness).order_by()
        expected = Counter(
            str(AppearanceRole(role).label) for role in told.values_list("role", flat=True)
        )
        assert dict(asking.get(witness.get_absolute_url()).context["roles"]) == expected
    assert expected[str(AppearanceRole.WITNESS.label)] == 2


def test_many_values_are_ranked_without_asking_each() -> None:
    column = SparseColumn()
    pairs = [(value, pk) for value in range(60) for pk in range(1, 4000, value + 1)]
    column.replace((), pairs)
    among = bits_of(pk for pk in range(1, 4000) if pk % 3)
    full = column.counts(among)
    assert full[0] == sum(1 for pk in range(1, 4000) if pk % 3)
    ranked = column.counts(among, most=5)
    assert [n for _value, n in ranked.most_common(5)] == [n for _v, n in full.most_common(5)]
    few = bits_of([1, 2, 3])
    assert column.counts(few) == {0: 3, 1: 2, **dict.fromkeys(range(2, 60), 1)}
    assert list(ids_of(bits_of([9, 3, 77]))) == [3, 9, 77]
