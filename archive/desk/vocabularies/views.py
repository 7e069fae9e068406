"""Listing the vocabularies and changing their terms: an administrator's work."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue import vocabularies as acts
from archive.catalogue.models import Term, Vocabulary
from archive.catalogue.term_merging import (
    MOST_AT_ONCE,
    CannotMergeTerms,
    ask_for_merging,
    merge_terms,
    stop_merging,
)
from archive.catalogue.term_use import use_count
from archive.desk.vocabularies.forms import MergeTermForm, NewTermForm, TermForm
from archive.ui.following import followed

_MOST_TOLD = 5


@require_safe
@staff_only(Role.ADMINISTRATOR)
def vocabularies(request: SignedInRequest) -> HttpResponse:
    in_use = Term.objects.filter(retired_at=None).order_by()
    counts = dict(in_use.values_list("vocabulary").annotate(Count("pk")))
    rows = [(vocabulary, counts.get(vocabulary, 0)) for vocabulary in Vocabulary]
    return render(request, "desk/vocabularies/list.html", {"rows": rows})


@staff_only(Role.ADMINISTRATOR)
def vocabulary(request: SignedInRequest, name: str) -> HttpResponse:
    found = _vocabulary(name)
    form = NewTermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.add_term(
                actor=request.user, vocabulary=found, at=timezone.now(), **form.cleaned_data
            )
        except acts.LabelTaken as taken:
            form.add_error(taken.field, _("Another term of this vocabulary has this name."))
        else:
            messages.success(request, _("The term was added."))
            return redirect("desk:vocabulary", found.value)
    terms = Term.objects.filter(vocabulary=found).select_related("merged_into")
    context = {"vocabulary": found, "terms": terms, "form": form}
    return render(request, "desk/vocabularies/vocabulary.html", context)


@staff_only(Role.ADMINISTRATOR)
def term(request: SignedInRequest, name: str, code: str) -> HttpResponse:
    found = get_object_or_404(Term, vocabulary=_vocabulary(name), code=code)
    if found.merged_into is not None:
        return redirect("desk:term", name, found.merged_into.code)
    if request.method == "POST" and found.mergings.under_way().exists():
        return redirect("desk:term", name, code)
    if request.method == "POST" and "into" in request.POST:
        return _merge(request, found)
    if request.method == "POST" and "retire" in request.POST:
        acts.retire_term(actor=request.user, term=found, at=timezone.now())
        return redirect("desk:vocabulary", name)
    if request.method == "POST" and "restore" in request.POST:
        acts.restore_term(actor=request.user, term=found, at=timezone.now())
        return redirect("desk:vocabulary", name)
    form = TermForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        stored = Term.objects.get(pk=found.pk)  # the form has written into `found` already
        try:
            acts.describe_term(
                actor=request.user, term=stored, at=timezone.now(), **form.cleaned_data
            )
        except acts.LabelTaken as taken:
            form.add_error(taken.field, _("Another term of this vocabulary has this name."))
        else:
            messages.success(request, _("The term was changed."))
            return redirect("desk:vocabulary", name)
    return _page(request, found, form, MergeTermForm(term=found))


@require_safe
@staff_only(Role.ADMINISTRATOR)
def merging(request: SignedInRequest, name: str, code: str) -> HttpResponse:
    """How far the worker has come, asked again and again while it works."""
    found = get_object_or_404(Term, vocabulary=_vocabulary(name), code=code)
    newest = found.mergings.select_related("kept").first()
    context = {"term": found, "merging": newest}
    goes_on = newest is not None and newest.is_under_way
    return followed(request, "desk/vocabularies/merging.html", context, goes_on=goes_on)


@require_POST
@staff_only(Role.ADMINISTRATOR)
def stop(request: SignedInRequest, name: str, code: str) -> HttpResponse:
    """Stop the merging; what was changed stays."""
    found = get_object_or_404(Term, vocabulary=_vocabulary(name), code=code)
    asked = get_object_or_404(found.mergings.under_way())
    stop_merging(actor=request.user, asked=asked, at=timezone.now())
    return redirect("desk:term", name, code)


def _merge(request: SignedInRequest, found: Term) -> HttpResponse:
    form = MergeTermForm(request.POST, term=found)
    if form.is_valid():
        facts: dict[str, Any] = {"actor": request.user, "absorbed": found, "at": timezone.now()}
        kept = form.cleaned_data["into"]
        try:
            if use_count(found) > MOST_AT_ONCE:
                ask_for_merging(kept=kept, **facts)
                return redirect("desk:term", found.vocabulary, found.code)
            count = merge_terms(kept=kept, **facts)
        except CannotMergeTerms:
            form.add_error("into", _("The program needs this value; merge the other into it."))
        else:
            done = ngettext(
                "Merged; %(count)d description changed.",
                "Merged; %(count)d descriptions changed.",
                count,
            )
            messages.success(request, done % {"count": count})
            return redirect("desk:term", kept.vocabulary, kept.code)
    return _page(request, found, TermForm(instance=found), form)


def _page(
    request: SignedInRequest, found: Term, form: TermForm, into: MergeTermForm
) -> HttpResponse:
    context = {
        "term": found,
        "form": form,
        "into": into,
        "used": use_count(found),
        "merging": found.mergings.select_related("kept").first(),
        "takings": found.takings.select_related("absorbed", "asked_by")[:_MOST_TOLD],
    }
    return render(request, "desk/vocabularies/term.html", context)


def _vocabulary(name: str) -> Vocabulary:
    try:
        return Vocabulary(name)
    except ValueError:
        raise Http404 from None
