"""The words of an RTF file: read sign by sign, without what is embedded in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    text = "".join(_pieces(data, encoding)).encode("utf-16", "surrogatepass")
    lines = text.decode("utf-16", "replace").replace("\r", "")
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _pieces(data: str, encoding: str) -> Iterator[str]:
    # Of each open group: is it skipped, and how many signs stand in for one in Unicode.
    groups = [(False, 1)]
    stand_in = position = 0
    bare = bytearray()
    while match := _TOKEN.match(data, position):
        position = match.end()
        skipped, stands = groups[-1]
        if match["hex"] is None and bare:
            yield bare.decode(encoding, "replace")
            bare.clear()
        if match["brace"] == "{":
            groups.append(groups[-1])
            if len(groups) > _DEEPEST:
                raise NotKept("too_heavy", "RTF")
        elif match["brace"] == "}":
            if len(groups) > 1:
                groups.pop()
        elif match["hex"]:
            if stand_in:
                stand_in -= 1
            elif not skipped:
                bare.append(int(match["hex"], 16))
        elif word := match["word"]:
            if word in _SKIPPED:
                groups[-1] = (True, stands)
            elif word == "bin":
                # So many bytes of a picture follow, braces and all.
                position += max(0, int(match["number"] or 0))
                if position > len(data):
                    raise NotKept("truncated", "RTF")
            elif word == "uc":
                groups[-1] = (skipped, int(match["number"] or 1))
            elif word == "u" and match["number"] and not skipped:
                yield chr(int(match["number"]) % 65536)
                stand_in = stands
            elif not skipped:
                yield _BREAKS.get(word, "")
        elif sign := match["sign"]:
            if sign == "*":
                groups[-1] = (True, stands)
            elif not skipped:
                yield _SIGNS.get(sign, "")
        elif (plain := match["plain"]) and not skipped:
            plain = plain.replace("\n", "").replace("\r", "")
            yield plain[stand_in:]
            stand_in = max(0, stand_in - len(plain))
    if bare:
        yield bare.decode(encoding, "replace")
    if len(groups) > 1:
        raise NotKept("truncated", "RTF")
