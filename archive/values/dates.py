"""Uncertain dates: what was written, the same as EDTF, and the first and last possible day."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from archive.values.date_phrases import read_phrase
from archive.values.date_reading import Reading
from archive.values.edtf import InvalidEdtf, parse_edtf
from archive.values.text import nfc

EDTF_MAX_LENGTH = 120
"""A longer list of dates is kept as the interval it spans."""
_TWO_YEARS = re.compile(r"(\d\d)(\d\d)-(\d\d)")


@dataclass(frozen=True)
class UncertainDate:
    """A date as a catalogue keeps it.

    `written` is never changed. `earliest` and `latest` are included days; None is open. A date
    not understood has no EDTF and no bounds; one that is empty or says it is unknown is understood
    and has none either. `assumption` names what had to be assumed (see date_reading.Reading), so
    that a form or an import report can say it.
    """

    written: str
    edtf: str = ""
    earliest: date | None = None
    latest: date | None = None
    understood: bool = True
    assumption: str = ""


@lru_cache(maxsize=4096)
def parse_date(written: str) -> UncertainDate:
    """Read EDTF or what people write; what is not understood is said, never guessed."""
    written = nfc(written)
    text = " ".join(written.split())
    reading = _two_years(text) or _edtf(text) or read_phrase(text)
    if reading is None:
        return UncertainDate(written, understood=False)
    if not reading.edtf:
        return UncertainDate(written)
    earliest, latest = parse_edtf(reading.edtf).as_dates()
    edtf = reading.edtf
    if len(edtf) > EDTF_MAX_LENGTH:
        edtf = f"{earliest or '..'}/{latest or '..'}"
    return UncertainDate(written, edtf, earliest, latest, True, reading.assumption)


def _edtf(text: str) -> Reading | None:
    """The text itself where it is EDTF; but `-1999` is an open beginning to whoever wrote it."""
    if re.fullmatch(r"-\d{4}", text):
        return None
    try:
        parse_edtf(text)
    except InvalidEdtf:
        return None
    return Reading(text)


def _two_years(text: str) -> Reading | None:
    """`1937-38` is two years to whoever wrote it, although EDTF has a part of a year 38.

    From 2000 on EDTF goes first: nobody wrote 2001-21 for twenty years.
    """
    match = _TWO_YEARS.fullmatch(text)
    if not match or match[1] > "19" or match[3] <= max(match[2], "12"):
        return None
    return Reading(f"{match[1]}{match[2]}/{match[1]}{match[3]}", "short_range")
