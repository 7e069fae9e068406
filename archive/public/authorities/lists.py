"""Alphabetical lists of the authorities, narrowed by the letters of any of their names."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.catalogue.authorities import A
from archive.search.browsing.counting import Holdings
from archive.ui.names import named_like, names_of
from archive.ui.paging import page_of

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
    alike = rows.model._default_manager.filter(named_like(rows, asked)) if asked else None
    title, icon = TITLES[name]
    page = page_of(request, names_of(Holdings(request.user), rows, among=alike), per_page=60)
    context = {"page": page, "title": title, "icon": icon, "asked": asked}
    return render(request, "public/authorities/list.html", context)
