"""Results as a table for a spreadsheet: one line for every page and moment found."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from archive.search.highlight import Piece
from archive.search.results import RecordHit
from archive.values.cells import neutralised
from archive.values.timecodes import format_timecode


def lines(hits: Iterable[RecordHit], address: str) -> Iterator[str]:
    """Yield CSV lines; `address` is the site's own, put before each record's."""
    # The mark by which Excel knows that the text is UTF-8.
    yield "\ufeff" + _line(
        _("Reference code"), _("Title"), _("Date"), _("Page"), _("Time"), _("Text"), _("Address")
    )
    for hit in hits:
        record = hit.record
        url = address + record.get_absolute_url()
        about = (record.code, _text(hit.title), record.date_written)
        if not hit.passages:
            yield _line(*about, "", "", _text(hit.summary), url)
        for passage in hit.passages:
            words = _text(passage.pieces)
            if passage.page is not None:
                place = f"p/{passage.page}"
                yield _line(*about, str(passage.page), "", words, url + place)
            else:
                time = format_timecode(passage.start_ms or 0)
                yield _line(*about, "", time, words, f"{url}t/{passage.seconds}")


def _text(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _line(*cells: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(neutralised(" ".join(cell.split())) for cell in cells)
    return out.getvalue()
