"""Lists shared by a link: nobody can guess it, and it shows its reader what is theirs to see."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.access.locks import SignedInRequest, open_to_all, signed_in
from archive.public.my.exports import FORM_LABELS, written
from archive.public.my.showing import rows_of
from archive.research import actions
from archive.research.models import ReadingList
from archive.research.places import shared_places
from archive.ui.paging import page_of

PLACES_PER_PAGE = 50


@require_POST
@signed_in
def share(request: SignedInRequest, number: int) -> HttpResponse:
    """Share a list, with the notes or without, or share it no longer."""
    kept = get_object_or_404(ReadingList, owner=request.user, pk=number)
    if "stop" in request.POST:
        actions.stop_sharing(reading_list=kept)
        messages.success(request, _("The list is not shared any more; its address is dead."))
    else:
        actions.share_list(reading_list=kept, with_notes="with_notes" in request.POST)
        messages.success(request, _("Whoever has the address can read the list."))
    return redirect("public:reading_list", kept.pk)


@open_to_all
@require_safe
def shared_list(request: HttpRequest, key: str) -> HttpResponse:
    kept = _shared(key)
    page = page_of(request, shared_places(request.user, kept), per_page=PLACES_PER_PAGE)
    context = {
        "reading_list": kept,
        "page": page,
        "rows": rows_of(list(page)),
        "forms": FORM_LABELS.items(),
    }
    return _unlisted(render(request, "public/my/shared_list.html", context))


@open_to_all
@require_safe
def shared_citations(request: HttpRequest, key: str, form: str) -> HttpResponse:
    kept = _shared(key)
    shown = shared_places(request.user, kept)
    return _unlisted(written(request, kept, shown, form, with_notes=kept.shares_notes))


def _shared(key: str) -> ReadingList:
    return get_object_or_404(ReadingList, share_key=key[:64], owner__is_active=True)


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep the address out of caches, of search engines and of the sites it leads to."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
