"""Word-processor files: their words are read where that can be done, and they are printed."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from archive.ingest.formats import Format, NotKept
from archive.ingest.readers import printing, rtf
from archive.values.legacy import Converted, convert

Answer = dict[str, Any]
_MAX_PART = 100 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ENDINGS = {"DOCX": ".docx", "DOC": ".doc", "RTF": ".rtf"}
# The stream that makes a compound file one of Word; tables and slides have others.
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def probe(path: Path, found: Format, max_pixels: int, outs: dict[str, Path]) -> Answer:
    technical: Answer = {"format": found.name}
    if found.name == "DOC":
        technical |= _of_doc(path)
    else:
        converted = _words(path)
        technical |= {"letters": len(converted.text)}
        technical |= converted.way if converted.is_from_a_font else {}
    return {"family": "text", "frames": 1, "technical": technical}


def derive(path: Path, outs: dict[str, Path], frame: int, *, format: str = "") -> Answer:
    """Print the file as PDF (`printout`); there is nothing else to be made of it."""
    if set(outs) != {"printout"} or format not in _ENDINGS:
        raise NotKept("unsupported", " ".join(outs))
    return {"printout": printing.printed(path, outs["printout"], _ENDINGS[format])}


def read(path: Path, frame: int) -> Answer:
    """Return the words. Those of DOC are read from its printout alone."""
    with path.open("rb") as file:
        if not file.read(4).startswith((b"PK", b"{\\rt")):
            return {"text": "", "words": []}
    converted = _words(path)
    answer: Answer = {"text": converted.text, "words": []}
    if converted.is_from_a_font:
        answer["converted"] = converted.way | {"original": converted.original}
    return answer


def _words(path: Path) -> Converted:
    with path.open("rb") as file:
        is_zip = file.read(2) == b"PK"
    return convert(_docx_text(path) if is_zip else _rtf_text(path))


def _of_doc(path: Path) -> Answer:
    if path.stat().st_size > _MAX_PART:
        raise NotKept("too_heavy", "DOC")
    data = path.read_bytes()
    if _WORD_STREAM not in data:
        raise NotKept("unsupported", "OLE")
    return {"scripts": True} if _MACROS in data else {}


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
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError, NotImplementedError) as error:
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
    if path.stat().st_size > _MAX_PART:
        raise NotKept("too_heavy", "RTF")
    return rtf.text_of(path.read_bytes().decode("latin-1"))
