"""OHMS XML (Nunn Center): a segment index, and a transcript as WebVTT or as text with marks.

The older transcript is lines of text and a list of where each minute falls: `1:|13(3)|19(14)`
says that minute 1 begins in line 13 after word 3, minute 2 in line 19 after word 14. Times of
paragraphs between two marks are worked out from their words and are reported as estimates.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from archive.catalogue.speech import webvtt
from archive.catalogue.speech.cues import Cue, Point, Reading
from archive.catalogue.speech.ohms_left_out import note_left_out
from archive.catalogue.speech.xml import line_of, local, text_of
from archive.jobs.said import say as _
from archive.values.numbers import whole_number
from archive.values.text import for_xml

NAMESPACE = "https://www.weareavp.com/nunncenter/ohms"
_SYNC = re.compile(r"(\d{1,8}):((?:\|\d{1,8}\(\d{1,8}\))*)\|?")
_MARK = re.compile(r"\|(\d+)\((\d+)\)")
_SPEAKER = re.compile(r"\s*([^\W\d_][^:\n\[\]]{0,59}):(?=\s)")


def read(root: etree._Element) -> Reading:
    """Return the index and the cues of an OHMS document."""
    reading = Reading("ohms")
    record = next((child for child in root if local(child) == "record"), None)
    if record is None:
        reading.refuse(1, _("There is no <record> in this file."))
        return reading
    reading.points = list(_points(record, reading))
    if cues := text_of(record, "vtt_transcript"):
        inner = webvtt.read(cues.replace("\r\n", "\n").lstrip("\ufeff"))
        reading.cues = inner.cues
        reading.oddities += inner.oddities
    else:
        transcript = text_of(record, "transcript")
        if transcript and transcript.rstrip(".").lower() != "no transcript":
            _read_lines(reading, transcript, text_of(record, "sync"))
    note_left_out(record, reading)
    return reading


def _points(record: etree._Element, reading: Reading) -> Iterable[Point]:
    for point in record.iter(f"{{{NAMESPACE}}}point", "point"):
        second = whole_number(text_of(point, "time"), None)
        if second is None:
            reading.note(line_of(point), _("An entry of the index without a time."))
            continue
        gps = next((child for child in point if local(child) == "gpspoints"), None)
        yield Point(
            start_ms=second * 1000,
            title=text_of(point, "title"),
            synopsis=text_of(point, "synopsis"),
            partial_transcript=text_of(point, "partial_transcript"),
            keywords=text_of(point, "keywords"),
            subjects=text_of(point, "subjects"),
            gps=text_of(gps, "gps") if gps is not None else "",
            gps_text=text_of(gps, "gps_text") if gps is not None else "",
        )


@dataclass(frozen=True)
class _Marks:
    """Where in the words of the transcript which time is known: parallel, ascending."""

    words: list[int]
    times: list[int]

    def time_of(self, word: int) -> int:
        """Return the time at which `word` (counted from 0) is spoken, as far as it is known."""
        after = bisect_right(self.words, word)
        if after == len(self.words):
            return self.times[-1]
        w0, w1 = self.words[after - 1], self.words[after]
        t0, t1 = self.times[after - 1], self.times[after]
        return t0 + (t1 - t0) * (word - w0) // max(w1 - w0, 1)


def _read_lines(reading: Reading, transcript: str, sync: str) -> None:
    lines = transcript.replace("\r\n", "\n").split("\n")
    marks = _marks(lines, sync, reading)
    found: list[tuple[int, int, str]] = []
    word = 0
    for number, block in webvtt.blocks(lines):
        begin = sum(len(line.split()) for line in lines[: number - 1])
        found.append((marks.time_of(begin), number, " ".join(line.strip() for line in block)))
        word = begin + sum(len(line.split()) for line in block)
    ends = [start for start, _number, _text in found[1:]] + [marks.time_of(word)]
    for (start, number, text), end in zip(found, ends, strict=True):
        match = _SPEAKER.match(text)
        speaker = match[1].strip() if match else ""
        said = text[match.end() :].strip() if match else text
        if said:
            reading.cues.append(Cue(start, max(start, end), said, speaker, number))
    reading.note(0, _("Times between the marks of the minutes are estimates."))


def _marks(lines: list[str], sync: str, reading: Reading) -> _Marks:
    before = [0]
    for line in lines:
        before.append(before[-1] + len(line.split()))
    match = _SYNC.fullmatch(sync.strip()) if sync.strip() else None
    if match is None:
        reading.note(0, _("There are no time codes: every stretch has still to be stamped."))
        return _Marks([0], [0])
    words, times = [0], [0]
    for count, (line, word) in enumerate(_MARK.findall(match[2]), start=1):
        # A mark past the last line, or behind the one before it, tells nothing.
        place = before[min(int(line) - 1, len(lines))] + int(word) if int(line) else 0
        if words[-1] <= place <= before[-1]:
            words.append(place)
            times.append(count * int(match[1]) * 60_000)
    return _Marks(words, times)


@dataclass(frozen=True)
class Heading:
    """What an OHMS document says of the interview as a whole."""

    code: str
    title: str
    number: int
    changed_on: dt.date
    date: str = ""
    duration: str = ""
    repository: str = ""
    language: str = ""
    interviewees: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()


def write(heading: Heading, cues: Iterable[Cue], points: Iterable[Point]) -> bytes:
    """Return an OHMS 5.4 document with the index and the transcript as WebVTT."""
    root = etree.Element(f"{{{NAMESPACE}}}ROOT", nsmap=cast(Any, {None: NAMESPACE}))
    record = _add(root, "record", id=str(heading.number), dt=heading.changed_on.isoformat())
    _add(record, "version", "5.4")
    _add(record, "date", value=heading.date, format="")
    _add(record, "title", heading.title)
    _add(record, "accession", heading.code)
    _add(record, "duration", heading.duration)
    _add(record, "repository", heading.repository)
    for name in heading.interviewees:
        _add(record, "interviewee", name)
    for name in heading.interviewers:
        _add(record, "interviewer", name)
    _add(record, "language", heading.language)
    index = _add(record, "index")
    for point in points:
        _write_point(index, point)
    _add(record, "type", "interview")
    _add(record, "vtt_transcript", webvtt.write(cues))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _write_point(index: etree._Element, point: Point) -> None:
    element = _add(index, "point")
    _add(element, "time", str(point.start_ms // 1000))
    for name in ("title", "partial_transcript", "synopsis", "keywords", "subjects"):
        _add(element, name, getattr(point, name))
    gps = _add(element, "gpspoints")
    _add(gps, "gps", point.gps)
    _add(gps, "gps_zoom", "")
    _add(gps, "gps_text", point.gps_text)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    facts = {key: for_xml(value) for key, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", facts)
    if text:
        element.text = for_xml(text)
    return element
