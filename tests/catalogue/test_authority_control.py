"""Names given, doubles merged, addresses that go on leading somewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from archive.access import gate
from archive.accounts.models import User
from archive.catalogue import actions, authorities
from archive.catalogue import authority_control as control
from archive.catalogue import authority_merging as merging
from archive.catalogue.likeness import candidates
from archive.catalogue.models import AccessLevel, Appearance, AppearanceRole, Person, Subject
from archive.journal.models import Entry


@pytest.fixture
def doubles(make_record: Any, an: User, now: dt.datetime) -> tuple[Person, Person]:
    """Two entries for one person, both in one record in the same role, one in a second too."""
    first = make_record(released=AccessLevel.PUBLIC)
    second = make_record(released=AccessLevel.PUBLIC)
    names = ["Nhân chứng minh hoạ số 1", "Ba Hòa"]
    for record, people in ((first, names), (second, names[1:])):
        actions.describe_record(
            actor=an,
            record=record,
            version=1,
            at=now,
            people={AppearanceRole.CREATOR: people},
        )
    kept = Person.objects.get(name=names[0])
    return kept, Person.objects.get(name=names[1])


def test_merging_moves_everything_and_the_old_address_leads_on(
    doubles: tuple[Person, Person], an: User, visitor: AnonymousUser, now: dt.datetime
) -> None:
    kept, absorbed = doubles
    merging.merge(actor=an, kept=kept, absorbed=absorbed, at=now)
    assert kept.appearances.count() == 2
    assert [other.name for other in kept.names.all()] == ["Ba Hòa"]
    assert authorities.people_named(["BA HOÀ"]) == [kept]
    with pytest.raises(gate.Moved) as moved:
        gate.person_or_404(visitor, "ba-hoa")
    assert moved.value.current == kept.slug
    assert Entry.objects.about(kept).get().act == "catalogue.person.merged"


def test_merging_asks_no_more_of_many_records_than_of_few(
    make_record: Any, an: User, now: dt.datetime
) -> None:
    asked = []
    for many in (1, 7):
        kept, absorbed = authorities.people_named([f"Người giữ {many}", f"Người nhập {many}"])
        for _ in range(many):
            record = make_record()
            Appearance.objects.create(record=record, person=absorbed)
        Appearance.objects.create(record=record, person=kept)
        with CaptureQueriesContext(connection) as queries:
            merging.merge(actor=an, kept=kept, absorbed=absorbed, at=now)
        asked.append(len(queries))
        assert kept.appearances.count() == many
    assert asked[0] == asked[1]


def test_the_old_address_of_a_closed_name_tells_nobody_where_it_went(
    make_record: Any, an: User, visitor: AnonymousUser, now: dt.datetime
) -> None:
    record = make_record()
    actions.describe_record(
        actor=an,
        record=record,
        version=1,
        at=now,
        people={AppearanceRole.WITNESS: ["Tư Kín", "Năm Kín"]},
    )
    kept, absorbed = Person.objects.order_by("slug")
    merging.merge(actor=an, kept=kept, absorbed=absorbed, at=now)
    with pytest.raises(Http404):
        gate.person_or_404(visitor, absorbed.slug)


def test_addresses_lead_on_through_several_merges(
    doubles: tuple[Person, Person], an: User, now: dt.datetime
) -> None:
    kept, absorbed = doubles
    last = Person.objects.create(slug="sau-cung", name="Sau cùng", canonical_name="sau cùng")
    merging.merge(actor=an, kept=kept, absorbed=absorbed, at=now)
    merging.merge(actor=an, kept=last, absorbed=Person.objects.get(pk=kept.pk), at=now)
    for slug in ("ba-hoa", "nhan-chung-minh-hoa-so-1"):
        with pytest.raises(gate.Moved) as moved:
            gate.person_or_404(an, slug)
        assert moved.value.current == "sau-cung"
    names = {other.name for other in last.names.all()}
    assert names == {"Ba Hòa", "Nhân chứng minh hoạ số 1"}


def test_a_subject_is_not_narrower_than_itself(db: None, an: User, now: dt.datetime) -> None:
    top = Subject.objects.create(slug="khang-chien", name="Kháng chiến")
    below = Subject.objects.create(slug="du-kich", name="Du kích", broader=top)
    with pytest.raises(control.WouldCircle):
        control.describe_subject(
            actor=an, subject=top, name=top.name, note="", broader=below, at=now
        )
    with pytest.raises(control.WouldCircle):
        merging.merge(actor=an, kept=below, absorbed=top, at=now)


def test_doubles_are_found_without_marks_but_not_taken_for_one(
    doubles: tuple[Person, Person],
) -> None:
    hoa = Person.objects.create(slug="ba-hoa-2", name="Ba Hoá", canonical_name="ba hóa")
    assert list(candidates(Person.objects.all(), "ba hoa", besides=hoa)) == [doubles[1]]
