"""Reading a transcript file of any kind: what it is is told by its content, not by its name."""

from __future__ import annotations

from collections.abc import Sequence

from archive.catalogue.speech import elan, ohms, srt, textgrid, timed_text, webvtt, word
from archive.catalogue.speech.cues import MAX_BYTES, Reading, checked
from archive.catalogue.speech.tiers import Tiers
from archive.catalogue.speech.xml import BrokenXml, HostileXml, parse
from archive.jobs.said import Said
from archive.jobs.said import say as _
from archive.values.legacy import UnreadableText, decode


def read_transcript(
    data: bytes, *, duration_ms: int = 0, part_starts: Sequence[int] = (), tiers: str = ""
) -> Reading:
    """Return what is said in a file, and what is odd about it. Nothing in it is ever run.

    `duration_ms` is how long the recording is (0 when unknown), `part_starts` where its parts
    begin on the record's timeline. `tiers` says which of an ELAN or TextGrid file are wanted and
    who speaks in each (`KK = Người hỏi; NC = Nhân chứng`); empty takes all.
    """
    reading = _read(data, part_starts, Tiers.written(tiers))
    return reading if reading.is_refused else checked(reading, duration_ms=duration_ms)


def _read(data: bytes, part_starts: Sequence[int], tiers: Tiers) -> Reading:
    if len(data) > MAX_BYTES:
        return _refused(_("The file is larger than %(most)d MB.") % {"most": MAX_BYTES >> 20})
    if data.startswith(b"PK\x03\x04"):
        return word.read(data, part_starts=part_starts)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _read_xml(data, tiers)
    return _read_text(data, part_starts, tiers)


def _read_xml(data: bytes, tiers: Tiers) -> Reading:
    try:
        root = parse(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    except HostileXml:
        return _refused(_("The file declares entities or a document type; that is not read."))
    except BrokenXml as error:
        return _refused(_("The XML is broken here."), error.line)
    return elan.read(root, tiers) if elan.is_elan(root) else ohms.read(root)


def _read_text(data: bytes, part_starts: Sequence[int], tiers: Tiers) -> Reading:
    if data.startswith(b"ooBinaryFile"):
        return _refused(_("This TextGrid is binary; save it as a text file in Praat."))
    try:
        decoded = decode(_without_utf32(data))
    except UnreadableText:
        return _refused(_("This is no text in any encoding known here."))
    text = decoded.text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("WEBVTT"):
        reading = webvtt.read(text)
    elif textgrid.is_textgrid(text):
        reading = textgrid.read(text, tiers)
    elif srt.is_srt(text):
        reading = srt.read(text)
    else:
        reading = timed_text.read(text, part_starts=part_starts)
    reading.encoding = decoded.encoding or "utf-8"
    if decoded.lost:
        reading.note(
            0,
            _("%(number)d signs could not be read in the encoding %(encoding)s.")
            % {"number": decoded.lost, "encoding": decoded.encoding},
        )
    return reading


def _without_utf32(data: bytes) -> bytes:
    """Return UTF-32 with a byte order mark as UTF-8; leave everything else as it is."""
    for mark, name in ((b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be")):
        if data.startswith(mark):
            return data[4:].decode(name, "replace").encode()
    return data


def _refused(message: Said, line: int = 0) -> Reading:
    reading = Reading("")
    reading.refuse(line, message)
    return reading
