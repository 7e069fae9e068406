"""The work list of page texts, and every version of one."""

from __future__ import annotations

from itertools import pairwise

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue import pages as texts
from archive.catalogue.models import Page, PageText
from archive.desk.pages import worklist
from archive.desk.pages.differences import differences
from archive.desk.pages.editor import page_or_404
from archive.ui.paging import page_of

PER_PAGE = 30
VERSIONS_PER_PAGE = 10


@require_safe
@staff_only(Role.ARCHIVIST, Role.COLLECTOR, Role.OFFICE_HEAD)
def work_list(request: SignedInRequest) -> HttpResponse:
    code = request.GET.get("record", "")
    record = gate.workable_record_or_404(request.user, code) if code else None
    state = worklist.BY_WORD.get(request.GET.get("state", ""), worklist.STATES[0])
    pages = worklist.pages_of(request.user, record)
    counts = worklist.counts_of(pages)
    context = {
        "record": record,
        "state": state,
        "states": [(each, counts[each.word]) for each in worklist.STATES],
        "page": page_of(request, worklist.listed(pages, state), per_page=PER_PAGE),
    }
    return render(request, "desk/pages/list.html", context)


@require_safe
@staff_only(Role.ARCHIVIST, Role.COLLECTOR, Role.OFFICE_HEAD)
def versions(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    found = page_or_404(request, code, number)
    shown = page_of(request, texts.versions_of(found), per_page=VERSIONS_PER_PAGE)
    context = {
        "record": found.record,
        "found": found,
        "page": shown,
        "versions": _compared(found, list(shown.object_list)),
    }
    return render(request, "desk/pages/versions.html", context)


def _compared(page: Page, shown: list[PageText]) -> list[tuple[PageText, str]]:
    """Return each version with what it changed in the one before; the first as it is."""
    if not shown:
        return []
    before = texts.versions_of(page).filter(version__lt=shown[-1].version).first()
    compared: list[tuple[PageText, str]] = [
        (later, differences(earlier.text, later.text)) for later, earlier in pairwise(shown)
    ]
    last = shown[-1]
    return [*compared, (last, differences(before.text, last.text) if before else last.text)]
