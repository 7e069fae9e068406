"""The whole dossier of a round as a ZIP: asked for, watched, stopped, fetched."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from archive.access.locks import SignedInRequest, signed_in
from archive.vetting import actions, policy
from archive.vetting.actions.packing import KEPT
from archive.vetting.dossier.contents import last_link
from archive.vetting.models import Packing, Round
from archive.vetting.steps import Refused

SHOWN = 10


@signed_in
def dossier(request: SignedInRequest, code: str) -> HttpResponse:
    found = for_insiders(request, code)
    if request.method == "POST":
        actions.ask_for_dossier(actor=request.user, round=found, at=timezone.now())
        return redirect("desk:vetting_packings", found.code)
    return render(request, "desk/vetting/dossier.html", _sheet(found))


@require_safe
@signed_in
def state(request: SignedInRequest, code: str) -> HttpResponse:
    """Return the part of the page that changes while the worker is at it."""
    found = for_insiders(request, code)
    return render(request, "desk/vetting/_packings.html", _sheet(found))


@require_POST
@signed_in
def stop(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    found = for_insiders(request, code)
    packing = get_object_or_404(found.packings, pk=number)
    try:
        actions.stop_dossier(actor=request.user, packing=packing, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect("desk:vetting_packings", found.code)


@require_safe
@signed_in
def packed(request: SignedInRequest, code: str, number: int) -> HttpResponseBase:
    found = for_insiders(request, code)
    packing = get_object_or_404(found.packings, pk=number)
    if not packing.is_kept:
        raise Http404
    return _file(packing)


@require_safe
@signed_in
def latest(request: SignedInRequest, code: str) -> HttpResponseBase:
    """Return the latest dossier if it says all the round says now; else where one is made."""
    found = for_insiders(request, code)
    told = found.packings.filter(last_link=last_link(found))
    kept = next((packing for packing in told if packing.is_kept), None)
    return _file(kept) if kept else redirect("desk:vetting_packings", found.code)


def for_insiders(request: SignedInRequest, code: str) -> Round:
    """Return the round to whoever may take its dossier out. Raises `Http404`."""
    found = policy.round_or_404(request.user, code)
    if not policy.standing_of(request.user, found).takes_out:
        raise Http404
    return found


def _file(packing: Packing) -> HttpResponseBase:
    try:
        body = packing.path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"{packing.round.code}.zip"
    return FileResponse(body, as_attachment=True, filename=name, content_type="application/zip")


def _sheet(found: Round) -> dict[str, object]:
    packings = list(found.packings.select_related("asked_by")[:SHOWN])
    return {
        "round": found,
        "packings": packings,
        "at_work": any(packing.is_under_way for packing in packings),
        "last_link": last_link(found),
        "days_kept": KEPT.days,
    }
