"""The technical metadata of a master in words, and where it falls short of what the office asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.files.models import Family, Master
from archive.values.timecodes import format_timecode

_COLOURS: dict[str, Promise] = {
    "b-w": gettext_lazy("grey"),
    "grey16": gettext_lazy("grey"),
    "srgb": gettext_lazy("colour (RGB)"),
    "rgb": gettext_lazy("colour (RGB)"),
    "rgb16": gettext_lazy("colour (RGB)"),
    "cmyk": gettext_lazy("colour (CMYK)"),
    "lab": gettext_lazy("colour (Lab)"),
}


# What encodings from before Unicode are called by those who typed in them.
_ENCODINGS = {
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI",
    "vps": "VPS",
    "viscii": "VISCII",
    "viqr": "VIQR",
    "cp1258": "Windows-1258",
    "cp1252": "Windows-1252",
}


def conversion(master: Master) -> str:
    """Say from which older encoding the text was converted and what was lost; else nothing."""
    found = master.technical
    if not (encoding := _ENCODINGS.get(found.get("encoding") or "")):
        return ""
    said = [_("Converted from %(encoding)s to Unicode; the file is kept as it was.")
            % {"encoding": encoding}]  # fmt: skip
    lost = _number(found, "lost")
    said.append(
        ngettext("%(n)d sign had no meaning and is lost.",
                 "%(n)d signs had no meaning and are lost.", lost) % {"n": lost}
        if lost else _("Nothing was lost.")
    )  # fmt: skip
    if count := _number(found, "restored"):
        said.append(
            ngettext("Capitals were put back in %(n)d word.",
                     "Capitals were put back in %(n)d words.", count) % {"n": count}
        )  # fmt: skip
    if found.get("capitals_uncertain"):
        said.append(_("Headings set in a font of capitals may stand in small letters."))
    return " ".join(said)


def printing_note(master: Master) -> str:
    """Say why a word-processor file has no pages to look at; else nothing."""
    found = master.technical
    if found.get("format") not in ("DOC", "DOCX", "RTF") or master.is_printed:
        return ""
    if master.has_pdf:
        return _("It was printed after its pages were counted, which stay; "
                 "the print can be taken away as a PDF.")  # fmt: skip
    if found.get("not_printed"):
        return _("LibreOffice could not print this file; it is kept as it came.")
    if found["format"] == "DOC":
        return _("The pages and words of a DOC file are shown where LibreOffice is installed; "
                 "here it is kept as it came.")  # fmt: skip
    return _(
        "The pages of this file are shown where LibreOffice is installed; here only its words."
    )


def facts(master: Master) -> list[tuple[str, str]]:
    """Return label and value of everything known, in a reader's order."""
    return [(label, value) for label, value in _facts(master) if value]


def shortcomings(master: Master) -> list[str]:
    """Return what is below the least the office asks for. A warning: nothing is refused for it."""
    found, least = master.technical, settings.LEAST_DPI
    if master.family == Family.IMAGE and 0 < (dpi := found.get("dpi") or 0) < least:
        return [
            _("Scanned at %(dpi)d dpi; at least %(least)d are asked for.")
            % {"dpi": dpi, "least": least}
        ]
    rate, least = found.get("bit_rate") or 0, settings.LEAST_BIT_RATE
    if master.family == Family.AUDIO and 0 < rate < least:
        return [
            _("Recorded at %(rate)d kbit/s; at least %(least)d are asked for.")
            % {"rate": rate // 1000, "least": least // 1000}
        ]
    return []


def shortfalls(masters: Iterable[Master]) -> list[tuple[str, int]]:
    """Return each shortcoming with how many of the masters have it, the most frequent first."""
    return Counter(text for master in masters for text in shortcomings(master)).most_common()


def _facts(master: Master) -> Iterator[tuple[str, str]]:
    found = master.technical
    yield _("Format"), f"{found.get('format', '')} {found.get('version', '')}".strip()
    yield "PRONOM", master.puid
    if found.get("width") and found.get("height"):
        yield _("Pixels"), f"{found['width']} × {found['height']}"
    if found.get("dpi"):
        yield _("Resolution"), f"{found['dpi']} dpi"
    if found.get("bits"):
        yield _("Depth"), _("%(count)d bits a channel") % {"count": found["bits"]}
    if space := found.get("colour_space"):
        profile = _(", with a colour profile") if found.get("colour_profile") else ""
        yield _("Colours"), f"{_COLOURS.get(space, space)}{profile}"
    if found.get("pages"):
        yield _("Pages"), str(found["pages"])
    yield _("Text"), conversion(master)
    yield _("Printout as PDF"), printing_note(master)
    yield from _of_sound(found)
    if found.get("scripts"):
        yield _("Scripts"), _("there are some; they are never run")
    if count := found.get("attachments"):
        yield _("Attachments"), str(count)
    for name, value in (found.get("tags") or {}).items():
        yield f"“{name}”", str(value)[:300]


def _of_sound(found: dict[str, object]) -> Iterator[tuple[str, str]]:
    if duration := _number(found, "duration_ms"):
        yield _("Duration"), format_timecode(duration)
    yield _("Codec"), str(found.get("codec") or "")
    if rate := _number(found, "sample_rate"):
        yield _("Sample rate"), f"{rate / 1000:g} kHz"
    if channels := _number(found, "channels"):
        yield _("Channels"), ngettext("%(n)d channel", "%(n)d channels", channels) % {"n": channels}
    if rate := _number(found, "bit_rate"):
        yield _("Bit rate"), f"{rate // 1000} kbit/s"


def _number(found: dict[str, object], name: str) -> int:
    value = found.get(name)
    return value if isinstance(value, int) else 0
