"""The table of contents of an interview, entry by entry; no transcript is needed for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.catalogue.interviews import remove_chapter, write_chapter
from archive.catalogue.models import Chapter
from archive.desk.interviews.content_forms import ChapterForm
from archive.desk.interviews.transcripts import WRITERS, writable_record
from archive.values.numbers import long_number


@staff_only()
def contents(request: SignedInRequest, code: str) -> HttpResponse:
    """The entries in order of time; one of them, or a new one, as a form."""
    record = gate.workable_record_or_404(request.user, code)
    wanted = long_number(request.GET.get("entry", ""), None)
    chapter = get_object_or_404(record.chapters, pk=wanted) if wanted is not None else None
    form = ChapterForm(request.POST or None, instance=chapter or Chapter(record=record))
    if request.method == "POST":
        writable_record(request, code)
        if form.is_valid():
            write_chapter(
                actor=request.user, record=record, chapter=form.save(commit=False),
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return redirect("desk:interview_contents", record.code)
    context = {
        "record": record,
        "chapters": record.chapters.all(),
        "form": form,
        "entry": chapter,
        "may_write": policy.may_transcribe(request.user, record),
        "recordings": record.recordings.order_by("part"),
    }
    return render(request, "desk/interviews/contents.html", context)


@require_POST
@staff_only(*WRITERS)
def remove(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    record = writable_record(request, code)
    chapter = get_object_or_404(record.chapters, pk=number)
    remove_chapter(actor=request.user, chapter=chapter, at=timezone.now())
    messages.success(request, _("The entry was taken out."))
    return redirect("desk:interview_contents", record.code)
