"""Cards of the catalogue: records as lists show them, as far as their viewer may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.access.audiences import Viewer
from archive.access.sight import Sight, sights_of
from archive.catalogue.models import Record
from archive.ui.addresses import thumbnails


@dataclass(frozen=True)
class Card:
    """One record in a list, with the address of its small picture if there is one."""

    record: Record
    thumbnail: str


def cards_of(
    viewer: Viewer, records: Sequence[Record], sights: Mapping[int, Sight] | None = None
) -> list[Card]:
    """Return a card for each of `records` (fetched through the gate), in constant queries.

    Whoever has looked through the gate already gives the `sights` along.
    """
    if not records:
        return []
    pictures = thumbnails(records, sights or sights_of(viewer, records))
    return [Card(record, pictures.get(record.pk, "")) for record in records]
