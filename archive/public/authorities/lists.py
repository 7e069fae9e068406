"""Alphabetical lists of the authorities, narrowed by the letters of any of their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.catalogue.authorities import A
from archive.public.browse.counting import Holdings
from archive.public.browse.names import names_of
from archive.ui.paging import page_of
from archive.values.text import canonical, fold

TITLES: Mapping[str, tuple[str | Promise, str]] = {
    "people": (_("People"), "person"),
    "bodies": (_("Corporate bodies"), "body"),
    "places": (_("Places"), "place"),
    "subjects": (_("Subjects"), "subject"),
    "events": (_("Events"), "event"),
}


def listing(request: HttpRequest, name: str, rows: QuerySet[A]) -> HttpResponse:
    """Show a list of authorities; `?name=` keeps those whose name holds the letters."""
    asked = " ".join(request.GET.get("name", "").split())[:100]
    alike = rows.model._default_manager.filter(_named_like(rows, asked)) if asked else None
    title, icon = TITLES[name]
    page = page_of(request, names_of(Holdings(request.user), rows, among=alike), per_page=60)
    context = {"page": page, "title": title, "icon": icon, "asked": asked}
    return render(request, "public/authorities/list.html", context)


def _named_like(rows: QuerySet[A], asked: str) -> Q:
    """Return the condition that one of an entry's names holds the letters asked for.

    Without marks any marks will do, as in the search.
    """
    plain = fold(asked) == canonical(asked)
    letters = {f"{'plain' if plain else 'canonical'}_name__contains": canonical(asked)}
    names: Any = rows.model._meta.get_field("names").related_model
    owner = f"{rows.model._meta.model_name}_id"
    return Q(**letters) | Q(pk__in=names.objects.filter(**letters).values(owner))
