"""Alphabetical lists of people, places and subjects, with their letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.catalogue.models import Person, Place, Subject
from archive.ui.paging import page_of
from archive.values.text import canonical, fold

A = TypeVar("A", Person, Place, Subject)

TITLES: Mapping[str, tuple[str | Promise, str]] = {
    "people": (_("People"), "person"),
    "places": (_("Places"), "place"),
    "subjects": (_("Subjects"), "subject"),
}


def listing(request: HttpRequest, name: str, rows: QuerySet[A]) -> HttpResponse:
    """Show a list of authorities; `?name=` keeps those whose name holds the letters."""
    asked = " ".join(request.GET.get("name", "").split())[:100]
    if asked:
        # Without marks any marks will do, as in the search.
        plain = fold(asked) == canonical(asked)
        field = "slug__icontains" if plain else "canonical_name__icontains"
        rows = rows.filter(**{field: fold(asked).replace(" ", "-") if plain else canonical(asked)})
    title, icon = TITLES[name]
    page = page_of(request, rows, per_page=60)
    context = {"page": page, "title": title, "icon": icon, "asked": asked}
    return render(request, "public/authorities/list.html", context)
