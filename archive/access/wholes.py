"""Files that may be taken away as they came: only by who may see all of them."""

from __future__ import annotations

from archive.access.sight import Sight
from archive.catalogue.models import Record
from archive.files.models import Master


def whole_pdf(record: Record, sight: Sight) -> Master | None:
    """Return the one file whose PDF shows what `sight` may see of the record and nothing else.

    None where a page of it is sealed or taken out, and where a name would have to be veiled.
    """
    if not sight.pages or sight.veils:
        return None
    masters = list(Master.objects.filter(pages__record=record).distinct()[:2])
    if len(masters) != 1 or not masters[0].has_pdf:
        return None
    [found] = masters
    shown = record.pages.exclude(number__in=sight.sealed_pages).filter(master=found)
    frames = int(found.technical.get("frames", 0))
    return found if shown.values("frame").distinct().count() >= max(1, frames) else None
