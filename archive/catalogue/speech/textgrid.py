"""TextGrid (Praat): tiers of intervals that fill the whole time, the silent ones without words.

Praat reads such a file by its free-standing texts, numbers and flags alone; all else is there for
people. So the long and the short form are one to read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from archive.catalogue.speech.cues import LAST_MS, Cue, Reading
from archive.catalogue.speech.tiers import Tiers
from archive.jobs.said import Said
from archive.jobs.said import say as _
from archive.values.text import nfc

_TOKEN = re.compile(
    r'(?<!\S)(?:"(?P<text>(?:[^"]++|"")*+)"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)'
    r"|<(?P<flag>\w+)>|!.*)(?!\S)"
)


def is_textgrid(text: str) -> bool:
    return re.match(r'\s*File type\s*=\s*"ooTextFile', text) is not None


def read(text: str, tiers: Tiers) -> Reading:
    """Return the intervals with words, tier by tier; points are left out unless asked for."""
    reading = Reading("textgrid")
    tokens = _Tokens(text)
    try:
        names = list(_read_tiers(tokens, reading, tiers))
    except _Unlike as unlike:
        reading.refuse(tokens.line, unlike.reason)
        return reading
    tiers.note_missing(reading, names)
    return reading


class _Unlike(Exception):
    """Something else stands where the format wants this; `reason` says what."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason


class _Tokens:
    """The texts, numbers and flags of a file, one after another."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: Iterator[re.Match[str]] = _TOKEN.finditer(text)
        self._place, self.line = 0, 1

    def _next(self, kind: str) -> str:
        for match in self._found:
            self.line += self._text.count("\n", self._place, match.start())
            self._place = match.start()
            if match.lastgroup is not None:
                if match.lastgroup != kind:
                    break
                return match[kind]
        else:
            raise _Unlike(_("The file ends before it is complete."))
        raise _Unlike(_("Something else stands here than a TextGrid has."))

    def text(self) -> str:
        return self._next("text").replace('""', '"')

    def flag(self) -> str:
        return self._next("flag")

    def number(self) -> float:
        return float(self._next("number"))

    def ms(self) -> int:
        """Return a time in seconds as milliseconds; beyond any recording where it is."""
        seconds = self.number()
        return round(max(0.0, seconds) * 1000) if seconds * 1000 <= LAST_MS else LAST_MS + 1


def _read_tiers(tokens: _Tokens, reading: Reading, tiers: Tiers) -> Iterator[str]:
    tokens.text()  # ooTextFile
    if tokens.text() != "TextGrid":
        raise _Unlike(_("This Praat file is no TextGrid."))
    tokens.number(), tokens.number()
    if tokens.flag() != "exists":
        return
    number = tokens.number()
    while number >= 1:
        number -= 1
        is_intervals = tokens.text() == "IntervalTier"
        name = nfc(tokens.text()).strip()
        tokens.number(), tokens.number()
        cues = _marks(tokens, tokens.number(), is_intervals)
        tiers.take(reading, name, name, cues, on_its_own=is_intervals)
        yield name


def _marks(tokens: _Tokens, number: float, is_intervals: bool) -> Iterator[Cue]:
    while number >= 1:
        number -= 1
        start = tokens.ms()
        line = tokens.line
        end = tokens.ms() if is_intervals else start
        if said := tokens.text().strip():
            yield Cue(start, end, said, "", line)


def write(cues: Iterable[Cue]) -> str:
    """Return the cues as a long TextGrid: one tier a speaker, more where they overlap."""
    tiers = _in_tiers(cues)
    last = max((cue.end_ms for several in tiers.values() for cue in several), default=1)
    lines = [
        'File type = "ooTextFile"', 'Object class = "TextGrid"', "",
        "xmin = 0", f"xmax = {_seconds(last)}", "tiers? <exists>",
        f"size = {len(tiers)}", "item []:",
    ]  # fmt: skip
    for number, (name, several) in enumerate(tiers.items(), start=1):
        intervals = list(_filled(several, last))
        lines += [
            f"    item [{number}]:", '        class = "IntervalTier"',
            f"        name = {_quoted(name)}", "        xmin = 0",
            f"        xmax = {_seconds(last)}", f"        intervals: size = {len(intervals)}",
        ]  # fmt: skip
        for place, (start, end, said) in enumerate(intervals, start=1):
            lines += [
                f"        intervals [{place}]:", f"            xmin = {_seconds(start)}",
                f"            xmax = {_seconds(end)}", f"            text = {_quoted(said)}",
            ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _in_tiers(cues: Iterable[Cue]) -> dict[str, list[Cue]]:
    """Return the cues by tier; what begins before its speaker has ended goes to another tier."""
    tiers: defaultdict[str, list[Cue]] = defaultdict(list)
    for cue in sorted(cues, key=lambda cue: cue.start_ms):
        lasting = Cue(cue.start_ms, max(cue.end_ms, cue.start_ms + 1), cue.text, cue.speaker)
        name, number = cue.speaker, 1
        while tiers[name] and tiers[name][-1].end_ms > cue.start_ms:
            number += 1
            name = f"{cue.speaker} ({number})"
        tiers[name].append(lasting)
    return dict(tiers)


def _filled(cues: Iterable[Cue], last: int) -> Iterator[tuple[int, int, str]]:
    """Yield the intervals of a tier, with silent ones in between and behind."""
    place = 0
    for cue in cues:
        if cue.start_ms > place:
            yield place, cue.start_ms, ""
        yield cue.start_ms, cue.end_ms, cue.text
        place = cue.end_ms
    if place < last:
        yield place, last, ""


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
