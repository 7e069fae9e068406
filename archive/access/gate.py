"""The one gate. Everything that shows, lists, counts, exports or indexes asks here.

One rule in two forms: a queryset for many (`visible_records`) and a yes or no for one
(`may_see`); both are closed unless something opens them. A closed record and a missing one
answer alike (`Http404`); a withdrawn one answers `Withdrawn`, a renamed one `Moved`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection as Several
from typing import TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from archive.access.audiences import Viewer, administers, offices_of
from archive.access.ceilings import ceilings_of, open_as
from archive.access.consents import withheld_witness
from archive.access.models import Grant
from archive.access.telling import telling_records
from archive.accounts.models import User
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    Body,
    Collection,
    Event,
    FormerAddress,
    FormerCode,
    Involvement,
    Person,
    Place,
    Post,
    Record,
    Subject,
)
from archive.journal.models import Entry
from archive.works.models import Citation, FormerWorkCode, Work

A = TypeVar("A", Person, Body, Place, Subject, Event)
M = TypeVar("M", bound=Model)


class Withdrawn(Exception):
    """It was open and has been taken back; its tombstone says when and why."""

    def __init__(self, gone: Record | Work) -> None:
        super().__init__(gone.code)
        self.gone = gone


class Moved(Exception):
    """What was asked for is known by another code or address now."""

    def __init__(self, former: str, current: str) -> None:
        super().__init__(former)
        self.former = former
        self.current = current


def visible_records(viewer: Viewer, *, now: dt.datetime | None = None) -> QuerySet[Record]:
    """Return the records whose description `viewer` may see, as one query."""
    return _open_to(viewer, Record.objects.all(), _opened_to(viewer, now or timezone.now()))


def workable_records(user: User) -> QuerySet[Record]:
    """Return the records `user` works with at the desk: those held by their offices."""
    return _open_to(user, Record.objects.all())


def workable_record_or_404(
    user: User, code: str, *, among: QuerySet[Record] | None = None
) -> Record:
    """Return the record with `code` if `user` works with it. Raises `Http404`."""
    found = workable_records(user)
    if among is not None:
        found = among.filter(pk__in=found.values("pk"))
    return get_object_or_404(found, code=code)


def may_see(viewer: Viewer, record: Record) -> bool:
    """Tell whether `viewer` may see the description of `record`."""
    return visible_records(viewer).filter(pk=record.pk).exists()


def record_or_404(viewer: Viewer, code: str, *, among: QuerySet[Record] | None = None) -> Record:
    """Return the record with `code` if `viewer` may see it.

    `among` adds what the caller needs fetched along (`select_related` …); it never widens.
    Raises `Http404`, `Withdrawn` or `Moved`.
    """
    # The code stands in the question of the gate: a database told to look among all that is visible
    # lists that first.
    visible = visible_records(viewer).filter(code=code)
    if among is not None:
        visible = among.filter(pk__in=visible.values("pk"))
    record = visible.first()
    if record is not None:
        return record
    gone = Record.objects.filter(code=code, withdrawn_at__isnull=False).first()
    if gone is not None and gone.pk in _known_before(viewer, [gone]):
        raise Withdrawn(gone)
    former = FormerCode.objects.select_related("record").filter(code=code).first()
    if former is not None and (
        may_see(viewer, former.record)
        or former.record.pk in tombstones_of(viewer, [former.record.pk])
    ):
        raise Moved(code, former.record.code)
    raise Http404


def tombstones_of(viewer: Viewer, ids: Several[int]) -> dict[int, Record]:
    """Return those of the records that were withdrawn and of which `viewer` gets a tombstone."""
    gone = Record.objects.filter(pk__in=ids, withdrawn_at__isnull=False).in_bulk()
    known = _known_before(viewer, list(gone.values()))
    return {pk: record for pk, record in gone.items() if pk in known}


def _known_before(viewer: Viewer, gone: Several[Record]) -> set[int]:
    """Return which of these withdrawn records had been open to `viewer`: others get no tombstone.

    A tombstone says that something was here, which is news to whom it never was open.
    """
    if not gone:
        return set()
    withdrawals = Entry.objects.filter(
        act="access.record.withdrawn",
        subject_type=Record._meta.label_lower,
        subject_id__in=[str(record.pk) for record in gone],
    )
    before = {
        int(pk): said.get("access_level")
        for pk, said in withdrawals.order_by("pk").values_list("subject_id", "before")
    }
    ceilings = ceilings_of(gone)
    open_to = {AccessLevel.PUBLIC} | (
        {AccessLevel.REGISTERED} if isinstance(viewer, User) else set()
    )
    return {
        record.pk
        for record in gone
        if AccessLevel.strictest(before.get(record.pk) or AccessLevel.PUBLIC, ceilings[record.pk])
        in open_to
    }


def visible_collections(viewer: Viewer) -> QuerySet[Collection]:
    """Return the collections `viewer` may see: open ones, and those of their own offices."""
    return _open_to(viewer, Collection.objects.all(), Q(is_public=True))


def workable_collections(user: User) -> QuerySet[Collection]:
    """Return the collections `user` arranges at the desk: those held by their offices."""
    return _open_to(user, Collection.objects.all())


def visible_works(viewer: Viewer) -> QuerySet[Work]:
    """Return the works `viewer` may see: open ones, and those of their own offices."""
    return _open_to(viewer, Work.objects.all(), Q(is_public=True), holder="owner")


def visible_appearances(viewer: Viewer, *, now: dt.datetime | None = None) -> QuerySet[Appearance]:
    """Return which person appears in which record, as far as `viewer` may know it.

    A witness whose name is not consented to does not appear, except to the holder's staff.
    Whatever lists the records of a person or the people of a record starts here.
    """
    now = now or timezone.now()
    seen = _of_records(Appearance.objects.all(), visible_records(viewer, now=now))
    return _open_to(viewer, seen, ~withheld_witness(now), holder="record__holder")


def work_or_404(viewer: Viewer, code: str) -> Work:
    """Return the work with `code` if `viewer` may see it, with its unit and office.

    Raises `Http404`, `Withdrawn` or `Moved`. What was shown was shown to everybody, so everybody
    gets its tombstone; one never shown is as good as missing.
    """
    found = visible_works(viewer).select_related("unit", "owner").filter(code=code).first()
    if found is not None:
        return found
    gone = Work.objects.filter(code=code, withdrawn_at__isnull=False).first()
    if gone is not None:
        raise Withdrawn(gone)
    former = FormerWorkCode.objects.select_related("work").filter(code=code).first()
    if former is not None and (
        former.work.withdrawn_at is not None
        or visible_works(viewer).filter(pk=former.work_id).exists()
    ):
        raise Moved(code, former.work.code)
    raise Http404


def workable_works(user: User) -> QuerySet[Work]:
    """Return the works `user` works with at the desk: those their offices answer for."""
    return _open_to(user, Work.objects.all(), holder="owner")


def sources_of(viewer: Viewer, work: Work) -> QuerySet[Citation]:
    """Return what `work` cites; `is_open` says whether `viewer` may see the record cited."""
    seen = visible_records(viewer).filter(pk=OuterRef("record"))
    return work.citations.select_related("record").annotate(is_open=Exists(seen))


def visible_people(viewer: Viewer) -> QuerySet[Person]:
    """Return the people who appear in a record `viewer` may see.

    A name that stands only in closed records, or is withheld, is as closed as they are.
    """
    return Person.objects.filter(Exists(visible_appearances(viewer).filter(person=OuterRef("pk"))))


def visible_places(viewer: Viewer) -> QuerySet[Place]:
    """Return the places named in a record `viewer` may see, or where an event told of there was."""
    named = _told_of(Record.places.through, "place", visible_records(viewer))
    happened = Exists(visible_events(viewer).filter(places=OuterRef("pk")))
    return Place.objects.filter(named | happened)


def visible_subjects(viewer: Viewer) -> QuerySet[Subject]:
    """Return the subjects given to a record `viewer` may see, and those above them."""
    told = _told_of(Record.subjects.through, "subject", visible_records(viewer))
    return _and_above(Subject.objects.filter(told))


def visible_bodies(viewer: Viewer) -> QuerySet[Body]:
    """Return the bodies that have to do with a record, or had a post of a person, one may see."""
    involved = _told_of(Involvement, "body", visible_records(viewer))
    return Body.objects.filter(involved | _held_by(visible_people(viewer)))


def visible_events(viewer: Viewer) -> QuerySet[Event]:
    """Return the events told of in a record `viewer` may see."""
    told = _told_of(Record.events.through, "event", visible_records(viewer))
    return Event.objects.filter(told)


def person_or_404(viewer: Viewer, slug: str) -> Person:
    """Return the person at this address if `viewer` may see them. Raises `Http404`, `Moved`."""
    return _authority_or_404(visible_people(viewer), slug)


def place_or_404(viewer: Viewer, slug: str) -> Place:
    """Return the place at this address if `viewer` may see it. Raises `Http404`, `Moved`."""
    return _authority_or_404(visible_places(viewer), slug)


def subject_or_404(viewer: Viewer, slug: str) -> Subject:
    """Return the subject at this address if `viewer` may see it. Raises `Http404`, `Moved`."""
    return _authority_or_404(visible_subjects(viewer), slug)


def body_or_404(viewer: Viewer, slug: str) -> Body:
    """Return the body at this address if `viewer` may see it. Raises `Http404`, `Moved`."""
    return _authority_or_404(visible_bodies(viewer), slug)


def event_or_404(viewer: Viewer, slug: str) -> Event:
    """Return the event at this address if `viewer` may see it. Raises `Http404`, `Moved`."""
    return _authority_or_404(visible_events(viewer), slug)


def workable_people(user: User) -> QuerySet[Person]:
    """Return the people `user` may describe: those in records of their own offices."""
    return Person.objects.filter(_told_of(Appearance, "person", workable_records(user)))


def workable_places(user: User) -> QuerySet[Place]:
    """Return the places `user` may describe: those in records of their own offices, or of
    the events told of there.
    """
    named = _told_of(Record.places.through, "place", workable_records(user))
    happened = Exists(workable_events(user).filter(places=OuterRef("pk")))
    return Place.objects.filter(named | happened)


def workable_subjects(user: User) -> QuerySet[Subject]:
    """Return the subjects `user` may describe: those of records of their own offices, and those
    above them.
    """
    told = _told_of(Record.subjects.through, "subject", workable_records(user))
    return _and_above(Subject.objects.filter(told))


def workable_bodies(user: User) -> QuerySet[Body]:
    """Return the bodies `user` may describe: those of records of their own offices, or of the
    posts of people in them.
    """
    involved = _told_of(Involvement, "body", workable_records(user))
    return Body.objects.filter(involved | _held_by(workable_people(user)))


def workable_events(user: User) -> QuerySet[Event]:
    """Return the events `user` may describe: those of records of their own offices."""
    told = _told_of(Record.events.through, "event", workable_records(user))
    return Event.objects.filter(told)


def _authority_or_404(visible: QuerySet[A], slug: str) -> A:
    found = visible.filter(slug=slug).first()
    if found is not None:
        return found
    former = FormerAddress.objects.filter(model=visible.model._meta.model_name, slug=slug).first()
    if former is not None and visible.filter(slug=former.current_slug).exists():
        raise Moved(slug, former.current_slug)
    raise Http404


def _of_records(rows: QuerySet[M], seen: QuerySet[Record]) -> QuerySet[M]:
    """Keep the rows whose record is `seen`.

    Asked row by row: `record__in` would have the database list all records of the archive first,
    a third of a second at a hundred thousand.
    """
    return rows.filter(Exists(seen.order_by().filter(pk=OuterRef("record"))))


def _told_of(links: type[Model], thing: str, seen: QuerySet[Record]) -> Exists:
    """Return the condition that one of `links` joins a `thing` to a record that is `seen`."""
    rows = links._default_manager.order_by().filter(**{thing: OuterRef("pk")})
    return Exists(_of_records(rows, seen))


# What stands above some subjects, however deep they lie, in one statement on either database.
_ABOVE = """
    WITH RECURSIVE above(id) AS (
        SELECT broader_id FROM ({subjects}) AS told
        UNION
        SELECT upper.broader_id FROM catalogue_subject AS upper JOIN above ON upper.id = above.id
        WHERE upper.broader_id IS NOT NULL
    )
    SELECT id FROM above
