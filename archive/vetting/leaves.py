"""The frozen version of a record as it can still be shown: its pages, and what is said in it.

A snapshot names each page by the SHA-256 of its image, so that the reader is shown the page that
was frozen wherever it stands now, and is told when its text has been changed since.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from archive.access.sight import Sight
from archive.access.speech import cues_for
from archive.catalogue.models import Page, Record, Transcript
from archive.catalogue.speech.cues import Cue
from archive.vetting.models import Round


@dataclass(frozen=True)
class Leaf:
    """One page as it was frozen under `number`, and the page of today with the same image."""

    number: int
    page: Page
    changed: bool


@dataclass(frozen=True)
class Telling:
    """What is said, as one reader may have it; `changed` if the text is not the frozen one."""

    transcript: Transcript
    cues: list[Cue]
    changed: bool


def has_page(round_: Round, number: int) -> bool:
    """Tell whether the frozen version has a page with `number`."""
    return any(row[0] == number for row in round_.frozen.get("pages", ()))


def numbers_of(round_: Round, record: Record, sight: Sight) -> dict[int, int]:
    """Return the frozen pages the reader may see: frozen number → today's, in one query."""
    today: dict[tuple[str, int], int] = {
        (digest, frame): number
        for digest, frame, number in record.pages.order_by("-number").values_list(
            "master__digest", "frame", "number"
        )
    }
    return {
        number: found
        for number, digest, frame, _text in round_.frozen.get("pages", ())
        if (found := today.get((digest, frame))) is not None and sight.shows_page(found)
    }


def leaf_of(round_: Round, record: Record, sight: Sight, number: int) -> Leaf | None:
    """Return the frozen page with `number`; None where there is none the reader may see."""
    rows = (row for row in round_.frozen.get("pages", ()) if row[0] == number)
    row = next(rows, None)
    if row is None:
        return None
    _number, digest, frame, text = row
    pages = record.pages.filter(master__digest=digest, frame=frame).order_by("number")
    page = pages.first()
    if page is None or not sight.shows_page(page.number):
        return None
    return Leaf(number, page, hashlib.sha256(page.text.encode()).hexdigest() != text)


def telling_of(round_: Round, record: Record, sight: Sight) -> Telling | None:
    """Return what is said in the record, verbatim before edited; None where it is not open."""
    found = list(record.transcripts.filter(is_current=True))
    chosen = next((one for one in found if one.kind == "verbatim"), next(iter(found), None))
    if chosen is None or not sight.transcript:
        return None
    frozen = {
        (kind, language): version
        for kind, language, version, _text in round_.frozen.get("transcripts", ())
    }
    changed = frozen.get((chosen.kind, chosen.language)) != chosen.version
    return Telling(chosen, cues_for(sight, chosen), changed)
