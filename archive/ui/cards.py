"""Cards of the catalogue: records as lists show them, as far as their viewer may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.access.audiences import Viewer
from archive.access.sight import Sight, sights_of
from archive.catalogue.models import Record
from archive.ui.addresses import addresses_of, pictured, thumbnails


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
    if sights:
        pictures = thumbnails(records, sights)
    else:
        # Only where there is a picture has the gate to say whether it may be seen.
        having = pictured(records)
        looked = sights_of(viewer, having) if having else {}
        pictures = addresses_of([record for record in having if looked[record.pk].pages])
    return [Card(record, pictures.get(record.pk, "")) for record in records]
