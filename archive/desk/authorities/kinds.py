"""The kinds of authority: where their rows are, and which form and act describe them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.access import gate
from archive.accounts.models import User
from archive.catalogue import authority_control as control
from archive.catalogue.models import Body, Event, Person, Place, Subject
from archive.desk.authorities.forms import (
    AuthorityForm,
    BodyForm,
    EventForm,
    PersonForm,
    PlaceForm,
    SubjectForm,
)


@dataclass(frozen=True)
class Kind:
    """One kind of authority as the desk handles it.

    `rows` are those a user may describe, `seen` those a user may know of.
    """

    title: StrPromise
    model: type[Model]
    rows: Callable[[User], QuerySet[Any]]
    seen: Callable[[User], QuerySet[Any]]
    form: type[AuthorityForm]
    describe: Callable[..., Any]
    public_name: str

    def save(self, form: AuthorityForm, *, actor: User, authority: Any, at: dt.datetime) -> None:
        """Describe `authority` as the form says."""
        values = form.description()
        self.describe(actor=actor, at=at, **{self.public_name: authority}, **values)


KINDS = {
    "people": Kind(
        _("People"),
        Person,
        gate.workable_people,
        gate.visible_people,
        PersonForm,
        control.describe_person,
        "person",
    ),
    "bodies": Kind(
        _("Corporate bodies"),
        Body,
        gate.workable_bodies,
        gate.visible_bodies,
        BodyForm,
        control.describe_body,
        "body",
    ),
    "places": Kind(
        _("Places"),
        Place,
        gate.workable_places,
        gate.visible_places,
        PlaceForm,
        control.describe_place,
        "place",
    ),
    "subjects": Kind(
        _("Subjects"),
        Subject,
        gate.workable_subjects,
        gate.visible_subjects,
        SubjectForm,
        control.describe_subject,
        "subject",
    ),
    "events": Kind(
        _("Events"),
        Event,
        gate.workable_events,
        gate.visible_events,
        EventForm,
        control.describe_event,
        "event",
    ),
}
