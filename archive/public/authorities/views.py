"""Pages of the authorities, of units and of collections, and their lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.locks import open_to_all
from archive.catalogue.models import (
    Body,
    Collection,
    Event,
    Person,
    Place,
    Subject,
)
from archive.public.authorities.lists import listing
from archive.public.caching import kept_for_visitors
from archive.public.schema_org import block, of_collection, of_person
from archive.search.browsing.counting import Holdings, Roles, body_roles, person_roles
from archive.search.browsing.filters import under_subject
from archive.search.tally.columns import Bits
from archive.ui.cards import cards_of
from archive.ui.listed import Listed
from archive.ui.names import names_of
from archive.ui.paging import page_of
from archive.units.models import Unit

MOST_PEOPLE = 100


@open_to_all
@require_safe
@kept_for_visitors
def people(request: HttpRequest) -> HttpResponse:
    return listing(request, "people", Person.objects.all())


@open_to_all
@require_safe
@kept_for_visitors
def places(request: HttpRequest) -> HttpResponse:
    return listing(request, "places", Place.objects.all())


@open_to_all
@require_safe
@kept_for_visitors
def subjects(request: HttpRequest) -> HttpResponse:
    return listing(request, "subjects", Subject.objects.all())


@open_to_all
@require_safe
@kept_for_visitors
def bodies(request: HttpRequest) -> HttpResponse:
    return listing(request, "bodies", Body.objects.all())


@open_to_all
@require_safe
@kept_for_visitors
def events(request: HttpRequest) -> HttpResponse:
    return listing(request, "events", Event.objects.all())


@open_to_all
@require_safe
@kept_for_visitors
def person(request: HttpRequest, slug: str) -> HttpResponse:
    found = gate.person_or_404(request.user, slug)

    def told() -> Q:
        appearances = gate.visible_appearances(request.user).filter(person=found)
        return Q(pk__in=appearances.values("record"))

    names = found.names.all()
    context = {
        "authority": found,
        "names": names,
        "posts": found.posts.select_related("body"),
        "facet": "person",
        "linked": block(of_person(found, names)),
    }
    return _with_records(request, "public/authorities/person.html", told, context, person_roles)


@open_to_all
@require_safe
@kept_for_visitors
def body(request: HttpRequest, slug: str) -> HttpResponse:
    found = gate.body_or_404(request.user, slug)
    held_by = gate.visible_people(request.user).filter(posts__body=found).distinct()
    context = {
        "authority": found,
        "names": found.names.all(),
        "people": held_by[:MOST_PEOPLE],
        "facet": "body",
    }
    return _with_records(
        request, "public/authorities/body.html", lambda: Q(bodies=found), context, body_roles
    )


@open_to_all
@require_safe
@kept_for_visitors
def place(request: HttpRequest, slug: str) -> HttpResponse:
    found = gate.place_or_404(request.user, slug)
    context = {
        "authority": found,
        "names": found.names.all(),
        "events": gate.visible_events(request.user).filter(places=found),
        "facet": "place",
    }
    return _with_records(request, "public/authorities/place.html", lambda: Q(places=found), context)


@open_to_all
@require_safe
@kept_for_visitors
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = gate.event_or_404(request.user, slug)
    context = {
        "authority": found,
        "names": found.names.all(),
        "places": found.places.all(),
        "facet": "event",
    }
    return _with_records(request, "public/authorities/event.html", lambda: Q(events=found), context)


@open_to_all
@require_safe
@kept_for_visitors
def subject(request: HttpRequest, slug: str) -> HttpResponse:
    found = gate.subject_or_404(request.user, slug)
    visible = gate.visible_subjects(request.user)
    context = {
        "authority": found,
        "names": found.names.all(),
        "broader": visible.filter(narrower=found).first(),
        "narrower": visible.filter(broader=found),
        "related": visible.filter(related=found),
        "facet": "subject",
    }
    return _with_records(
        request, "public/authorities/subject.html", lambda: under_subject(found.pk), context
    )


@open_to_all
@require_safe
@kept_for_visitors
def collections(request: HttpRequest) -> HttpResponse:
    rows = gate.visible_collections(request.user).filter(parent=None).select_related("holder")
    page = page_of(request, rows.order_by("code"))
    return render(request, "public/authorities/collections.html", {"page": page})


@open_to_all
@require_safe
@kept_for_visitors
def collection(request: HttpRequest, code: str) -> HttpResponse:
    visible = gate.visible_collections(request.user).select_related("holder")
    found = get_object_or_404(visible, code=code)
    above = list(visible.filter(pk__in=found.ancestor_ids).order_by("path"))
    context = {
        "collection": found,
        "above": above,
        "children": visible.filter(parent=found).order_by("code")[:200],
        "facet": "collection",
        "linked": block(of_collection(found, above[-1] if above else None)),
    }
    return _with_records(
        request, "public/authorities/collection.html", lambda: _inside(found), context
    )


@open_to_all
@require_safe
@kept_for_visitors
def units(request: HttpRequest) -> HttpResponse:
    rows = names_of(Holdings(request.user), Unit.objects.select_related("parent"))
    return render(request, "public/authorities/units.html", {"page": page_of(request, rows)})


@open_to_all
@require_safe
@kept_for_visitors
def unit(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Unit.objects.select_related("parent"), code=code)
    context = {
        "unit": found,
        "origins": found.origins.select_related("predecessor").order_by("predecessor__sort_key"),
        "successions": found.successions.select_related("successor").order_by(
            "successor__sort_key"
        ),
        "works": gate.visible_works(request.user).filter(unit=found).order_by("period_from"),
        "facet": "unit",
    }
    return _with_records(
        request, "public/authorities/unit.html", lambda: Q(unit=found) | Q(holder=found), context
    )


def _search_inside(context: dict[str, Any]) -> tuple[str, int]:
    """Return the choice that keeps a search to the records of this page: facet and value."""
    found = context.get("authority") or context.get("collection") or context["unit"]
    return context["facet"], found.pk


def _inside(found: Collection) -> Q:
    return Q(collection=found) | Q(collection__path__startswith=found.path)


def _with_records(
    request: HttpRequest,
    template: str,
    of_the_name: Callable[[], Q],
    context: dict[str, Any],
    roles: Callable[[Holdings, Any, Bits], Roles] | None = None,
) -> HttpResponse:
    """Answer with a name and its records; which these are is asked only while it is not known."""
    holdings = Holdings(request.user)
    context |= {"inside": _search_inside(context)}
    left = holdings.kept(
        context["inside"], lambda: gate.visible_records(request.user).filter(of_the_name())
    )
    if roles:
        context["roles"] = roles(holdings, context["authority"], left)
    page = page_of(request, Listed(holdings, left, "date"))
    context |= {"page": page, "cards": cards_of(request.user, list(page.object_list))}
    return render(request, template, context)
