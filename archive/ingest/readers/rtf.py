"""The words of an RTF file: read sign by sign, without what is embedded in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.ingest.formats import NotKept

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|(?P<plain>[^\\{}]+)|(?P<rest>.)",
    re.S,
)
# Groups that are no words of the document: fonts, pictures, embedded objects, instructions.
_SKIPPED = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "objdata", "generator",
    "fldinst", "themedata", "datastore", "listtable", "listoverridetable", "revtbl", "xmlnstbl",
    "header", "headerl", "headerr", "footer", "footerl", "footerr", "template", "filetbl",
})  # fmt: skip
_BREAKS = {"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "tab": " ",
           "cell": " "}  # fmt: skip
_SIGNS = {"~": "\u00a0", "_": "-", "\n": "\n", "\r": "\n", "{": "{", "}": "}", "\\": "\\"}
_PAGES = ("1258", "1252", "1250", "874")
_DEEPEST = 10_000


def text_of(data: str) -> str:
    """Return the words of RTF given as Latin-1. Raises `NotKept` for one cut off."""
    page = re.search(r"\\ansicpg(\d+)", data[:4096])
    encoding = f"cp{page[1]}" if page and page[1] in _PAGES else "cp1252"
    text = "".join(_Reading(data, encoding).pieces()).encode("utf-16", "surrogatepass")
    lines = text.decode("utf-16", "replace").replace("\r", "")
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


class _Group(NamedTuple):
    """What holds within a pair of braces."""

    is_skipped: bool = False
    stand_ins: int = 1
    """How many signs follow one given in Unicode, for programs that know none."""


class _Reading:
    """A file as far as it has been read."""

    def __init__(self, data: str, encoding: str) -> None:
        self._data = data
        self._encoding = encoding
        self._position = 0
        self._groups = [_Group()]
        self._to_pass = 0  # stand-ins of the last sign in Unicode that are still to come

    def pieces(self) -> Iterator[str]:
        """Yield what the file says. Raises `NotKept` for one cut off or nested beyond reason."""
        bare = bytearray()
        while match := _TOKEN.match(self._data, self._position):
            self._position = match.end()
            if match["hex"]:
                bare += self._byte(match["hex"])
                continue
            # Bytes side by side may be one letter.
            yield bare.decode(self._encoding, "replace")
            bare.clear()
            yield self._said_by(match)
        yield bare.decode(self._encoding, "replace")
        if len(self._groups) > 1:
            raise NotKept("truncated", "RTF")

    def _byte(self, digits: str) -> bytes:
        if self._to_pass:
            self._to_pass -= 1
            return b""
        return b"" if self._groups[-1].is_skipped else bytes.fromhex(digits)

    def _said_by(self, match: re.Match[str]) -> str:
        if match["brace"]:
            self._open_or_close(match["brace"])
        elif match["word"]:
            return self._word(match["word"], match["number"])
        elif match["sign"] == "*":
            self._skip()
        elif not self._groups[-1].is_skipped:
            return _SIGNS.get(match["sign"], "") or self._plain(match["plain"] or "")
        return ""

    def _open_or_close(self, brace: str) -> None:
        if brace == "{":
            self._groups.append(self._groups[-1])
            if len(self._groups) > _DEEPEST:
                raise NotKept("too_heavy", "RTF")
        elif len(self._groups) > 1:
            self._groups.pop()

    def _word(self, word: str, number: str | None) -> str:
        group = self._groups[-1]
        if word in _SKIPPED:
            self._skip()
        elif word == "bin":
            # So many bytes of a picture follow, braces and all.
            self._position += max(0, int(number or 0))
            if self._position > len(self._data):
                raise NotKept("truncated", "RTF")
        elif word == "uc":
            self._groups[-1] = group._replace(stand_ins=max(0, int(number or 1)))
        elif word == "u" and number and not group.is_skipped:
            self._to_pass = group.stand_ins
            return chr(int(number) % 65536)
        elif not group.is_skipped:
            return _BREAKS.get(word, "")
        return ""

    def _skip(self) -> None:
        self._groups[-1] = self._groups[-1]._replace(is_skipped=True)

    def _plain(self, text: str) -> str:
        text = text.replace("\n", "").replace("\r", "")
        passed, self._to_pass = self._to_pass, max(0, self._to_pass - len(text))
        return text[passed:]
