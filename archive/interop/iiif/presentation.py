"""The doors of IIIF Presentation 3 and Content Search 2; every request asks the gate.

A record of which the viewer may see and hear nothing has no manifest: 404 as for one that is not.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.callers import at_most
from archive.access.locks import open_to_all
from archive.access.sharing import read_elsewhere
from archive.access.sight import Sight, sight_of
from archive.access.speech import told_versions
from archive.catalogue.models import Record
from archive.interop.iiif import texts
from archive.interop.iiif.answers import json_answer
from archive.interop.iiif.manifests import (
    PRESENTATION,
    SEARCH,
    WITH_PARTS,
    collection_of,
    manifest_of,
)
from archive.interop.iiif.searching import found_in
from archive.values.numbers import whole_number


@open_to_all
@read_elsewhere
@require_safe
def manifest(request: HttpRequest, code: str) -> HttpResponse:
    """A record: its pages and tapes in order, and what is known of it."""
    record, sight = _record(request, code)
    said = manifest_of(record, request.user, sight)
    if said is None:
        raise Http404
    return json_answer(request, said, PRESENTATION)


@open_to_all
@read_elsewhere
@require_safe
def collection(request: HttpRequest, code: str) -> HttpResponse:
    """A collection: what is right below it, and the manifests of its records by pages."""
    visible = gate.visible_collections(request.user).select_related("holder")
    found = get_object_or_404(visible, code=code)
    number = whole_number(request.GET.get("page", ""), 1)
    said = collection_of(found, request.user, number)
    if said is None:
        raise Http404
    return json_answer(request, said, PRESENTATION)


@open_to_all
@read_elsewhere
@require_safe
def page_text(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The text of a page line by line, where no name in it would have to be veiled."""
    record, sight = _record(request, code)
    if not sight.shows_page(number):
        raise Http404
    page = get_object_or_404(record.pages, number=number)
    if not page.text or not sight.shows_text(page.text):
        raise Http404
    return json_answer(request, texts.page_text(record, page), PRESENTATION)


@open_to_all
@read_elsewhere
@require_safe
def transcript(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One version of what is said, stretch by stretch, without what is sealed."""
    record, sight = _record(request, code)
    version = next((each for each in told_versions(record, sight) if each.key == key), None)
    if version is None:
        raise Http404
    return json_answer(request, texts.transcript(record, sight, version), PRESENTATION)


@open_to_all
@read_elsewhere
@require_safe
@at_most("SEARCHES_PER_MINUTE")
def search(request: HttpRequest, code: str) -> HttpResponse:
    """Where in a record the words stand."""
    record, sight = _record(request, code)
    response = json_answer(request, found_in(record, request.user, sight, request.GET), SEARCH)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _record(request: HttpRequest, code: str) -> tuple[Record, Sight]:
    record = gate.record_or_404(request.user, code, among=WITH_PARTS)
    return record, sight_of(request.user, record)
