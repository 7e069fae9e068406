"""What is closed and why, in plain words. Only what the viewer may know is said."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.access.asking import Held
from archive.access.ceilings import level_of
from archive.access.sight import Sight
from archive.catalogue.models import AccessLevel, Record
from archive.values.timecodes import format_timecode

# For programs, which see none of the marks on a page.
INVENTED = gettext_lazy("Demonstration data: nothing of it is a real document.")


def access_notes(record: Record, sight: Sight, held: Held) -> list[str]:
    """Return one sentence for each thing that is closed to the viewer, or open to few."""
    return [*_of_level(record, level_of(record)), *closed_in(sight, held)]


def closed_in(sight: Sight, held: Held) -> list[str]:
    """Return one sentence for each thing of what is `held` of a record that is closed in it."""
    return [
        *_of_contents(sight, held.pages > 0, held.parts > 0),
        *(_of_film(sight) if held.films else ()),
        *(_of_pages(sorted(sight.sealed_pages)) if held.pages else ()),
        *(_of_stretches(sight) if held.parts else ()),
    ]


def _of_level(record: Record, level: AccessLevel) -> Iterator[str]:
    if record.released_at is None:
        yield _("Not released yet: only the staff of the holding office see this page.")
    elif level == AccessLevel.REGISTERED:
        yield _("Open to readers who have signed in.")
    elif level != AccessLevel.PUBLIC:
        yield _("Not open to the public: you see it because you were given leave, or hold it.")


def _of_contents(sight: Sight, has_pages: bool, has_sound: bool) -> Iterator[str]:
    if has_pages and not sight.pages:
        yield _("The pages are not open. The description may be read; the images and text may not.")
    if has_sound and not sight.audio:
        yield _("The recording is not open: the consent given does not cover its being heard here.")
    if has_sound and not sight.transcript:
        yield _("The transcript is not open: the consent given does not cover its being read here.")
    if has_sound and not sight.names:
        yield _("The witness is not named, as the consent does not cover the name.")


def _of_film(sight: Sight) -> Iterator[str]:
    if sight.audio and not sight.images:
        yield _("The pictures of the film are not open: only its sound may be heard here.")


def _of_pages(numbers: list[int]) -> Iterator[str]:
    if numbers:
        yield ngettext(
            "Page %(pages)s is sealed by the holding office and cannot be read for now.",
            "Pages %(pages)s are sealed by the holding office and cannot be read for now.",
            len(numbers),
        ) % {"pages": _runs(numbers)}


def _of_stretches(sight: Sight) -> Iterator[str]:
    if sight.sealed_times:
        stretches = ", ".join(
            f"{format_timecode(start)}–{format_timecode(end)}" for start, end in sight.sealed_times
        )
        yield ngettext(
            "The stretch %(stretches)s is sealed and can be neither heard nor read for now.",
            "The stretches %(stretches)s are sealed and can be neither heard nor read for now.",
            len(sight.sealed_times),
        ) % {"stretches": stretches}


def _runs(numbers: list[int]) -> str:
    """Write sorted numbers with runs as `3–5`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
