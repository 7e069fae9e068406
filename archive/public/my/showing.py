"""Listed places in the words and addresses of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from archive.research.places import Place, Shown
from archive.values.timecodes import format_timecode


def rows_of(shown: Sequence[Shown]) -> list[dict[str, Any]]:
    """Return what the page of a list shows of each place."""
    return [
        {
            "listed": each.listed,
            "record": each.record,
            "gone": each.gone,
            "title": each.title,
            "where": where(each.place) if each.place else "",
            "url": address(each.place) if each.place else "",
            "earlier": max(1, each.listed.position - 1),
            "later": each.listed.position + 1,
        }
        for each in shown
    ]


def where(place: Place) -> str:
    """Return the page or the time of a place in words; nothing for a whole record."""
    if place.page is not None:
        return _("Page %(page)d") % {"page": place.page}
    return "" if place.at_ms is None else format_timecode(place.at_ms)


def address(place: Place) -> str:
    if place.page is not None:
        return reverse("public:page", args=[place.record.code, place.page])
    if place.at_ms is not None:
        return reverse("public:moment", args=[place.record.code, place.at_ms // 1000])
    return place.record.get_absolute_url()
