"""Addresses of pictures and sound: one place that knows their names."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import F
from django.urls import NoReverseMatch, reverse

from archive.access.sight import Sight
from archive.catalogue.models import Page, Record
from archive.files.models import Derivative


def media_address(name: str, *args: object) -> str:
    """Return the address of a file to show; nothing while there is no such door."""
    try:
        return reverse(f"public:{name}", args=args)
    except NoReverseMatch:
        return ""


def thumbnails(records: Collection[Record], sights: Mapping[int, Sight]) -> dict[int, str]:
    """Return the small picture of each record that has one its viewer may see, in one query."""
    return addresses_of(pictured([record for record in records if sights[record.pk].pages]))


def pictured(records: Collection[Record]) -> list[Record]:
    """Return those of `records` that have a small picture, whoever may see it."""
    found = set(
        Page.objects.filter(
            record__in=[record.pk for record in records],
            master__derivatives__role=Derivative.Role.THUMBNAIL,
            master__derivatives__frame=F("frame"),
        )
        .order_by()
        .values_list("record_id", flat=True)
        .distinct()
    )
    return [record for record in records if record.pk in found]


def page_thumbnails(record: Record, numbers: Collection[int]) -> dict[int, str]:
    """Return the small picture of each of these pages that has one, in one query."""
    having = record.pages.filter(
        number__in=numbers,
        master__derivatives__role=Derivative.Role.THUMBNAIL,
        master__derivatives__frame=F("frame"),
    )
    return {
        number: media_address("page_thumbnail", record.code, number)
        for number in having.order_by().values_list("number", flat=True)
    }


def addresses_of(records: Collection[Record]) -> dict[int, str]:
    """Return the address of the small picture of each of `records`."""
    return {record.pk: media_address("thumbnail", record.code) for record in records}
