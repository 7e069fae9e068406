"""Corporate bodies and events: named, dated, merged, seen as far as the records they are in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.http import Http404
from django.test import Client

from archive.access import gate
from archive.accounts.models import User
from archive.catalogue import actions, restoring
from archive.catalogue import authority_control as control
from archive.catalogue import authority_merging as merging
from archive.catalogue.authority_control import FurtherName, PostHeld
from archive.catalogue.likeness import candidates
from archive.catalogue.models import (
    AccessLevel,
    AppearanceRole,
    Body,
    BodyName,
    BodyRole,
    Event,
    Person,
    Place,
    Record,
    Subject,
)
from archive.journal.models import Entry

COMMITTEE = "Tỉnh ủy minh hoạ"
CONGRESS = "Đại hội minh hoạ lần thứ nhất"


@pytest.fixture
def told(make_record: Any, an: User, now: dt.datetime) -> Record:
    """An open record of a congress, issued by one body and sent to another."""
    return actions.describe_record(
        actor=an,
        record=make_record(released=AccessLevel.PUBLIC),
        version=1,
        at=now,
        people={AppearanceRole.CREATOR: ["Nhân chứng minh hoạ số 1"]},
        bodies={BodyRole.ISSUER: [COMMITTEE], BodyRole.RECIPIENT: ["Huyện ủy minh hoạ"]},
        events=[CONGRESS],
    )


def test_an_event_says_when_and_where_as_written_and_in_days(
    told: Record, an: User, client: Client, now: dt.datetime
) -> None:
    event = control.describe_event(
        actor=an,
        event=Event.objects.get(),
        name=CONGRESS,
        note="",
        date_written="cuối 1953 đầu 1954",
        places=["Đà Lạt"],
        names=[FurtherName("Đại hội I")],
        at=now,
    )
    assert event.date_edtf
    assert event.date_earliest is not None
    assert event.date_latest is not None
    assert event.date_earliest.year == 1953
    assert event.date_latest.year == 1954
    page = client.get(event.get_absolute_url()).content.decode()
    for words in ("cuối 1953 đầu 1954", "Đà Lạt", "Đại hội I", told.code):
        assert words in page
    assert CONGRESS in client.get("/places/da-lat/").content.decode()


def test_days_of_an_event_cannot_be_the_wrong_way_round(told: Record) -> None:
    with pytest.raises(IntegrityError):
        Event.objects.update(date_earliest=dt.date(1954, 1, 1), date_latest=dt.date(1953, 1, 1))


def test_a_body_is_found_by_every_name_it_had(
    told: Record, an: User, client: Client, now: dt.datetime
) -> None:
    body = Body.objects.get(name=COMMITTEE)
    control.describe_body(
        actor=an,
        body=body,
        name=COMMITTEE,
        note="",
        date_written="1930–",
        names=[FurtherName("Ban Cán sự minh hoạ", BodyName.Kind.FORMER, "trước 1945")],
        at=now,
    )
    page = client.get(body.get_absolute_url()).content.decode()
    for words in ("Ban Cán sự minh hoạ", "trước 1945", told.code):
        assert words in page
    assert body.slug in client.get("/bodies/", {"name": "can su"}).content.decode()
    assert list(candidates(Body.objects.all(), "ban can su")) == [body]
    assert list(candidates(Body.objects.all(), "can su")) == []
    assert told.code in client.get("/records/", {"body": body.slug}).content.decode()


def test_a_post_links_a_person_to_a_body_that_is_then_as_open_as_the_person(
    told: Record, an: User, client: Client, now: dt.datetime
) -> None:
    person = Person.objects.get()
    control.describe_person(
        actor=an,
        person=person,
        name=person.name,
        note="",
        born_written="",
        died_written="",
        names=[],
        posts=[PostHeld("Bí thư", "1950-1954", "Ban Tuyên huấn minh hoạ")],
        at=now,
    )
    post = person.posts.get()
    assert post.body is not None
    assert (post.date_earliest, post.date_latest) == (dt.date(1950, 1, 1), dt.date(1954, 12, 31))
    assert "Ban Tuyên huấn" in client.get(person.get_absolute_url()).content.decode()
    assert person.name in client.get(post.body.get_absolute_url()).content.decode()
    told.released_at = None
    told.save()
    assert client.get(post.body.get_absolute_url()).status_code == 404


def test_bodies_and_events_of_closed_records_are_closed(
    told: Record, an: User, dung: User, visitor: AnonymousUser
) -> None:
    Record.objects.update(released_at=None)
    for who in (visitor, dung):
        assert not gate.visible_bodies(who)
        assert not gate.visible_events(who)
        with pytest.raises(Http404):
            gate.event_or_404(who, Event.objects.get().slug)
    assert gate.visible_bodies(an).count() == 2
    assert not gate.workable_events(dung)


def test_merging_bodies_keeps_one_link_per_role_and_leads_on(
    told: Record, an: User, client: Client, now: dt.datetime
) -> None:
    kept, absorbed = Body.objects.order_by("-name")
    told.involvements.create(body=absorbed, role=BodyRole.ISSUER)
    absorbed.posts.create(person=Person.objects.get(), title="Bí thư")
    merging.merge(actor=an, kept=kept, absorbed=absorbed, at=now)
    assert sorted(told.involvements.values_list("role", flat=True)) == ["issuer", "recipient"]
    assert kept.posts.count() == 1
    assert [other.name for other in kept.names.all()] == ["Huyện ủy minh hoạ"]
    answer = client.get(f"/bodies/{absorbed.slug}/")
    assert (answer.status_code, answer["Location"]) == (301, kept.get_absolute_url())
    assert Entry.objects.about(kept).get().act == "catalogue.body.merged"


def test_merging_events_keeps_the_places_of_both(told: Record, an: User, now: dt.datetime) -> None:
    kept = Event.objects.get()
    absorbed = Event.objects.create(slug="khac", name="Đại hội I", canonical_name="đại hội i")
    absorbed.places.add(Place.objects.create(slug="da-lat", name="Đà Lạt"))
    merging.merge(actor=an, kept=kept, absorbed=absorbed, at=now)
    assert kept.places.get().slug == "da-lat"


def test_a_term_used_for_a_subject_leads_to_it(
    told: Record, an: User, client: Client, now: dt.datetime
) -> None:
    told = actions.describe_record(
        actor=an, record=told, version=told.version, at=now, subjects=["Chiến tranh du kích"]
    )
    control.describe_subject(
        actor=an,
        subject=Subject.objects.get(),
        name="Chiến tranh du kích",
        note="",
        broader=None,
        names=[FurtherName("Du kích chiến")],
        at=now,
    )
    told = actions.describe_record(
        actor=an, record=told, version=told.version, at=now, subjects=["du kích chiến"]
    )
    assert told.subjects.get().name == "Chiến tranh du kích"
    assert "Du kích chiến" in client.get("/subjects/chien-tranh-du-kich/").content.decode()


def test_who_issued_it_and_what_it_tells_of_can_be_restored(
    told: Record, an: User, now: dt.datetime
) -> None:
    changed = actions.describe_record(
        actor=an,
        record=told,
        version=told.version,
        at=now,
        bodies={BodyRole.ISSUER: []},
        events=[],
    )
    assert told.bodies.count() == 1
    entry = Entry.objects.about(told).order_by("id").last()
    assert entry is not None
    restoring.restore_description(
        actor=an, record=told, entry=entry, version=changed.version, at=now
    )
    assert told.involvements.filter(role=BodyRole.ISSUER).get().body.name == COMMITTEE
    assert told.events.get().name == CONGRESS
