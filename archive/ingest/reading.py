"""Reading a scan by machine: made straight first, and read again with white paper if read poorly.

What is done and where it stops was decided by measuring (docs/benchmarks.md, Reading by machine).
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.files.models import Master
from archive.ingest import keeping, ocr
from archive.ingest.parsing import Answer, Parser, Refused
from archive.ingest.shown import reader_of
from archive.values.word_boxes import confidence_of

# A page read less surely than this is read again from a sheet whose paper was made white.
POOR = 80


def read_frame(*, master: Master, path: Path, frame: int, parser: Parser, at: dt.datetime) -> None:
    """Read one frame and keep its words; what cannot be read has none."""
    try:
        found = best_reading(master, path, frame, parser)
    except (Refused, ocr.Unreadable):
        found = ocr.Reading()
    keeping.keep_words(
        master=master, frame=frame, text=found.text, words=found.words, quality="machine", at=at
    )
    if found.words:
        keeping.keep_alto(
            master=master,
            frame=frame,
            text=found.text,
            words=found.words,
            software=ocr.version(),
            at=at,
        )


def best_reading(master: Master, path: Path, frame: int, parser: Parser) -> ocr.Reading:
    """Return the fuller of what is read on the sheet as it is and, if need be, made even.

    How sure Tesseract is does not say what it left out: on a faded page it is sure of the few
    words it sees. Raises `Refused` and `ocr.Unreadable`.
    """
    first, sheet = _read(master, path, frame, parser, "sheet")
    if not sheet["faded"] and (confidence_of(first.words) or 0) >= POOR:
        return first
    second, _even = _read(master, path, frame, parser, "even_sheet")
    return max(first, second, key=lambda reading: reading.letters_read)


def _read(
    master: Master, path: Path, frame: int, parser: Parser, what: str
) -> tuple[ocr.Reading, Answer]:
    with keeping.in_the_making() as sheet:
        answer = parser.ask(
            "derive",
            path=str(path),
            reader=reader_of(master),
            outs={what: str(sheet)},
            frame=frame,
            format=master.technical.get("format", ""),
        )
        made: Answer = answer["made"][what]
        return put_back(ocr.read(sheet), made), made


def put_back(found: ocr.Reading, sheet: Answer) -> ocr.Reading:
    """Return the reading with its boxes where the words stand on the page as it was scanned."""
    if not sheet["turned"]:
        return found
    cos, sin = _turn(sheet["turned"])
    width, height = sheet["width"], sheet["height"]
    whole, high = sheet["level_from"]

    def box(word: list[Any]) -> list[Any]:
        # From the middle of the sheet, turned back, to the middle of the page; sizes stay.
        x = (word[0] + word[2] / 2 - 0.5) * width
        y = (word[1] + word[3] / 2 - 0.5) * height
        w, h = word[2] * width / whole, word[3] * height / high
        left = (x * cos + y * sin) / whole + 0.5 - w / 2
        top = (y * cos - x * sin) / high + 0.5 - h / 2
        return [*(round(value, 5) for value in (max(left, 0), max(top, 0), w, h)), *word[4:]]

    return replace(found, words=[box(word) for word in found.words])


def _turn(degrees: float) -> tuple[float, float]:
    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
