"""Plain text: kept when it is Unicode."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from archive.ingest.formats import Format, NotKept

Answer = dict[str, Any]
_MAX_BYTES = 20 * 1024 * 1024


def probe(path: Path, found: Format, max_pixels: int, outs: dict[str, Path]) -> Answer:
    if path.stat().st_size > _MAX_BYTES:
        raise NotKept("too_heavy", "text")
    encoding, text = decode(path.read_bytes())
    if not text.strip():
        raise NotKept("empty")
    return {
        "family": "text",
        "frames": 1,
        "technical": {"format": found.name, "encoding": encoding, "letters": len(text)},
    }


def decode(data: bytes) -> tuple[str, str]:
    """Return the encoding and the text. Raises `NotKept` for anything but Unicode."""
    encodings = ["utf-8-sig"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return encoding.removesuffix("-sig"), data.decode(encoding)
        except UnicodeDecodeError as error:
            raise NotKept("old_encoding", str(error)[:100]) from None
    raise AssertionError


def derive(path: Path, outs: dict[str, Path], frame: int, *, format: str = "") -> Answer:
    raise NotKept("unsupported", " ".join(outs))


def read(path: Path, frame: int) -> Answer:
    return {"text": decode(path.read_bytes())[1], "words": []}
