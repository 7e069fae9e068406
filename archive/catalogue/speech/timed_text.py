"""Plain text with time codes, as typists write it: `[00:01:23] NAME: words`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.catalogue.speech.cues import Cue, Reading
from archive.jobs.said import say as _
from archive.values.timecodes import format_timecode, parse_timecode

_CODE = re.compile(r"\s*[\[(]\s*(\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?)\s*[\])]\s*")
_SPEAKER = re.compile(r"\s*([^\W\d_][^:\n\[\]]{0,59}):(?=\s|$)")
_END_OF_TAPE = re.compile(r"\s*\[?\s*(?:END OF (?:AUDIO|TAPE|FILE|INTERVIEW)\b|HẾT BĂNG)", re.I)


@dataclass
class _Turn:
    """What is being gathered: one speaker's words from one time on."""

    line: int
    start_ms: int
    speaker: str = ""
    lines: list[str] = field(default_factory=list)


def read(text: str, *, part_starts: Sequence[int] = (), format: str = "text") -> Reading:
    """Return the turns of a typed transcript.

    `part_starts` are where the tapes begin on the record's timeline (ms): when the time codes
    begin anew, the next tape has begun. What stands before the first time code is the preamble.
    """
    reading = Reading(format)
    lines = text.split("\n")
    speakers = _speakers(lines)
    coded = any(_CODE.match(line) for line in lines)
    starts = _Tapes(reading, part_starts)
    turn: _Turn | None = None if coded else _Turn(1, 0)
    turns: list[_Turn] = []
    for number, line in enumerate(lines, start=1):
        if _END_OF_TAPE.match(line):
            starts.end_of_tape(number)
            continue
        rest = line
        after_code = False
        if match := _CODE.match(line):
            after_code = True
            turn = _Turn(number, starts.place(parse_timecode(match[1]), number))
            turns.append(turn)
            rest = line[match.end() :]
        elif turn is None:
            reading.preamble += line + "\n"
            continue
        turn = _hear(turn, turns, rest, number, None if after_code else speakers)
    reading.preamble = reading.preamble.strip()
    _finish(reading, turns, coded)
    return reading


def _hear(
    turn: _Turn, turns: list[_Turn], line: str, number: int, speakers: frozenset[str] | None
) -> _Turn:
    """Take down one line; a new speaker begins a turn of their own at the same time.

    `speakers` are those who count as such; right after a time code (None) whoever is short does.
    """
    match = _SPEAKER.match(line)
    name = match[1].strip() if match else ""
    if match and (name in speakers if speakers is not None else len(name.split()) <= 7):
        if turn.speaker or any(said.strip() for said in turn.lines) or turn not in turns:
            turn = _Turn(number, turn.start_ms)
            turns.append(turn)
        turn.speaker = name
        line = line[match.end() :]
    elif turn not in turns and line.strip():
        turns.append(turn)
    turn.lines.append(line)
    return turn


def _finish(reading: Reading, turns: list[_Turn], coded: bool) -> None:
    following = [*turns[1:], None] if turns else []
    for turn, after in zip(turns, following, strict=True):
        text = "\n".join(turn.lines).strip()
        if not text:
            continue
        end = max(after.start_ms, turn.start_ms) if after else turn.start_ms
        reading.cues.append(Cue(turn.start_ms, end, text, turn.speaker, turn.line))
    if not coded and reading.cues:
        reading.note(0, _("There are no time codes: every stretch has still to be stamped."))


class _Tapes:
    """Turns the time on a tape into the time on the record, when tapes follow each other."""

    def __init__(self, reading: Reading, part_starts: Sequence[int]) -> None:
        self._reading = reading
        self._starts = list(part_starts) or [0]
        self._part = 0
        self._offset = self._starts[0]
        self._latest = 0

    def end_of_tape(self, line: int) -> None:
        self._part += 1
        known = self._part < len(self._starts)
        self._offset = self._starts[self._part] if known else self._latest
        self._reading.note(
            line,
            _("The time codes begin anew here; what follows was put at %(time)s.")
            % {"time": format_timecode(self._offset)},
        )

    def place(self, ms: int, line: int) -> int:
        placed = self._offset + ms
        if placed + 60_000 < self._latest:
            self.end_of_tape(line)
            placed = self._offset + ms
        self._latest = max(self._latest, placed)
        return placed


def _speakers(lines: Iterable[str]) -> frozenset[str]:
    """Return what stands before a colon because it speaks: in capitals, or again and again."""
    found = Counter(
        match[1].strip()
        for line in lines
        if (match := _SPEAKER.match(_CODE.sub("", line, count=1)))
    )
    return frozenset(name for name, count in found.items() if count > 1 or name.isupper())


def write(cues: Iterable[Cue], *, title: str = "") -> str:
    """Return the cues as text with time codes, one paragraph each."""
    paragraphs = [title] if title else []
    paragraphs += [paragraph(cue) for cue in cues]
    return "\n\n".join(paragraphs) + "\n"


def paragraph(cue: Cue) -> str:
    who = f"{cue.speaker}: " if cue.speaker else ""
    return f"[{format_timecode(cue.start_ms, hours=True).rjust(8, '0')}] {who}{cue.text}"
