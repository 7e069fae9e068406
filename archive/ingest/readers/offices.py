"""Word-processor files: kept and downloadable; their text is read where it is plain to read."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from archive.ingest.formats import Format, NotKept

Answer = dict[str, Any]
_MAX_PART = 100 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def probe(path: Path, found: Format, max_pixels: int, outs: dict[str, Path]) -> Answer:
    technical: Answer = {"format": found.name}
    if found.name == "DOCX":
        technical["letters"] = len(_docx_text(path))
    elif found.name == "RTF":
        technical["letters"] = len(_rtf_text(path))
    return {"family": "text", "frames": 1, "technical": technical}


def derive(path: Path, outs: dict[str, Path], frame: int, *, format: str = "") -> Answer:
    raise NotKept("unsupported", " ".join(outs))


def read(path: Path, frame: int) -> Answer:
    with path.open("rb") as file:
        head = file.read(4)
    if head == b"PK\x03\x04":
        return {"text": _docx_text(path), "words": []}
    if head == b"{\\rt":
        return {"text": _rtf_text(path), "words": []}
    return {"text": "", "words": []}


def _docx_text(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            part = archive.getinfo("word/document.xml")
            if part.flag_bits & 1:
                raise NotKept("encrypted")
            if part.file_size > _MAX_PART:
                raise NotKept("too_heavy", f"{part.file_size} bytes unpacked")
            with archive.open(part) as stream:
                return _paragraphs(stream.read(_MAX_PART))
    except KeyError:
        raise NotKept("unsupported", "ZIP") from None
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError) as error:
        raise NotKept("damaged", str(error)) from None


def _paragraphs(xml: bytes) -> str:
    # No entities, no network: the text is a stranger's.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(xml, parser)
    lines = []
    for paragraph in root.iter(f"{_W}p"):
        parts = []
        for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
            parts.append(node.text or "" if node.tag == f"{_W}t" else " ")
        lines.append("".join(parts))
    return "\n".join(lines)


def _rtf_text(path: Path) -> str:
    """Return the plain text of simple RTF: Unicode escapes and code page 1258 or 1252 bytes."""
    if path.stat().st_size > _MAX_PART:
        raise NotKept("too_heavy", "RTF")
    data = path.read_bytes().decode("latin-1")
    if data.count("{") != data.count("}") and not data.rstrip("\0 \r\n").endswith("}"):
        raise NotKept("truncated", "RTF")
    page = re.search(r"\\ansicpg(\d+)", data)
    encoding = f"cp{page[1]}" if page and page[1] in ("1258", "1252", "1250") else "cp1252"
    data = re.sub(
        r"\{\\\*?\\?(fonttbl|colortbl|stylesheet|info|pict|generator)[^{}]*"
        r"(\{[^{}]*(\{[^{}]*\}[^{}]*)*\}[^{}]*)*\}",
        "",
        data,
    )
    data = re.sub(r"\\u(-?\d+) ?(\\'[0-9a-f]{2}|\?)?", lambda m: chr(int(m[1]) % 65536), data)
    data = re.sub(
        r"\\'([0-9a-fA-F]{2})",
        lambda m: bytes.fromhex(m[1]).decode(encoding, "replace"),
        data,
    )
    data = re.sub(r"\\(par|line|tab)\b ?", "\n", data)
    data = re.sub(r"\\[a-z]+-?\d* ?|\\[^a-z]|[{}\r]", "", data)
    return re.sub(r"\n{3,}", "\n\n", data).strip()
