"""Changing one thing on a selection: choose, see, do."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from archive.access import gate
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue import selection
from archive.catalogue.actions import StaleVersion
from archive.catalogue.models import Record
from archive.desk.selection.forms import EditForm


@require_POST
@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def edit_selection(request: SignedInRequest) -> HttpResponse:
    records = _chosen(request)
    if not records:
        messages.warning(request, _("No record was chosen. Tick some in the list first."))
        return redirect("desk:records")
    asked = "operation" in request.POST
    form = EditForm(request.POST if asked else None, among=gate.workable_collections(request.user))
    effects: list[selection.Effect] = []
    if asked and form.is_valid():
        if "do" in request.POST and _done(request, records, form):
            return redirect("desk:records")
        effects = selection.preview(records, form.edit())
    context = {
        "records": records,
        "form": form,
        "effects": effects,
        "changing": sum(effect.changes for effect in effects),
        "most": selection.MOST_RECORDS,
    }
    return render(request, "desk/selection/edit.html", context)


def _done(request: SignedInRequest, records: list[Record], form: EditForm) -> bool:
    """Do the edit and say how it went; on a refusal the form stays with its reason."""
    try:
        count = selection.edit_records(
            actor=request.user, records=records, edit=form.edit(), at=timezone.now()
        )
    except StaleVersion:
        form.add_error(None, _("Somebody changed one of the records meanwhile. Look again."))
    except selection.TooLong:
        form.add_error("text", _("With this text the field would be too long."))
    else:
        done = ngettext("%(count)d record changed.", "%(count)d records changed.", count)
        messages.success(request, done % {"count": count})
        return True
    return False


def _chosen(request: SignedInRequest) -> list[Record]:
    """Return the records ticked, as far as they are the office's own; never more than the most."""
    codes = request.POST.getlist("codes")[: selection.MOST_RECORDS]
    own = gate.workable_records(request.user).filter(code__in=codes)
    return list(own.select_related("collection").prefetch_related("subjects").order_by("code"))
