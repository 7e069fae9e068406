"""Plain text: the master stays as it was typed, its words are read in Unicode, in pages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.ingest.formats import Format, NotKept, refuse_too_many
from archive.values.legacy import Converted, UnreadableText, decode
from archive.values.paging import pages_of

Answer = dict[str, Any]
_MAX_BYTES = 20 * 1024 * 1024
_UNICODE = ("", "utf-8", "utf-8-sig", "utf-16", "decomposed")


def probe(path: Path, found: Format, max_pixels: int, outs: dict[str, Path]) -> Answer:
    if path.stat().st_size > _MAX_BYTES:
        raise NotKept("too_heavy", "text")
    converted, pages = _paged(path, path.stat().st_mtime_ns)
    if not converted.text.strip():
        raise NotKept("empty")
    refuse_too_many(len(pages))
    technical = {"format": found.name, "letters": len(converted.text)} | converted.way
    return {"family": "text", "frames": len(pages), "technical": technical}


def derive(path: Path, outs: dict[str, Path], frame: int, *, format: str = "") -> Answer:
    raise NotKept("unsupported", " ".join(outs))


def read(path: Path, frame: int, *, frames: int = 1) -> Answer:
    """Return one page of `frames`. Texts kept before they had pages are one, and stay so."""
    converted, pages = _paged(path, path.stat().st_mtime_ns)
    answer: Answer = {"text": converted.text, "words": []}
    if frames > 1:
        # Nothing is lost where an earlier program divided the text into fewer.
        end = frame + 1 if frame + 1 < frames else None
        answer["text"] = "".join(pages[frame:end])
    if converted.encoding not in _UNICODE:
        original = {"original": converted.original} if frames == 1 else {}
        answer["converted"] = converted.way | original
    return answer


@lru_cache(maxsize=1)
def _paged(path: Path, _changed: int) -> tuple[Converted, list[str]]:
    # Asked page by page: each would read all of the file.
    try:
        converted = decode(path.read_bytes())
    except UnreadableText:
        raise NotKept("old_encoding") from None
    return converted, pages_of(converted.text)
