"""What an OHMS document says that has no place here: told to whoever brings it in."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archive.catalogue.speech.cues import Reading
from archive.catalogue.speech.xml import line_of, local
from archive.jobs.said import Said
from archive.jobs.said import say as _

# Read, or of use to the OHMS viewer alone.
_READ = frozenset({"index", "transcript", "sync", "vtt_transcript"})
_OF_THE_VIEWER = frozenset(
    {"version", "fmt", "type", "userestrict", "translate", "mediafile", "media_id", "media_url",
     "file_name", "xmllocation", "xmlfilename", "clipsource", "clip_format", "kembed",
     "date_nonpreferred_format", "transcript_alt_lang", "format"}
)  # fmt: skip
_READ_OF_A_POINT = frozenset(
    {"time", "title", "synopsis", "partial_transcript", "keywords", "subjects", "gpspoints"}
)
_READ_OF_A_PLACE = frozenset({"gps", "gps_text", "gps_zoom"})
_LONGEST = 80


def note_left_out(record: etree._Element, reading: Reading) -> None:
    """Say of every element with words what is not taken over, with its line."""
    for element in _with_words(record):
        if local(element) not in _READ | _OF_THE_VIEWER:
            _note(reading, element, _("Not taken over: %(name)s, “%(text)s”"))
    for point in record.iter():
        if local(point) != "point":
            continue
        places = [child for child in point if local(child) == "gpspoints"]
        left_out = [c for c in _with_words(point) if local(c) not in _READ_OF_A_POINT]
        left_out += [place for place in places[1:] if _words(place)]
        for place in places[:1]:
            left_out += [c for c in _with_words(place) if local(c) not in _READ_OF_A_PLACE]
        for element in left_out:
            _note(reading, element, _("Not taken over from this entry: %(name)s, “%(text)s”"))


def _with_words(parent: etree._Element) -> Iterator[etree._Element]:
    return (child for child in parent if local(child) and _words(child))


def _words(element: etree._Element) -> str:
    text = " ".join("".join(str(piece) for piece in element.itertext()).split())
    return text or (element.get("value") or "").strip()


def _note(reading: Reading, element: etree._Element, message: Said) -> None:
    text = _words(element)
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    reading.note(line_of(element), message % {"name": local(element), "text": shown})
