"""People, bodies, places, subjects, events: those that a record open to the asker tells of."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import QuerySet

from archive.access import gate
from archive.access.addresses import at
from archive.catalogue.models import Body, Event, Person, Place, Subject
from archive.catalogue.models.authorities import Authority
from archive.interop.api.listing import PAGING, listed
from archive.interop.api.operations import Asked, Operation, reading
from archive.interop.api.parameters import text
from archive.interop.api.referring import days, life, name_ref, unit_ref
from archive.interop.api.shapes.names import (
    BodySaid,
    EventSaid,
    FurtherName,
    PersonSaid,
    PlaceSaid,
    Post,
    SubjectSaid,
)
from archive.interop.api.shapes.parts import Coded, Listed, Ref
from archive.search.browsing.counting import Holdings
from archive.ui.names import named_like, names_of

A = TypeVar("A", Person, Body, Place, Subject, Event)
MOST_PEOPLE = 100
NAME = text(
    "name",
    "Of whose names one holds these letters; without diacritics any will do.",
    longest=100,
)


@reading("people/", Listed[Ref], "People, by the alphabet", NAME, *PAGING)
def people(asked: Asked) -> Listed[Ref]:
    return _listed(asked, Person.objects.all())


@reading("bodies/", Listed[Ref], "Corporate bodies, by the alphabet", NAME, *PAGING)
def bodies(asked: Asked) -> Listed[Ref]:
    return _listed(asked, Body.objects.all())


@reading("places/", Listed[Ref], "Places, by the alphabet", NAME, *PAGING)
def places(asked: Asked) -> Listed[Ref]:
    return _listed(asked, Place.objects.all())


@reading("subjects/", Listed[Ref], "Subjects, by the alphabet", NAME, *PAGING)
def subjects(asked: Asked) -> Listed[Ref]:
    return _listed(asked, Subject.objects.all())


@reading("events/", Listed[Ref], "Events, by the alphabet", NAME, *PAGING)
def events(asked: Asked) -> Listed[Ref]:
    return _listed(asked, Event.objects.all())


@reading("people/<slug:slug>/", PersonSaid, "One person")
def person(asked: Asked, slug: str) -> PersonSaid:
    found = gate.person_or_404(asked.viewer, slug)
    return PersonSaid(
        **_said(found),
        born=life(found.born_written, found.born_earliest, found.born_latest),
        died=life(found.died_written, found.died_earliest, found.died_latest),
        posts=[
            Post(
                title=post.title,
                body=name_ref(post.body) if post.body else None,
                date=days(post),
            )
            for post in found.posts.select_related("body")
        ],
    )


@reading("bodies/<slug:slug>/", BodySaid, "One corporate body")
def body(asked: Asked, slug: str) -> BodySaid:
    found = gate.body_or_404(asked.viewer, slug)
    held_by = gate.visible_people(asked.viewer).filter(posts__body=found).distinct()
    return BodySaid(
        **_said(found), existed=days(found), people=list(map(name_ref, held_by[:MOST_PEOPLE]))
    )


@reading("places/<slug:slug>/", PlaceSaid, "One place")
def place(asked: Asked, slug: str) -> PlaceSaid:
    found = gate.place_or_404(asked.viewer, slug)
    happened = gate.visible_events(asked.viewer).filter(places=found)
    return PlaceSaid(
        **_said(found),
        unit=unit_ref(found.unit) if found.unit else None,
        events=list(map(name_ref, happened)),
    )


@reading("subjects/<slug:slug>/", SubjectSaid, "One subject of the thesaurus")
def subject(asked: Asked, slug: str) -> SubjectSaid:
    found = gate.subject_or_404(asked.viewer, slug)
    visible = gate.visible_subjects(asked.viewer)
    broader = visible.filter(narrower=found).first()
    return SubjectSaid(
        **_said(found),
        broader=name_ref(broader) if broader else None,
        narrower=list(map(name_ref, visible.filter(broader=found))),
        related=list(map(name_ref, visible.filter(related=found))),
    )


@reading("events/<slug:slug>/", EventSaid, "One event")
def event(asked: Asked, slug: str) -> EventSaid:
    found = gate.event_or_404(asked.viewer, slug)
    return EventSaid(
        **_said(found), date=days(found), places=list(map(name_ref, found.places.all()))
    )


OPERATIONS: tuple[Operation, ...] = (
    people, person, bodies, body, places, place, subjects, subject, events, event,
)  # fmt: skip


def _listed(asked: Asked, rows: QuerySet[A]) -> Listed[Ref]:
    letters = " ".join((asked.query["name"] or "").split())
    alike = rows.model._default_manager.filter(named_like(rows, letters)) if letters else None
    names = names_of(Holdings(asked.viewer), rows, among=alike)
    return listed(asked, names, lambda some: list(map(name_ref, some)))


def _said(found: Authority) -> dict[str, Any]:
    """Return what is said of every kind of name."""
    names: Any = found
    kind = found._meta.model_name
    return vars(name_ref(found)) | {
        "further_names": [_further(each) for each in names.names.all()],
        "note": found.note,
        "records_url": f"{at('api:records')}?{kind}={found.slug}",
        "is_demonstration": found.is_demonstration,
    }


def _further(name: Any) -> FurtherName:
    kind = getattr(name, "kind", "")
    coded = Coded(code=kind, label=name.get_kind_display()) if kind else None
    return FurtherName(name=name.name, kind=coded, note=name.note)
