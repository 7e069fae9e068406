"""Uncertain dates: what was written, the same as EDTF, and the first and last possible day."""

from dataclasses import dataclass
from datetime import date

from archive.values.date_phrases import phrase_to_edtf
from archive.values.edtf import InvalidEdtf, parse_edtf
from archive.values.text import nfc


@dataclass(frozen=True)
class UncertainDate:
    """A date as a catalogue keeps it.

    `written` is never changed. `earliest` and `latest` are included days; None is open. A date
    not understood has no EDTF and no bounds; one that is empty or says it is unknown is understood
    and has none either.
    """

    written: str
    edtf: str = ""
    earliest: date | None = None
    latest: date | None = None
    understood: bool = True


def parse_date(written: str) -> UncertainDate:
    """Read ISO, EDTF or what Vietnamese write; what is not understood is said, never guessed."""
    written = nfc(written)
    text = " ".join(written.split())
    try:
        bounds = parse_edtf(text)
    except InvalidEdtf:
        edtf = phrase_to_edtf(text)
    else:
        return UncertainDate(written, text, *bounds.as_dates())
    if edtf is None:
        return UncertainDate(written, understood=False)
    if not edtf:
        return UncertainDate(written)
    return UncertainDate(written, edtf, *parse_edtf(edtf).as_dates())
