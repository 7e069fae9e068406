"""A reading list as citations: for reference managers, and as a document to paste from."""

from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

import docx
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.audiences import Viewer
from archive.access.locks import SignedInRequest, signed_in
from archive.catalogue.models import AppearanceRole
from archive.public.my import showing
from archive.public.reading.citations import Citation, bibtex_of
from archive.research.models import ReadingList
from archive.research.places import Shown, shown_places
from archive.values.text import fold, for_xml

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@signed_in
def citations(request: SignedInRequest, number: int, form: str) -> HttpResponse:
    """Give the places of a list that its owner may still see, in the list's own order."""
    kept = get_object_or_404(ReadingList, owner=request.user, pk=number)
    return written(request, kept, shown_places(request.user, list(kept.places.all())), form)


def written(
    request: HttpRequest,
    kept: ReadingList,
    shown: Sequence[Shown],
    form: str,
    *,
    with_notes: bool = True,
) -> HttpResponse:
    """Return the places of a list that can be cited in one of the forms. Raises `Http404`."""
    if form not in FORMS:
        raise Http404
    media_type, write = FORMS[form]
    body = write(kept, cited(request, shown, with_notes=with_notes))
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(kept)}-{form}"'}
    return HttpResponse(body, content_type=media_type, headers=headers)


def _file_name(kept: ReadingList) -> str:
    return "-".join(re.findall("[a-z0-9]+", fold(kept.name)))[:60] or "list"


def cited(request: HttpRequest, shown: Sequence[Shown], *, with_notes: bool) -> list[Citation]:
    """Return how to cite the places, whose records were let through by the gate."""
    tellers = _tellers(request.user, [each.record.pk for each in shown if each.record])
    today = timezone.localdate()
    found = []
    for each in shown:
        place = each.place
        if place is None:
            continue
        record = place.record
        found.append(
            Citation(
                record=record,
                title=each.title,
                author=record.issuing_body or record.creator or tellers[record.pk],
                url=request.build_absolute_uri(showing.address(place)),
                read_on=today,
                page=place.page,
                at_ms=place.at_ms,
                note=each.listed.note if with_notes else "",
            )
        )
    return found


def _tellers(viewer: Viewer, ids: Sequence[int]) -> defaultdict[int, str]:
    """Return who made or told each record, as far as `viewer` may know, in one query."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    rows = gate.visible_appearances(viewer).filter(
        record__in=ids, role__in=[AppearanceRole.CREATOR, AppearanceRole.WITNESS]
    )
    for record, name in rows.order_by("person__sort_key").values_list("record_id", "person__name"):
        names[record].append(name)
    return defaultdict(str, {record: "; ".join(several) for record, several in names.items()})


def _ris(kept: ReadingList, found: list[Citation]) -> bytes:
    return "".join(citation.ris() for citation in found).encode()


def _bibtex(kept: ReadingList, found: list[Citation]) -> bytes:
    return bibtex_of(found).encode()


def _csl(kept: ReadingList, found: list[Citation]) -> bytes:
    items = [citation.csl() for citation in found]
    return json.dumps(items, ensure_ascii=False, indent=1).encode()


def _vietnamese(kept: ReadingList, found: list[Citation]) -> bytes:
    with override("vi"):
        return _document(kept, found, [citation.in_words() for citation in found])


def _chicago(kept: ReadingList, found: list[Citation]) -> bytes:
    with override("en"):
        return _document(kept, found, [citation.in_chicago() for citation in found])


def _document(kept: ReadingList, found: list[Citation], entries: list[str]) -> bytes:
    """Return a Word document: a numbered entry for each place, the reader's note under it."""
    paper = docx.Document()
    paper.add_heading(for_xml(kept.name), level=1)
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    paper.add_paragraph(_("Sources cited, as of %(day)s") % {"day": day})
    for citation, entry in zip(found, entries, strict=True):
        paper.add_paragraph(for_xml(entry), style="List Number")
        if citation.note:
            paper.add_paragraph().add_run(for_xml(citation.note)).italic = True
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


FORMS: dict[str, tuple[str, Callable[[ReadingList, list[Citation]], bytes]]] = {
    "list.ris": ("application/x-research-info-systems; charset=utf-8", _ris),
    "list.bib": ("application/x-bibtex; charset=utf-8", _bibtex),
    "csl.json": ("application/vnd.citationstyles.csl+json; charset=utf-8", _csl),
    "vietnamese.docx": (_DOCX, _vietnamese),
    "chicago.docx": (_DOCX, _chicago),
}

FORM_LABELS = {
    "vietnamese.docx": format_lazy("Word: {style}", style=gettext_lazy("Vietnamese style")),
    "chicago.docx": "Word: Chicago",
    "list.ris": "RIS",
    "list.bib": "BibTeX",
    "csl.json": "CSL JSON",
}
