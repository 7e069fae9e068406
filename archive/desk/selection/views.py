"""Changing one thing on a selection: choose, see, do."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue import selection
from archive.catalogue.actions import StaleVersion
from archive.catalogue.lifting import LiftsCeiling
from archive.catalogue.models import Record
from archive.desk.records.refusals import only_the_head
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
        edit = form.edit()  # a refusal takes what was refused out of the form
        if "do" in request.POST and _done(request, records, form, edit):
            return redirect("desk:records")
        effects = selection.preview(records, edit)
    context = {
        "records": records,
        "form": form,
        "effects": effects,
        "changing": sum(effect.changes for effect in effects),
        "lifted": sum(effect.lifts for effect in effects),
        "opened": sum(effect.opens for effect in effects),
        "may_lift": _may_lift(request, records),
        "most": selection.MOST_RECORDS,
    }
    return render(request, "desk/selection/edit.html", context)


def _done(
    request: SignedInRequest, records: list[Record], form: EditForm, edit: selection.Edit
) -> bool:
    """Do the edit and say how it went; on a refusal the form stays with its reason."""
    try:
        count = selection.edit_records(
            actor=request.user,
            records=records,
            edit=edit,
            at=timezone.now(),
            may_lift=_may_lift(request, records),
        )
    except StaleVersion:
        form.add_error(None, _("Somebody changed one of the records meanwhile. Look again."))
    except LiftsCeiling as lifted:
        form.add_error("collection", only_the_head(lifted.code))
    except selection.TooLong:
        form.add_error("text", _("With this text the field would be too long."))
    else:
        done = ngettext("%(count)d record changed.", "%(count)d records changed.", count)
        messages.success(request, done % {"count": count})
        return True
    return False


def _may_lift(request: SignedInRequest, records: list[Record]) -> bool:
    holders = {record.holder_id for record in records}
    return all(policy.may_lift(request.user, holder) for holder in holders)


def _chosen(request: SignedInRequest) -> list[Record]:
    """Return the records ticked, as far as they are the office's own; never more than the most."""
    codes = request.POST.getlist("codes")[: selection.MOST_RECORDS]
    own = gate.workable_records(request.user).filter(code__in=codes)
    return list(own.select_related("collection").prefetch_related("subjects").order_by("code"))
