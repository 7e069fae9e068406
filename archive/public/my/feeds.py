"""A saved search as an Atom feed at an address nobody can guess."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.access.locks import open_to_all
from archive.access.sight import sights_of
from archive.catalogue.models import Record
from archive.public.search.asking import address_of
from archive.research.asking import found_now
from archive.research.models import SavedSearch
from archive.search.index import NoIndex
from archive.ui.feeds import AUTHOR, PlainAtom

LENGTH = 50


@open_to_all
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Give the latest finds of a saved search, as its owner may see them now.

    Whoever has the address is taken for the owner, so that it can be closed and changed.
    """
    search = get_object_or_404(
        SavedSearch.objects.select_related("owner"), feed_key=key, owner__is_active=True
    )
    try:
        found = found_now(search)
    except NoIndex:
        raise Http404 from None
    entries = _entries(search, found or set())
    atom = PlainAtom(
        title=f"{search.name} · {AUTHOR}",
        link=request.build_absolute_uri(address_of(search)),
        description=_("What is newly found for a saved search"),
        feed_url=request.build_absolute_uri(),
    )
    sights = sights_of(search.owner, [record for record, _at in entries]) if entries else {}
    for record, at in entries:
        url = request.build_absolute_uri(record.get_absolute_url())
        sight = sights[record.pk]
        atom.add_item(
            title=sight.veiled(record.title),
            link=url,
            unique_id=url,
            description=sight.veiled(record.abstract),
            updateddate=at,
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    atom.write(response, "utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _entries(search: SavedSearch, found: set[int]) -> list[tuple[Record, dt.datetime]]:
    """Return the finds with the time they became news, the latest first."""
    noted = dict(search.findings.filter(record__in=found).values_list("record_id", "found_at"))
    records = Record.objects.filter(pk__in=found)  # the gate has let them through: `found_now`
    dated = [
        (record, noted.get(record.pk) or record.released_at or record.created_at)
        for record in records
    ]
    dated.sort(key=lambda entry: (entry[1], entry[0].pk), reverse=True)
    return dated[:LENGTH]
