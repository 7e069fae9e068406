"""The page beside its text: correcting, checking, setting apart."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.accounts.models import Role
from archive.catalogue import pages as texts
from archive.catalogue.models import Page, PageDraft, PageText, TextQuality
from archive.desk.pages.differences import differences
from archive.desk.pages.forms import PageTextForm
from archive.desk.pages.sheet import neighbours, sheet_of
from archive.desk.pages.worklist import next_to_correct
from archive.values.numbers import whole_number

_WHO = (Role.ARCHIVIST, Role.COLLECTOR, Role.OFFICE_HEAD)


def page_or_404(request: SignedInRequest, code: str, number: int) -> Page:
    """Return the page with its record, if the person works with its text."""
    record = gate.workable_record_or_404(request.user, code)
    if not policy.may_transcribe(request.user, record):
        raise PermissionDenied
    pages = Page.objects.select_related("record", "text_by")
    return get_object_or_404(pages, record=record, number=number)


@staff_only(*_WHO)
def edit(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    page = page_or_404(request, code, number)
    if request.method == "POST":
        return _act(request, page)
    draft = PageDraft.objects.filter(page=page, author=request.user).first()
    earlier = _earlier(request, page)
    text = earlier.text if earlier else draft.text if draft else page.text
    version = draft.version if draft and not earlier else page.text_version
    form = PageTextForm(initial={"version": version, "text": text})
    return _form(request, page, form, text, draft=draft, earlier=earlier)


@require_POST
@staff_only(*_WHO)
def keep_draft(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    page = page_or_404(request, code, number)
    form = PageTextForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    draft = texts.keep_draft(author=request.user, page=page, at=timezone.now(), **form.cleaned_data)
    return JsonResponse({"saved_at": timezone.localtime(draft.saved_at).strftime("%H:%M:%S")})


@require_POST
@staff_only(*_WHO)
def check(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    page = page_or_404(request, code, number)
    try:
        texts.check_text(
            actor=request.user,
            page=page,
            version=whole_number(request.POST.get("version", ""), -1),
            at=timezone.now(),
        )
    except texts.OwnWork:
        messages.error(request, _("You wrote this text yourself; somebody else checks it."))
    except texts.StaleText:
        messages.error(request, _("Somebody changed the text meanwhile. Read it again first."))
    except texts.NothingToCheck:
        messages.error(request, _("Only a text corrected by hand can be checked."))
    else:
        messages.success(request, _("Page %(n)d is checked.") % {"n": page.number})
    return redirect("desk:page_text", code, number)


@require_POST
@staff_only(*_WHO)
def mark_by_hand(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    page = page_or_404(request, code, number)
    texts.mark_by_hand(
        actor=request.user, page=page, by_hand=request.POST.get("by_hand") == "1", at=timezone.now()
    )
    return redirect("desk:page_text", code, number)


def _act(request: SignedInRequest, page: Page) -> HttpResponse:
    if "discard" in request.POST:
        texts.discard_draft(author=request.user, page=page)
        return redirect("desk:page_text", page.record.code, page.number)
    form = PageTextForm(request.POST)
    if not form.is_valid():
        return _form(request, page, form, request.POST.get("text", "")[:1000], status=400)
    try:
        texts.correct_text(actor=request.user, page=page, at=timezone.now(), **form.cleaned_data)
    except texts.StaleText as stale:
        return _conflict(request, stale.current, form.cleaned_data["text"])
    texts.discard_draft(author=request.user, page=page)
    messages.success(request, _("The text of page %(n)d was saved.") % {"n": page.number})
    onward = next_to_correct(page) if "next" in request.POST else page.number
    if onward is None:
        messages.info(request, _("That was the last page of this record to correct."))
        onward = page.number
    return redirect("desk:page_text", page.record.code, onward)


def _conflict(request: SignedInRequest, current: Page, typed: str) -> HttpResponse:
    """Show both texts. The form now stands on the current version: saving again is a choice."""
    typed = typed.replace("\r\n", "\n")
    form = PageTextForm({"version": current.text_version, "text": typed})
    return _form(
        request, current, form, typed, conflict=differences(current.text, typed), status=409
    )


def _earlier(request: SignedInRequest, page: Page) -> PageText | None:
    """Return the version that is to be taken into the form again."""
    asked = whole_number(request.GET.get("version", ""), None)
    return None if asked is None else texts.versions_of(page).filter(version=asked).first()


def _form(
    request: SignedInRequest,
    page: Page,
    form: PageTextForm,
    text: str,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    is_corrected = page.text_quality == TextQuality.CORRECTED
    context = {
        "page": page,
        "record": page.record,
        "form": form,
        "latest": texts.versions_of(page).first(),
        "may_check": is_corrected and page.text_by_id != request.user.pk,
        "is_own": is_corrected and page.text_by_id == request.user.pk,
        **sheet_of(page, text),
        **neighbours(page),
        **more,
    }
    return render(request, "desk/pages/edit.html", context, status=status)
