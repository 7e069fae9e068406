"""Reading scans by machine with Tesseract's command line: words with boxes and confidence."""

from __future__ import annotations

import csv
import functools
import io
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

_SECONDS = 240
# Below this Tesseract is guessing; such words make noise in a search.
_LEAST_CONFIDENCE = 20.0


class Unreadable(Exception):
    """Tesseract failed on this picture or took too long."""


def installed_languages() -> frozenset[str]:
    """Return the languages Tesseract has here; empty when it is not installed."""
    return _installed() - {"osd"}


@functools.cache
def _installed() -> frozenset[str]:
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    found = subprocess.run(  # noqa: S603 - the program found on the path
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=30
    )
    return frozenset(found.stdout.split("\n")[1:]) - {""}


def is_installed() -> bool:
    """Tell whether Tesseract is here with one of the languages wanted."""
    return bool(_languages())


@functools.cache
def version() -> str:
    """Return Tesseract's name and version, as it calls itself."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    said = subprocess.run(  # noqa: S603 - the program found on the path
        [program, "--version"], capture_output=True, text=True, check=False, timeout=30
    )
    return said.stdout.split("\n")[0].strip()


@dataclass(frozen=True)
class Reading:
    """What was read on a sheet: text, and `[x, y, width, height, word, confidence]` of each word.

    Boxes are in fractions of the sheet's width and height.
    """

    text: str = ""
    words: list[list[Any]] = field(default_factory=list)

    @property
    def letters_read(self) -> float:
        """Return how many letters were read, each counted as far as it is sure: more is better."""
        return sum(len(word[4]) * float(word[5]) / 100 for word in self.words)


def read(picture: Path, *, layout: int | None = None) -> Reading:
    """Read a picture; a page on its side or on its head is read as well. Raises `Unreadable`.

    `layout` is Tesseract's page segmentation mode: by default 1, with the page's orientation
    found out, where that can be had.
    """
    layout = layout or (1 if "osd" in _installed() else 3)
    languages = "+".join(_languages())
    command = ["tesseract", str(picture), "-", "-l", languages, "--psm", str(layout), "tsv"]
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, our own file name
            command,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Unreadable(str(error)) from error
    if done.returncode:
        raise Unreadable(done.stderr.decode("utf-8", "replace")[:300])
    return Reading(*_parse(done.stdout.decode("utf-8", "replace")))


def _languages() -> list[str]:
    wanted = settings.OCR_LANGUAGES.replace("+", " ").replace(",", " ").split()
    return [language for language in wanted if language in installed_languages()]


def _parse(tsv: str) -> tuple[str, list[list[Any]]]:
    words: list[list[Any]] = []
    lines: list[str] = []
    last_line: tuple[str, ...] = ()
    last_paragraph: tuple[str, ...] = ()
    width = height = 1.0
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "1":
            width, height = max(float(row["width"]), 1.0), max(float(row["height"]), 1.0)
        word = (row["text"] or "").strip()
        if row["level"] != "5" or not word or float(row["conf"]) < _LEAST_CONFIDENCE:
            continue
        paragraph = (row["block_num"], row["par_num"])
        line = (*paragraph, row["line_num"])
        if line != last_line:
            if last_line and paragraph != last_paragraph:
                lines.append("")
            lines.append(word)
        else:
            lines[-1] += " " + word
        last_line, last_paragraph = line, paragraph
        words.append([*_box(row, width, height), word, round(float(row["conf"]))])
    return "\n".join(lines), words


def _box(row: dict[str, str], width: float, height: float) -> list[float]:
    return [
        round(float(row["left"]) / width, 5),
        round(float(row["top"]) / height, 5),
        round(float(row["width"]) / width, 5),
        round(float(row["height"]) / height, 5),
    ]
