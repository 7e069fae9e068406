"""Files that may be taken away as they came: only by who may see all of them."""

from __future__ import annotations

from archive.access.sight import Sight
from archive.catalogue.models import Record
from archive.files.models import Family, Master


def whole_pdf(record: Record, sight: Sight) -> Master | None:
    """Return the record's one PDF when every page of it is in the record and may be seen."""
    masters = list(Master.objects.filter(family=Family.PDF, pages__record=record).distinct()[:2])
    if len(masters) != 1:
        return None
    [found] = masters
    numbers = list(record.pages.filter(master=found).values_list("number", flat=True))
    frames = int(found.technical.get("frames", 0))
    whole = len(numbers) >= frames and all(sight.shows_page(number) for number in numbers)
    return found if whole else None
