"""Listing, describing and merging authorities, and what is offered while a name is typed."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue import authority_control as control
from archive.catalogue import authority_merging as merging
from archive.catalogue.likeness import candidates, particulars
from archive.desk.authorities.forms import MergeForm
from archive.desk.authorities.kinds import KINDS
from archive.search.tally.kept import tally
from archive.ui.names import names_among
from archive.ui.paging import page_of
from archive.values.text import canonical, fold

PAGE_SIZE = 50


@require_safe
@staff_only()
def authorities(request: SignedInRequest, kind: str) -> HttpResponse:
    user, rows = request.user, KINDS[kind].model._default_manager.all()
    kept, alike = tally(), None
    own = kept.own(user)
    if words := request.GET.get("q", "").strip()[:100]:
        plain = " ".join(fold(words).split())
        alike = rows.filter(Q(plain_name__contains=plain) | Q(slug=words))
    seen = gate.workable_records(user)
    names = names_among(kept, rows, own, own=own, seen=seen, alike=alike)
    page = page_of(request, names, per_page=PAGE_SIZE)
    context = {
        "kind": kind,
        "kinds": KINDS,
        "title": KINDS[kind].title,
        "page": page,
        "may_describe": policy.may_arrange(request.user),
    }
    return render(request, "desk/authorities/list.html", context)


@require_safe
@staff_only()
def alike(request: SignedInRequest, kind: str) -> HttpResponse:
    """Offer whoever may already be called so, among those this reader may know of."""
    name = request.GET.get("q", "")[:255]
    found = list(candidates(KINDS[kind].seen(request.user), name).prefetch_related("names"))
    same = next((entry for entry in found if entry.canonical_name == canonical(name)), None)
    context = {"found": [(entry, particulars(entry)) for entry in found], "same": same}
    return render(request, "desk/authorities/alike.html", context)


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def describe(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    rows = KINDS[kind].rows(request.user)
    found = get_object_or_404(rows, slug=slug)
    form = KINDS[kind].form(request.POST or None, authority=found, among=rows)
    if request.method == "POST" and form.is_valid():
        try:
            KINDS[kind].save(form, actor=request.user, authority=found, at=timezone.now())
        except control.WouldCircle:
            form.add_error("broader", _("A subject cannot be narrower than itself."))
        except control.RelatedInLine as other:
            reason = _("“%(name)s” stands above or below it, or is the same; it is not related.")
            form.add_error("related", reason % {"name": other})
        else:
            messages.success(request, _("The description was saved."))
            return redirect("desk:authorities", kind)
    doubles = candidates(rows, found.name, besides=found)
    context = {"kind": kind, "authority": found, "form": form, "doubles": doubles}
    return render(request, "desk/authorities/describe.html", context)


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def merge(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    rows = KINDS[kind].rows(request.user)
    found = get_object_or_404(rows, slug=slug)
    form = MergeForm(
        request.POST or None,
        kind=kind,
        among=rows.exclude(pk=found.pk),
        initial={"into": request.GET.get("into", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = merging.merge(
                actor=request.user,
                kept=form.cleaned_data["into"],
                absorbed=found,
                at=timezone.now(),
            )
        except control.WouldCircle:
            form.add_error("into", _("A subject cannot be narrower than itself."))
        except merging.CannotMerge as held:
            form.add_error(
                "into", _("They cannot be merged while this holds on to both: %s") % held
            )
        else:
            messages.success(request, _("Merged. The old address leads to the entry kept."))
            return redirect("desk:authority", kind, kept.slug)
    context = {"kind": kind, "authority": found, "form": form}
    return render(request, "desk/authorities/merge.html", context)
