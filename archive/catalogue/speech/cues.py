"""What every transcript format is read into and written from: cues, and what was odd in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from archive.jobs.said import Said
from archive.jobs.said import say as _
from archive.values.text import nfc
from archive.values.timecodes import format_timecode

MAX_BYTES = 20 * 1024 * 1024
MAX_CUE_LETTERS = 20_000
MAX_CUES = 50_000
MAX_SPEAKER_LETTERS = 120
# A timecode has three digits of hours at most; nobody tapes for forty days.
LAST_MS = 1000 * 3600 * 1000


@dataclass(frozen=True)
class Cue:
    """One timed stretch as a file gives it; `line` is where it stands, counted from 1."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""
    line: int = 0


@dataclass(frozen=True)
class Point:
    """One entry of a segment index (OHMS): from where, and what is spoken of."""

    start_ms: int
    title: str
    end_ms: int | None = None
    synopsis: str = ""
    partial_transcript: str = ""
    keywords: str = ""
    subjects: str = ""
    gps: str = ""
    gps_text: str = ""

    @property
    def seconds(self) -> int:
        """Return the second its address names."""
        return self.start_ms // 1000


@dataclass(frozen=True)
class Oddity:
    """One thing a person should know about a file, with the line where it stands."""

    line: int
    message: Said
    refuses: bool = False

    def __str__(self) -> str:
        return str(self.said)

    @property
    def said(self) -> Said:
        if not self.line:
            return self.message
        return _("Line %(line)d: %(message)s") % {"line": self.line, "message": self.message}


@dataclass
class Reading:
    """What was read from one file. With a refusing oddity nothing of it may be kept."""

    format: str
    cues: list[Cue] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)
    preamble: str = ""
    encoding: str = "utf-8"

    def note(self, line: int, message: Said) -> None:
        self.oddities.append(Oddity(line, message))

    def refuse(self, line: int, message: Said) -> None:
        self.oddities.append(Oddity(line, message, refuses=True))

    @property
    def is_refused(self) -> bool:
        return any(oddity.refuses for oddity in self.oddities)


def checked(reading: Reading, *, duration_ms: int = 0) -> Reading:
    """Put the cues in order and say what is odd about them; nothing said is left out."""
    if len(reading.cues) > MAX_CUES:
        reading.refuse(0, _("More than %(most)d cues.") % {"most": MAX_CUES})
        return reading
    reading.cues = [_sound(cue, reading) for cue in reading.cues]
    in_order = sorted(reading.cues, key=lambda cue: cue.start_ms)
    if in_order != reading.cues:
        line = _first_out_of_order(reading.cues)
        reading.note(line, _("The cues were not in order of time; they were put in order."))
    reading.cues = in_order
    _note_overlaps(reading)
    if duration_ms:
        _note_past_end(reading, duration_ms)
    if not reading.cues and not reading.points:
        reading.refuse(0, _("There is nothing said in this file."))
    return reading


def _sound(cue: Cue, reading: Reading) -> Cue:
    """Return the cue as it can be kept; what cannot be mended refuses the file."""
    text = _clean(cue.text)
    speaker = " ".join(_clean(cue.speaker).split())
    if len(text) > MAX_CUE_LETTERS:
        reading.refuse(
            cue.line,
            _("One cue has %(letters)d letters; at most %(most)d can be kept in one.")
            % {"letters": len(text), "most": MAX_CUE_LETTERS},
        )
    if len(speaker) > MAX_SPEAKER_LETTERS:
        text, speaker = f"{speaker}: {text}", ""
        reading.note(cue.line, _("What stands where a speaker should is too long for a name."))
    if max(cue.start_ms, cue.end_ms) > LAST_MS:
        reading.refuse(cue.line, _("This time is beyond any recording."))
    if cue.end_ms < cue.start_ms:
        reading.note(cue.line, _("The cue ends before it begins; its end was moved."))
        return replace(cue, text=text, speaker=speaker, end_ms=cue.start_ms)
    return replace(cue, text=text, speaker=speaker)


def _clean(text: str) -> str:
    """Return text as it may be stored: NFC, one sort of line end, no control characters."""
    text = nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c in "\n\t" or (c >= " " and c != "\x7f")).strip()


def _first_out_of_order(cues: Sequence[Cue]) -> int:
    for before, cue in pairwise(cues):
        if cue.start_ms < before.start_ms:
            return cue.line
    return 0


def _note_overlaps(reading: Reading) -> None:
    overlapping = [cue for before, cue in pairwise(reading.cues) if cue.start_ms < before.end_ms]
    if overlapping:
        reading.note(
            overlapping[0].line,
            _("%(number)d cues begin before the one before them ends.")
            % {"number": len(overlapping)},
        )


def _note_past_end(reading: Reading, duration_ms: int) -> None:
    past = [cue for cue in reading.cues if cue.start_ms >= duration_ms]
    if past:
        reading.note(
            past[0].line,
            _("%(number)d cues begin after the end of the recording (%(end)s).")
            % {"number": len(past), "end": format_timecode(duration_ms)},
        )


def whole_text(cues: Iterable[Cue]) -> str:
    """Return what is said, one cue a line: for comparing versions."""
    return "\n".join(f"{cue.speaker}: {cue.text}" if cue.speaker else cue.text for cue in cues)
