"""What the search index is, and making it anew while it goes on answering."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.journal.models import Entry
from archive.search import index, rebuilding
from archive.search.engines import LARGEST_FOR_WHOOSH, engine_for
from archive.ui.following import followed


@require_safe
@staff_only(Role.ADMINISTRATOR)
def overview(request: SignedInRequest) -> HttpResponse:
    return render(request, "desk/index/index.html", _index() | _rebuild())


@require_safe
@staff_only(Role.ADMINISTRATOR)
def state(request: SignedInRequest) -> HttpResponse:
    """How far a rebuild has come, asked again and again while it is under way."""
    context = _rebuild()
    goes_on = context["state"] is not rebuilding.State.IDLE
    return followed(request, "desk/index/state.html", context, goes_on=goes_on)


@require_POST
@staff_only(Role.ADMINISTRATOR)
def begin(request: SignedInRequest) -> HttpResponse:
    """Have the worker make the index anew, or go on where it was stopped."""
    try:
        rebuilding.ask_for_rebuild()
    except rebuilding.UnderWay:
        messages.info(request, _("The index is being made anew already."))
    return redirect("desk:index")


@require_POST
@staff_only(Role.ADMINISTRATOR)
def stop(request: SignedInRequest) -> HttpResponse:
    """Stop making it; what was made is kept, and the present index goes on answering."""
    if rebuilding.state() is not rebuilding.State.IDLE:
        rebuilding.stop_rebuild()
        messages.success(request, _("Making it anew stops; the present index goes on answering."))
    return redirect("desk:index")


def _index() -> dict[str, Any]:
    generation = index.current()
    manifest = generation.manifest() if generation else None
    setting = settings.SEARCH_ENGINE
    return {
        "manifest": manifest,
        "behind": Entry.objects.filter(pk__gt=manifest.applied).count() if manifest else 0,
        "setting": setting,
        "largest": LARGEST_FOR_WHOOSH,
        "wanted": engine_for(setting, manifest.passages).name if manifest else "",
    }


def _rebuild() -> dict[str, Any]:
    now = rebuilding.state()
    told = rebuilding.told() if now is rebuilding.State.RUNNING else None
    return {
        "state": now,
        "told": told,
        "left": _in_words(told.seconds_left) if told else "",
        "begun": index.begun() if now is rebuilding.State.IDLE else None,
    }


def _in_words(seconds: int | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return _("less than a minute")
    minutes = -(-seconds // 60)
    return ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}
