"""Plain text: the master stays as it was typed, its words are read in Unicode."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from archive.ingest.formats import Format, NotKept
from archive.values.legacy import Converted, UnreadableText, decode

Answer = dict[str, Any]
_MAX_BYTES = 20 * 1024 * 1024
_UNICODE = ("", "utf-8", "utf-8-sig", "utf-16", "decomposed")


def probe(path: Path, found: Format, max_pixels: int, outs: dict[str, Path]) -> Answer:
    if path.stat().st_size > _MAX_BYTES:
        raise NotKept("too_heavy", "text")
    converted = _converted(path)
    if not converted.text.strip():
        raise NotKept("empty")
    technical = {"format": found.name, "letters": len(converted.text)} | converted.way
    return {"family": "text", "frames": 1, "technical": technical}


def derive(path: Path, outs: dict[str, Path], frame: int, *, format: str = "") -> Answer:
    raise NotKept("unsupported", " ".join(outs))


def read(path: Path, frame: int) -> Answer:
    converted = _converted(path)
    answer: Answer = {"text": converted.text, "words": []}
    if converted.encoding not in _UNICODE:
        answer["converted"] = converted.way | {"original": converted.original}
    return answer


def _converted(path: Path) -> Converted:
    try:
        return decode(path.read_bytes())
    except UnreadableText:
        raise NotKept("old_encoding") from None
