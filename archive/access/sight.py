"""What of a record a viewer may have once its description is visible to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from archive.access.audiences import Viewer, offices_of
from archive.access.models import Seal
from archive.accounts.models import Role, User
from archive.catalogue.models import Record


@dataclass(frozen=True)
class Sight:
    """What of one record one viewer may have.

    `sealed_times` are half-open stretches in milliseconds on the record's timeline,
    `sealed_pages` are page numbers. Both are empty for the holder's own staff.
    """

    pages: bool = False
    audio: bool = False
    transcript: bool = False
    names: bool = False
    masters: bool = False
    sealed_times: tuple[tuple[int, int], ...] = ()
    sealed_pages: frozenset[int] = frozenset()

    def shows_page(self, number: int) -> bool:
        return self.pages and number not in self.sealed_pages

    def shows_stretch(self, start_ms: int, end_ms: int) -> bool:
        """Tell whether nothing of the stretch is sealed (a stretch of no length is a moment)."""
        end_ms = max(end_ms, start_ms + 1)
        return not any(start < end_ms and start_ms < end for start, end in self.sealed_times)


def sight_of(viewer: Viewer, record: Record) -> Sight:
    """Return what of `record` the viewer may have; the record itself was fetched by the gate."""
    return sights_of(viewer, [record])[record.pk]


def sights_of(viewer: Viewer, records: Collection[Record]) -> dict[int, Sight]:
    """Return what of each record the viewer may have, by record id, in constant queries."""
    own = _own_staff(viewer, records)
    seals = _seals([record for record in records if record.pk not in own])
    return {
        record.pk: (
            Sight(pages=True, audio=True, transcript=True, names=True, masters=True)
            if record.pk in own
            else Sight(
                pages=True,
                audio=True,
                transcript=True,
                names=True,
                sealed_times=tuple(seals[record.pk][0]),
                sealed_pages=frozenset(seals[record.pk][1]),
            )
        )
        for record in records
    }


def _own_staff(viewer: Viewer, records: Collection[Record]) -> frozenset[int]:
    if not isinstance(viewer, User):
        return frozenset()
    if viewer.has_role(Role.ADMINISTRATOR):
        return frozenset(record.pk for record in records)
    offices = offices_of(viewer)
    return frozenset(record.pk for record in records if record.holder_id in offices)


def _seals(
    records: Collection[Record],
) -> defaultdict[int, tuple[list[tuple[int, int]], set[int]]]:
    found: defaultdict[int, tuple[list[tuple[int, int]], set[int]]] = defaultdict(
        lambda: ([], set())
    )
    today = timezone.localdate()
    in_force = Seal.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        lifted_at__isnull=True,
        record__in=[record.pk for record in records],
    )
    for seal in in_force:
        times, pages = found[seal.record_id]
        if seal.from_ms is not None and seal.to_ms is not None:
            times.append((seal.from_ms, seal.to_ms))
        if seal.from_page is not None and seal.to_page is not None:
            pages.update(range(seal.from_page, seal.to_page + 1))
    return found
