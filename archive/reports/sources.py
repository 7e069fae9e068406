"""The list of sources a work rests on: every citation with its page or second and its address."""

from __future__ import annotations

import io
from dataclasses import dataclass
from urllib.parse import urljoin

from django.utils.translation import gettext as _
from docx import Document

from archive.access import gate
from archive.accounts.models import User
from archive.values.text import for_xml
from archive.values.timecodes import format_timecode
from archive.vetting.dossier.word import table
from archive.works.models import Citation, Work


@dataclass(frozen=True)
class SourceLine:
    """One citation; a record that is not open to the asker has its place in the work alone."""

    place_in_work: str
    code: str
    title: str
    place: str
    note: str
    address: str


def source_lines(user: User, work: Work, *, site: str) -> list[SourceLine]:
    """Return what `work` cites in the order it was cited; `site` begins the addresses."""
    unseen = _("A record that is not open to you")
    return [
        _line(citation, site)
        if citation.is_open  # type: ignore[attr-defined]
        else SourceLine(citation.place_in_work, "", unseen, "", "", "")
        for citation in gate.sources_of(user, work).order_by("id")
    ]


def sources_document(work: Work, lines: list[SourceLine]) -> bytes:
    """Return the list as a DOCX file; its form is this program's own."""
    document = Document()
    document.add_heading(_("List of sources"), level=0)
    document.add_paragraph(for_xml(f"{work.title} ({work.code})"))
    rows = [
        (
            str(number),
            f"{line.title} {f'[{line.code}]' if line.code else ''}".strip(),
            line.place,
            f"{line.place_in_work} {line.note}".strip(),
            line.address,
        )
        for number, line in enumerate(lines, start=1)
    ]
    head = ("#", _("Source"), _("Place"), _("Place in the work"), _("Address"))
    table(document, rows, head=head)
    document.add_paragraph(_("The form of this paper is the program's own, not an official one."))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _line(citation: Citation, site: str) -> SourceLine:
    place = ""
    if citation.page is not None:
        place = _("page %(n)d") % {"n": citation.page}
    elif citation.at_ms is not None:
        place = format_timecode(citation.at_ms)
    return SourceLine(
        place_in_work=citation.place_in_work,
        code=citation.record.code,
        title=citation.record.title,
        place=place,
        note=citation.note,
        address=urljoin(site, citation.get_absolute_url()),
    )
