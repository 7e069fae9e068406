"""Opening, describing and moving collections."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue import arrangement, lifting
from archive.catalogue.models import AccessLevel, Collection
from archive.desk.collections.forms import CollectionForm, LimitForm, NewCollectionForm, ParentForm
from archive.desk.collections.opening import opening_of
from archive.desk.records.fields import collection_label
from archive.desk.records.refusals import only_the_head

PAGE_SIZE = 50


@require_safe
@staff_only()
def collections(request: SignedInRequest) -> HttpResponse:
    top = gate.workable_collections(request.user).filter(parent=None).select_related("holder")
    page = Paginator(top.order_by("code"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "may_arrange": policy.may_arrange(request.user)}
    return render(request, "desk/collections/list.html", context)


@require_safe
@staff_only()
def collection(request: SignedInRequest, code: str) -> HttpResponse:
    found = _found(request, code)
    children = Paginator(found.children.order_by("code"), PAGE_SIZE)
    records = Paginator(found.records.order_by("code"), PAGE_SIZE)
    context = {
        "collection": found,
        "ancestors": arrangement.ancestors_of(found),
        "children": children.get_page(request.GET.get("children")),
        "page": records.get_page(request.GET.get("page")),
        "rights": arrangement.rights_of(found),
        "ceiling": arrangement.ceiling_of(found),
        "ceiling_label": AccessLevel(found.ceiling).label,
        "may_limit": policy.may_limit(request.user, found),
        "may_arrange": policy.may_arrange(request.user),
    }
    return render(request, "desk/collections/collection.html", context)


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def open_collection(request: SignedInRequest) -> HttpResponse:
    if request.user.office is None:
        raise PermissionDenied
    own = gate.workable_collections(request.user).filter(holder=request.user.office)
    form = NewCollectionForm(
        request.POST or None, among=own, initial={"parent": request.GET.get("parent", "")}
    )
    if request.method == "POST" and form.is_valid():
        data = {**form.description()}
        try:
            found = arrangement.open_collection(
                actor=request.user,
                code=form.cleaned_data["code"],
                title=data.pop("title"),
                level=data.pop("level"),
                holder=request.user.office,
                parent=form.cleaned_data["parent"],
                at=timezone.now(),
                **data,
            )
        except arrangement.CodeTaken:
            form.add_error("code", _("Another collection has this code."))
        else:
            return redirect("desk:collection", found.code)
    return render(request, "desk/collections/form.html", {"form": form})


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def describe(request: SignedInRequest, code: str) -> HttpResponse:
    found = _found(request, code)
    form = CollectionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        arrangement.describe_collection(
            actor=request.user, collection=found, at=timezone.now(), **form.description()
        )
        messages.success(request, _("The description was saved."))
        return redirect("desk:collection", found.code)
    return render(request, "desk/collections/form.html", {"form": form, "collection": found})


@staff_only(Role.ARCHIVIST, Role.OFFICE_HEAD)
def move(request: SignedInRequest, code: str) -> HttpResponse:
    found = _found(request, code)
    own = gate.workable_collections(request.user).filter(holder=found.holder)
    initial = {"parent": collection_label(found.parent) if found.parent else ""}
    form = ParentForm(request.POST or None, among=own, initial=initial)
    if request.method == "POST" and form.is_valid():
        parent, may_lift = form.cleaned_data["parent"], policy.may_limit(request.user, found)
        opening = opening_of(found, parent)
        if not (opening.is_nothing or ("open" in request.POST and may_lift)):
            context = {"form": form, "collection": found, "parent": parent, "opening": opening}
            context["may_lift"] = may_lift
            status = 200 if may_lift else 403
            return render(request, "desk/collections/opening.html", context, status=status)
        if _moved(request, found, form, may_lift=may_lift):
            return redirect("desk:collection", found.code)
    return render(request, "desk/collections/move.html", {"form": form, "collection": found})


@staff_only(Role.OFFICE_HEAD)
def limit(request: SignedInRequest, code: str) -> HttpResponse:
    found = _found(request, code)
    form = LimitForm(request.POST or None, initial={"ceiling": found.access_ceiling})
    if request.method == "POST" and form.is_valid():
        arrangement.limit_access(
            actor=request.user, collection=found, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("What is kept here is open at most as far as you said."))
        return redirect("desk:collection", found.code)
    return render(request, "desk/collections/limit.html", {"form": form, "collection": found})


def _moved(
    request: SignedInRequest, found: Collection, form: ParentForm, *, may_lift: bool
) -> bool:
    """Move the level, or leave on the form why it cannot be."""
    try:
        arrangement.move_collection(
            actor=request.user,
            collection=found,
            parent=form.cleaned_data["parent"],
            at=timezone.now(),
            may_lift=may_lift,
        )
    except lifting.LiftsCeiling as refusal:  # set since the page before
        form.add_error("parent", only_the_head(refusal.code))
        return False
    except arrangement.IntoItself:
        form.add_error("parent", _("A collection cannot stand below itself."))
        return False
    messages.success(request, _("Moved, with everything below it."))
    return True


def _found(request: SignedInRequest, code: str) -> Collection:
    rows = gate.workable_collections(request.user).select_related("holder", "parent")
    return get_object_or_404(rows, code=code)
