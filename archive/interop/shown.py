"""What of a record can be shown to programs: pages with a picture, recordings with sound."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from archive.access.sight import Sight
from archive.access.sound import quiet_copy, sealed_part
from archive.catalogue.models import Page, Record, Recording
from archive.files.models import Derivative

Size = tuple[int, int]


def picture_sizes(record: Record, numbers: Collection[int]) -> dict[int, Size]:
    """Return width and height of the pictures of these pages, by number."""
    pages = record.pages.filter(number__in=numbers)
    pictures = sizes_of(pages)
    rows = pages.values_list("number", "master_id", "frame")
    return {
        number: size for number, master, frame in rows if (size := pictures.get((master, frame)))
    }


def sizes_of(pages: QuerySet[Page]) -> dict[tuple[int, int], Size]:
    """Return width and height of the tiled pictures, by master and frame."""
    made = Derivative.objects.filter(
        master__in=pages.order_by().values("master"), role=Derivative.Role.PYRAMID
    )
    rows = made.values_list("master_id", "frame", "width", "height")
    return {
        (master, frame): (width, height)
        for master, frame, width, height in rows
        if width and height
    }


def is_heard(record: Record, sight: Sight) -> bool:
    """Tell whether there is sound for this sight."""
    return bool(heard(record, sight))


def heard(record: Record, sight: Sight) -> list[Recording]:
    """Return the recordings of which there is sound for this sight, in their order."""
    if not sight.audio:
        return []
    recordings = record.recordings.select_related("master").order_by("starts_ms", "part")
    return [each for each in recordings if each.duration_ms and _is_there(sight, each)]


def _is_there(sight: Sight, recording: Recording) -> bool:
    """Tell whether there is sound for this sight: under a seal only the silenced copy is."""
    return not sealed_part(sight, recording) or quiet_copy(sight, recording) is not None
