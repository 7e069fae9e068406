"""Reading the frozen version of a work, or all comments on a record; commenting on a place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from archive.access import gate
from archive.access.locks import SignedInRequest, signed_in
from archive.access.sight import sight_of
from archive.desk.vetting.acts import refusals_on, sent, status_of
from archive.desk.vetting.work_forms import CommentForm
from archive.ui.addresses import page_thumbnails
from archive.ui.paging import page_of
from archive.values.numbers import whole_number
from archive.vetting import actions, policy
from archive.vetting.leaves import numbers_of
from archive.vetting.models import Comment, Round
from archive.vetting.steps import Refused

PARAGRAPHS_A_PAGE = 60
PAGES_A_PAGE = 48


@signed_in
def read(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    seen = gate.visible_records(request.user)
    sources = found.work.citations.filter(record__in=seen) if found.work else None
    places = ("paragraph", "page") if found.work else ("page", "seconds", "until")
    initial = {"paragraph": request.GET.get("at"), "quote": request.GET.get("quote", "")[:500]}
    form = CommentForm(sent(request), places=places, sources=sources, initial=initial)
    if comment := kept_comment(request, found, form):
        return redirect(comment)
    standing = policy.standing_of(request.user, found)
    comments = comments_for(standing)
    context = writing(standing) | {"form": form, "comments": comments}
    if found.work is not None:
        context |= _manuscript(request, found, comments)
    else:
        context |= _leaves(request, found)
    return render(request, "desk/vetting/read.html", context, status=status_of(form))


def kept_comment(
    request: SignedInRequest, found: Round, form: CommentForm, *, page: int | None = None
) -> Comment | None:
    """Keep what was written, if it was and may be; the form says why not."""
    if form.is_valid():
        with refusals_on(form):
            return actions.add_comment(
                actor=request.user, round=found, remark=form.remark(page=page), at=timezone.now()
            )
    return None


def _manuscript(
    request: SignedInRequest, found: Round, comments: list[Comment]
) -> dict[str, object]:
    """Return one page of paragraphs, the one with the paragraph asked for, and their comments."""
    passages = found.manuscript.passages.all() if found.manuscript else ()
    page = page_of(request, passages, per_page=PARAGRAPHS_A_PAGE)
    at = whole_number(request.GET.get("at", ""), 0)
    if "page" not in request.GET and at:
        page = page.paginator.get_page((at - 1) // PARAGRAPHS_A_PAGE + 1)
    by_paragraph: dict[int | None, list[Comment]] = {}
    for comment in comments:
        by_paragraph.setdefault(comment.paragraph, []).append(comment)
    return {
        "page": page,
        "rows": [(passage, by_paragraph.get(passage.number, [])) for passage in page],
        "elsewhere": by_paragraph.get(None, []),
    }


def _leaves(request: SignedInRequest, found: Round) -> dict[str, object]:
    """Return the pages and recordings of the record that the person may open."""
    record = found.record
    assert record is not None
    if not gate.may_see(request.user, record):
        return {"closed": True}
    sight = sight_of(request.user, record)
    numbers = numbers_of(found, record, sight)
    page = page_of(request, list(numbers), per_page=PAGES_A_PAGE)
    pictures = page_thumbnails(record, [numbers[frozen] for frozen in page])
    return {
        "page": page,
        "leaves": [(frozen, pictures.get(numbers[frozen], "")) for frozen in page],
        "has_recording": (sight.audio and record.recordings.exists())
        or (sight.transcript and record.transcripts.filter(is_current=True).exists()),
    }


def writing(standing: policy.Standing) -> dict[str, object]:
    """Return what every page that shows comments asks: whose they are, and who still writes.

    The compilers never see who wrote a comment.
    """
    return {
        "round": standing.round,
        "seat": standing.seat,
        "may_comment": standing.may_comment,
        "names": standing.reads_opinions,
    }


@require_POST
@signed_in
def drop(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    comment = get_object_or_404(found.comments, pk=number)
    place = comment.get_absolute_url().partition("#")[0]
    try:
        actions.drop_comment(actor=request.user, round=found, comment=comment)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("desk:vetting_round", found.code)
    return redirect(place)


def comments_for(standing: policy.Standing) -> list[Comment]:
    """Return the comments the person may read: their own, and the others' as opinions are.

    The requesting office gets them once the round is concluded: it has to answer them.
    """
    rows = standing.round.comments.select_related("seat__person", "answer")
    own = rows.filter(seat=standing.seat) if standing.seat else rows.none()
    if standing.round.concluded_at or standing.reads_opinions:
        return list(rows.filter(handed_in_at__isnull=False) | own)
    return list(own)