"""


def _and_above(told: QuerySet[Subject]) -> QuerySet[Subject]:
    """Widen subjects by those above them: under a broader one what is below it is found."""
    narrower = told.filter(broader__isnull=False).order_by().values("broader_id")
    try:
        statement, values = narrower.query.sql_with_params()
    except EmptyResultSet:
        return told
    above = RawSQL(_ABOVE.format(subjects=statement), values)  # noqa: S611 # Django's own words
    return told | Subject.objects.filter(pk__in=above)


def _held_by(people: QuerySet[Person]) -> Exists:
    """Return the condition that one of `people` had a post in a body."""
    posts = Post.objects.order_by().filter(body=OuterRef("pk"))
    return Exists(posts.filter(Exists(people.order_by().filter(pk=OuterRef("person")))))


def _open_to(viewer: Viewer, rows: QuerySet[M], *opened: Q, holder: str = "holder") -> QuerySet[M]:
    """Keep what is opened to `viewer` and what their own offices hold; administrators have all."""
    if administers(viewer):
        return rows
    kept = Q(**{f"{holder}__in": offices_of(viewer)})
    for way in opened:
        kept |= way
    return rows.filter(kept)


def _opened_to(viewer: Viewer, now: dt.datetime) -> Q:
    """Return the condition that a record was released to `viewer`, or granted to them by name."""
    opened = Q(released_at__lte=now)
    if not isinstance(viewer, User) or not viewer.is_active:
        opened &= open_as(AccessLevel.PUBLIC)
    else:
        granted = Grant.objects.in_force(now).filter(user=viewer, record=OuterRef("pk"))
        opened = opened & open_as(AccessLevel.REGISTERED) | Q(Exists(granted))
    # Whoever is let in by name is not let in to a name that its bearer withholds.
    telling = telling_records(now)
    return opened & ~Q(pk__in=telling) if telling else opened
