"""A collection's ceiling closes what hangs below it on every door, and a move re-computes it."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.access import actions as access
from archive.access import audiences, gate
from archive.access.ceilings import level_of
from archive.access.sight import sight_of
from archive.accounts.models import User
from archive.catalogue import arrangement
from archive.catalogue.models import AccessLevel, Collection, Publication, Record
from archive.journal.models import Entry
from archive.search import actions as search
from archive.search.finding import find
from archive.units.models import Unit

LEVELS = list(AccessLevel)


@pytest.fixture
def fonds(an: User, office: Unit, now: dt.datetime) -> Collection:
    return arrangement.open_collection(
        actor=an, code="P1", title="Phông kín dần", level="fonds", holder=office, at=now
    )


@pytest.fixture
def file(an: User, fonds: Collection, now: dt.datetime) -> Collection:
    return arrangement.open_collection(
        actor=an,
        code="P1-H1",
        title="Hồ sơ",
        level="file",
        holder=fonds.holder,
        parent=fonds,
        at=now,
    )


@pytest.fixture
def record(make_record: Any, file: Collection) -> Record:
    return make_record(released=AccessLevel.PUBLIC, collection=file, title="Sổ tay")


@pytest.mark.parametrize(
    ("own", "ceiling"), [*itertools.product(LEVELS, LEVELS)], ids=lambda level: level.value
)
def test_the_stricter_word_counts_for_every_kind_of_reader(
    own: AccessLevel,
    ceiling: AccessLevel,
    record: Record,
    fonds: Collection,
    visitor: AnonymousUser,
    giang: User,
    dung: User,
    an: User,
    now: dt.datetime,
) -> None:
    Record.objects.update(access_level=own)
    arrangement.limit_access(actor=an, collection=fonds, ceiling=ceiling, at=now)
    record.refresh_from_db()
    strictest = LEVELS[max(LEVELS.index(own), LEVELS.index(ceiling))]
    assert level_of(record) == strictest
    seen = {AccessLevel.PUBLIC: (True, True), AccessLevel.REGISTERED: (False, True)}
    by_visitor, by_reader = seen.get(strictest, (False, False))
    words = audiences.of_records([record])[record.pk]
    for viewer, sees in ((visitor, by_visitor), (giang, by_reader), (dung, by_reader), (an, True)):
        assert gate.may_see(viewer, record) is sees
        assert bool(words & audiences.of_viewer(viewer)) is sees


def test_whoever_was_let_in_by_name_still_is(
    record: Record, fonds: Collection, giang: User, binh: User, now: dt.datetime
) -> None:
    access.grant_access(actor=binh, record=record, user=giang, at=now, reason="Nghiên cứu")
    arrangement.limit_access(
        actor=binh, collection=fonds, ceiling=AccessLevel.CLOSED, at=now, basis_number="12-QĐ"
    )
    assert gate.may_see(giang, record)
    assert sight_of(giang, record).pages
    entry = Entry.objects.about(fonds).order_by("-id")[0]
    assert (entry.act, entry.basis_number) == ("catalogue.collection.limited", "12-QĐ")


def test_closing_and_moving_is_heeded_by_page_list_and_search(
    record: Record,
    fonds: Collection,
    file: Collection,
    an: User,
    client: Client,
    visitor: AnonymousUser,
    now: dt.datetime,
) -> None:
    search.rebuild_index()

    def shown() -> list[bool]:
        search.follow_journal()
        return [
            client.get(record.get_absolute_url()).status_code == 200,
            record.code in client.get("/records/").content.decode(),
            find(viewer=visitor, text="sổ tay").count == 1,
        ]

    assert shown() == [True] * 3
    arrangement.limit_access(actor=an, collection=fonds, ceiling=AccessLevel.CLOSED, at=now)
    assert shown() == [False] * 3
    arrangement.move_collection(actor=an, collection=file, parent=None, at=now, may_lift=True)
    assert shown() == [True] * 3
    fonds.refresh_from_db()
    arrangement.move_collection(actor=an, collection=file, parent=fonds, at=now)
    assert shown() == [False] * 3
    arrangement.limit_access(actor=an, collection=fonds, ceiling="", at=now)
    assert shown() == [True] * 3


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["limit", "publish", "move"]),
            st.integers(0, 5),
            st.integers(0, 5),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_sequence_of_acts_comes_to_what_the_tree_says(
    steps: list[tuple[str, int, int]], office: Unit, now: dt.datetime
) -> None:
    Collection.objects.update(parent=None)
    Collection.objects.all().delete()
    for number in range(6):
        parent = Collection.objects.filter(code=f"Q{(number - 1) // 2}").first() if number else None
        arrangement.open_collection(
            actor=None,
            code=f"Q{number}",
            title=f"Q{number}",
            level="file",
            holder=office,
            parent=parent,
            at=now,
        )
    for act, which, choice in steps:
        _do(act, Collection.objects.get(code=f"Q{which}"), choice, now)
    for level in Collection.objects.select_related("parent"):
        assert (level.is_public, level.ceiling) == _recomputed(level)
        assert level.path.endswith(f"{level.pk}/")


def _do(act: str, collection: Collection, choice: int, now: dt.datetime) -> None:
    if act == "limit":
        ceiling = ["", *AccessLevel.values][choice % 5]
        arrangement.limit_access(actor=None, collection=collection, ceiling=ceiling, at=now)
    elif act == "publish":
        arrangement.describe_collection(
            actor=None, collection=collection, at=now, publication=Publication.values[choice % 3]
        )
    else:
        parent = Collection.objects.filter(code=f"Q{choice}").first()
        with contextlib.suppress(arrangement.IntoItself):
            arrangement.move_collection(
                actor=None, collection=collection, parent=parent, at=now, may_lift=True
            )


def _recomputed(level: Collection) -> tuple[bool, str]:
    """Work it out from what each level says, from the root down, the plain way."""
    shown, ceiling = False, 0
    chain: list[Collection] = []
    here: Collection | None = level
    while here is not None:
        chain.insert(0, here)
        here = here.parent
    for each in chain:
        if each.publication != Publication.INHERITED:
            shown = each.publication == Publication.SHOWN
        ceiling = max(ceiling, LEVELS.index(AccessLevel(each.access_ceiling or "public")))
    return shown, LEVELS[ceiling].value


def test_the_desk_shows_what_holds_and_why(
    client: Client, record: Record, file: Collection, fonds: Collection, binh: User, an: User
) -> None:
    address = reverse("desk:collection_limit", args=[fonds.code])
    client.force_login(an)
    assert client.post(address, {"ceiling": "registered"}).status_code == 403
    client.force_login(binh)
    assert client.post(address, {"ceiling": "registered"}).status_code == 302
    sheet = client.get(reverse("desk:record", args=[record.code])).content.decode()
    assert fonds.title in sheet
    below = client.get(reverse("desk:collection", args=[file.code])).content.decode()
    assert below.count(fonds.title) >= 2  # in the trail, and as the source of the ceiling


def test_the_office_head_of_another_office_limits_nothing(
    client: Client, fonds: Collection, dung: User
) -> None:
    client.force_login(dung)
    address = reverse("desk:collection_limit", args=[fonds.code])
    assert client.post(address, {"ceiling": "closed"}).status_code == 404
    fonds.refresh_from_db()
    assert fonds.ceiling == AccessLevel.PUBLIC


def test_a_tombstone_is_not_shown_where_a_ceiling_closed_it(
    client: Client, record: Record, fonds: Collection, binh: User, now: dt.datetime
) -> None:
    access.withdraw_record(actor=binh, record=record, reason="Theo đề nghị", at=now)
    assert client.get(record.get_absolute_url()).status_code == 410
    arrangement.limit_access(actor=binh, collection=fonds, ceiling=AccessLevel.CLOSED, at=now)
    assert client.get(record.get_absolute_url()).status_code == 404
