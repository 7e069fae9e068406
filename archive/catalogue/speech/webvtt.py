"""WebVTT (W3C), the format of transcripts in browsers. Markup is taken off, never run."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from archive.catalogue.speech.cues import Cue, Reading
from archive.jobs.said import say as _
from archive.values.timecodes import format_timecode

_TIME = r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.I)
# What a browser would take for a tag: the tag goes, the words stay.
_TAG = re.compile(r"</?[a-zA-Z0-9:][^<>]*>|</>")
_BLOCKS = ("NOTE", "STYLE", "REGION")


def read(text: str) -> Reading:
    """Return the cues of a WebVTT file; blocks that are none are reported with their line."""
    reading = Reading("webvtt")
    lines = text.split("\n")
    if not lines[0].startswith("WEBVTT"):
        reading.refuse(1, _("The file does not begin with WEBVTT."))
        return reading
    for number, block in blocks(lines):
        if block[0].startswith("WEBVTT") and number == 1:
            continue
        if block[0].split(" ")[0].strip() in _BLOCKS and "-->" not in block[0]:
            continue
        _read_block(reading, number, block)
    return reading


def blocks(lines: list[str]) -> Iterable[tuple[int, list[str]]]:
    """Yield the runs of lines between blank ones, with the number of their first line."""
    begin = 0
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            continue
        if number > begin:
            yield begin + 1, lines[begin:number]
        begin = number + 1


def _read_block(reading: Reading, number: int, block: list[str]) -> None:
    timings = [offset for offset, line in enumerate(block) if "-->" in line]
    if not timings or timings[0] > 1:
        reading.note(number, _("Not a cue, left out: %(text)s") % {"text": block[0][:60]})
        return
    # A line with an arrow ends the cue before it, blank line or not.
    for offset, after in zip(timings, [*timings[1:], len(block)], strict=True):
        _read_cue(reading, number + offset, block[offset], block[offset + 1 : after])


def _read_cue(reading: Reading, number: int, timing: str, said: list[str]) -> None:
    match = _TIMING.fullmatch(timing)
    if match is None:
        reading.refuse(number, _("No time can be read here: %(text)s") % {"text": timing[:60]})
        return
    start, end = milliseconds(match.groups()[:4]), milliseconds(match.groups()[4:])
    if end == start + 1:
        end = start  # how a moment is written here, for WebVTT has none
    if not said:
        reading.note(number, _("A cue without words was left out."))
        return
    for speaker, text in _voices("\n".join(said)):
        reading.cues.append(Cue(start, end, text, speaker, number))


def _voices(raw: str) -> Iterable[tuple[str, str]]:
    """Yield who says what in one cue; two voices in it are two cues of the same time."""
    parts = _VOICE.split(raw)
    if before := _plain(parts[0]):
        yield "", before
    for name, said in zip(parts[1::2], parts[2::2], strict=True):
        if text := _plain(said):
            yield html.unescape(name).strip(), text


def _plain(raw: str) -> str:
    return html.unescape(_TAG.sub("", raw)).strip()


def milliseconds(parts: Iterable[str | None]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def write(cues: Iterable[Cue], *, title: str = "", language: str = "") -> str:
    """Return the cues as WebVTT; whatever is said stays words and becomes no markup."""
    head = ["WEBVTT" + (f" - {_one_line(title)}" if title else "")]
    if language:
        head.append(f"Language: {language}")
    blocks = ["\n".join(head)]
    for cue in cues:
        said = re.sub(r"\n\s*\n+", "\n", _escaped(cue.text))
        voice = f"<v {_escaped(_one_line(cue.speaker))}>" if cue.speaker else ""
        times = f"{_time(cue.start_ms)} --> {_time(max(cue.end_ms, cue.start_ms + 1))}"
        blocks.append(f"{times}\n{voice}{said}")
    return "\n\n".join(blocks) + "\n"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _one_line(text: str) -> str:
    return " ".join(text.replace("-->", "→").split())


def _time(ms: int) -> str:
    return format_timecode(ms, hours=True, millis=True).rjust(12, "0")
