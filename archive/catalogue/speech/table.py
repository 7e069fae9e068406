"""A transcript as a table (CSV): one stretch a row, for those who count and sort what is said."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from archive.catalogue.speech.cues import Cue
from archive.values.cells import neutralised
from archive.values.timecodes import format_timecode


def write(cues: Iterable[Cue]) -> bytes:
    """Return the cues as UTF-8 CSV that spreadsheet programs open as such and take for no code."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([_("From (time)"), _("To (time)"), _("Speaker"), _("Text")])
    for cue in cues:
        table.writerow(
            [
                format_timecode(cue.start_ms, hours=True, millis=True),
                format_timecode(cue.end_ms, hours=True, millis=True),
                neutralised(cue.speaker),
                neutralised(cue.text),
            ]
        )
    return written.getvalue().encode("utf-8-sig")
