"""Transcripts as Word documents: read as typed text, written one paragraph a stretch."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

import docx

from archive.catalogue.speech import timed_text
from archive.catalogue.speech.cues import Cue, Reading
from archive.jobs.said import Said
from archive.jobs.said import say as _
from archive.values.legacy import convert
from archive.values.text import for_xml

_MOST_UNPACKED = 100 * 1024 * 1024


def read(data: bytes, *, part_starts: Sequence[int] = ()) -> Reading:
    """Return the turns of a typed transcript in a .docx; lines are counted in paragraphs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > _MOST_UNPACKED:
            return _refused(_("The document is too large when unpacked."))
        document = docx.Document(io.BytesIO(data))
    except Exception:  # the library lets errors of zip, XML and its own through
        return _refused(_("The document cannot be opened; it is damaged or no Word document."))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    return timed_text.read(convert(text).text, part_starts=part_starts, format="docx")


def write(cues: Iterable[Cue], *, title: str) -> bytes:
    """Return the cues as a Word document with time codes."""
    document = docx.Document()
    document.add_heading(for_xml(title), level=1)
    for cue in cues:
        document.add_paragraph(for_xml(timed_text.paragraph(cue)))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _refused(message: Said) -> Reading:
    reading = Reading("docx")
    reading.refuse(0, message)
    return reading
