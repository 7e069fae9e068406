"""SubRip: numbered cues between blank lines; nobody ever wrote down its rules."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from archive.catalogue.speech.cues import Cue, Reading
from archive.catalogue.speech.webvtt import milliseconds
from archive.jobs.said import say as _
from archive.values.timecodes import format_timecode

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3})\d*)?"
_TIMING = re.compile(rf"\s*-?{_TIME}\s*-{{1,2}}>\s*-?{_TIME}(?:\s.*)?")
_NEARLY_TIMING = re.compile(r"\s*[\d:.,]+\s*-{1,2}>\s*[\d:.,]+")
_TAG = re.compile(r"</?(?:b|i|u|s|font)\b[^<>]*>|\{\\[^{}]*\}", re.I)
_SPEAKER = re.compile(r"([^\W\d_][^:\n<>]{0,59}):[ \t]+(?=\S)")


def is_srt(text: str) -> bool:
    """Tell whether some line of `text` is a line of times, as nearly as people write it."""
    return any(_NEARLY_TIMING.match(line) for line in text.split("\n"))


def read(text: str) -> Reading:
    """Return the cues of a SubRip file; lines that belong to none are reported."""
    reading = Reading("srt")
    said: list[str] = []
    head: tuple[int, int, int] | None = None
    after_blank = True
    for number, line in enumerate(text.split("\n"), start=1):
        match = _TIMING.fullmatch(line) if "->" in line else None
        if match:
            # The number above a timing line is not something somebody said.
            if said and said[-1].strip().isdigit():
                said.pop()
            _keep(reading, head, said)
            head = (milliseconds(match.groups()[:4]), milliseconds(match.groups()[4:]), number)
            said = []
        elif "-->" in line and after_blank:
            reading.refuse(number, _("No time can be read here: %(text)s") % {"text": line[:60]})
        elif head is None and line.strip() and not line.strip().isdigit():
            reading.note(number, _("Not a cue, left out: %(text)s") % {"text": line[:60]})
        elif head is not None:
            said.append(line)
        after_blank = not line.strip() or line.strip().isdigit()
    _keep(reading, head, said)
    return reading


def _keep(reading: Reading, head: tuple[int, int, int] | None, said: list[str]) -> None:
    if head is None:
        return
    start, end, line = head
    text = html.unescape(_TAG.sub("", "\n".join(said))).strip()
    if not text:
        reading.note(line, _("A cue without words was left out."))
        return
    speaker = ""
    if match := _SPEAKER.match(text):
        speaker, text = match[1].strip(), text[match.end() :]
    reading.cues.append(Cue(start, end, text, speaker, line))


def write(cues: Iterable[Cue]) -> str:
    """Return the cues as SubRip, the speaker before the words."""
    blocks = []
    for number, cue in enumerate(cues, start=1):
        said = re.sub(r"\n\s*\n+", "\n", cue.text).replace("-->", "→")
        who = f"{' '.join(cue.speaker.split())}: " if cue.speaker else ""
        times = f"{_time(cue.start_ms)} --> {_time(max(cue.end_ms, cue.start_ms + 1))}"
        blocks.append(f"{number}\n{times}\n{who}{said}")
    return "\n\n".join(blocks) + "\n"


def _time(ms: int) -> str:
    return format_timecode(ms, hours=True, millis=True).rjust(12, "0").replace(".", ",")
