"""A withheld name in the name of what a record is linked to closes the record on every door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client

from archive.access import actions, audiences, gate
from archive.access.consents import telling_fields
from archive.access.models import Scope
from archive.access.readiness import gaps_of
from archive.accounts.models import User
from archive.catalogue import actions as catalogue
from archive.catalogue import arrangement, authorities
from archive.catalogue import authority_control as control
from archive.catalogue import authority_merging as merging
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    BodyRole,
    Event,
    Person,
    Publication,
    Record,
    RecordKind,
)
from archive.search import actions as search
from archive.search.finding import find

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Cao Thị Minh Hoạ"
Describe = Callable[..., Record]


@pytest.fixture(autouse=True)
def _memory(settings: Any) -> Any:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def interview(make_record: Any, now: dt.datetime) -> Record:
    """Return an open interview whose witness withholds her name."""
    [witness] = authorities.people_named([NAME])
    record: Record = make_record(
        kind=RecordKind.INTERVIEW, title="Lời kể về trạm giao liên", released=AccessLevel.PUBLIC
    )
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    return record


@pytest.fixture
def describe(interview: Record, an: User, now: dt.datetime) -> Describe:
    def describe(**said: Any) -> Record:
        version = Record.objects.get(pk=interview.pk).version
        return catalogue.describe_record(
            actor=an, record=interview, version=version, at=now, **said
        )

    return describe


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("events", {"events": [f"Buổi gặp với bà {NAME}"]}),
        ("events", {"events": ["Buổi gặp cao thi minh hoa năm 1968"]}),
        ("subjects", {"subjects": [f"Gia đình {NAME}"]}),
        ("places", {"places": [f"Nhà bà {NAME}"]}),
        ("bodies", {"bodies": {BodyRole.MENTIONED: [f"Tổ {NAME}"]}}),
        ("people", {"people": {AppearanceRole.MENTIONED: [NAME]}}),
        ("people", {"people": {AppearanceRole.CREATOR: [f"Bà {NAME} (Ba Hoạ)"]}}),
        ("original_location", {"original_location": f"Nhà riêng {NAME}"}),
        ("rights", {"rights": f"Theo ý {NAME}"}),
        ("archivist_note", {"archivist_note": f"Hỏi lại {NAME}"}),
    ],
)
def test_no_link_tells(
    field: str,
    said: dict[str, Any],
    interview: Record,
    describe: Describe,
    an: User,
    dung: User,
    now: dt.datetime,
) -> None:
    assert gate.may_see(AnonymousUser(), interview)
    described = describe(**said)
    for outsider in (AnonymousUser(), dung):
        assert not gate.may_see(outsider, described)
    assert gate.may_see(an, described)
    assert audiences.PUBLIC not in audiences.of_records([described])[described.pk]
    assert telling_fields(described, now=now) == [field]
    assert any(gap.blocks for gap in gaps_of(described))


def test_what_has_the_name_but_no_tie_to_the_testimony_stays_open(
    interview: Record, describe: Describe, make_record: Any, an: User, now: dt.datetime
) -> None:
    describe(events=["Buổi gặp mặt năm 1968"])
    elsewhere = make_record(released=AccessLevel.PUBLIC)
    catalogue.describe_record(
        actor=an, record=elsewhere, version=1, at=now, events=[f"Lễ tặng thưởng {NAME}"]
    )
    assert gate.may_see(AnonymousUser(), interview)
    assert gate.may_see(AnonymousUser(), elsewhere)


def test_a_name_given_later_closes_and_a_mended_one_opens(
    interview: Record,
    describe: Describe,
    client: Client,
    an: User,
    now: dt.datetime,
) -> None:
    """No entry is about the record: what is kept of it must not be taken for good."""
    described = describe(events=["Buổi gặp mặt năm 1968"])
    event = Event.objects.get()
    search.rebuild_index()
    assert client.get(described.get_absolute_url()).status_code == 200
    assert find(viewer=AnonymousUser(), text="gặp mặt 1968").count == 1

    def call(name: str, *further: str) -> None:
        control.describe_event(
            actor=an, event=event, name=name, note="", date_written="", places=[],
            names=[control.FurtherName(other) for other in further], at=now,
        )  # fmt: skip
        search.follow_journal()

    for name, further in ((f"Gặp {NAME}", ()), ("Buổi gặp mặt năm 1968", (f"Gặp {NAME}",))):
        call(name, *further)
        assert client.get(described.get_absolute_url()).status_code == 404
        assert client.get(event.get_absolute_url()).status_code == 404
        for door in ("/records/", "/events/", "/search/?q=gặp"):
            assert NAME not in client.get(door).content.decode()
        assert find(viewer=AnonymousUser(), text="gặp").count == 0
        call("Buổi gặp mặt năm 1968")
        assert client.get(described.get_absolute_url()).status_code == 200
        assert find(viewer=AnonymousUser(), text="gặp mặt 1968").count == 1


def test_a_merge_that_brings_the_name_closes(
    interview: Record, describe: Describe, an: User, now: dt.datetime
) -> None:
    describe(people={AppearanceRole.MENTIONED: ["Một giao liên"]})
    mentioned = Person.objects.get(name="Một giao liên")
    assert gate.may_see(AnonymousUser(), interview)
    merging.merge(actor=an, kept=mentioned, absorbed=Person.objects.get(name=NAME), at=now)
    assert not gate.may_see(AnonymousUser(), interview)


def test_the_shelf_it_stands_on_tells_where_it_is_shown(
    interview: Record, describe: Describe, an: User, now: dt.datetime
) -> None:
    fonds = arrangement.open_collection(
        actor=an, code="P5", title=f"Phông gia đình {NAME}", level="fonds",
        holder=interview.holder, at=now,
    )  # fmt: skip
    file = arrangement.open_collection(
        actor=an, code="P5-H1", title="Hồ sơ 1", level="file", holder=fonds.holder, parent=fonds,
        at=now, publication=Publication.SHOWN,
    )  # fmt: skip
    described = describe(collection=file)
    assert gate.may_see(AnonymousUser(), described)
    arrangement.describe_collection(
        actor=an, collection=fonds, at=now, publication=Publication.SHOWN
    )
    assert not gate.may_see(AnonymousUser(), described)
    arrangement.describe_collection(
        actor=an, collection=fonds, at=now, publication=Publication.HIDDEN
    )
    assert gate.may_see(AnonymousUser(), described)
    arrangement.describe_collection(
        actor=an, collection=fonds, at=now, rights=f"Chỉ khi {NAME} đồng ý"
    )
    assert not gate.may_see(AnonymousUser(), described)


def test_consent_opens_again(
    interview: Record, describe: Describe, an: User, now: dt.datetime
) -> None:
    described = describe(events=[f"Buổi gặp với bà {NAME}"])
    assert not gate.may_see(AnonymousUser(), described)
    actions.record_consent(
        actor=an, record=interview, witness=Person.objects.get(name=NAME),
        terms=[actions.Terms(Scope.NAME)], given_on=now.date(), at=now,
    )  # fmt: skip
    assert gate.may_see(AnonymousUser(), described)
