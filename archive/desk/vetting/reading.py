"""Reading the frozen version and commenting on its places."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from archive.access import gate
from archive.access.locks import SignedInRequest, signed_in
from archive.desk.vetting.acts import attempt, back, sent, status_of
from archive.desk.vetting.work_forms import CommentForm
from archive.ui.paging import page_of
from archive.vetting import actions, policy
from archive.vetting.models import Comment, Round
from archive.vetting.rules import rules_of
from archive.vetting.steps import Act

PARAGRAPHS_A_PAGE = 60


@signed_in
def read(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    seen = gate.visible_records(request.user)
    sources = found.work.citations.filter(record__in=seen) if found.work else None
    initial = {"paragraph": request.GET.get("at")}
    form = CommentForm(sent(request), sources=sources, initial=initial)
    if form.is_valid() and attempt(
        form,
        lambda: actions.add_comment(
            actor=request.user, round=found, remark=form.remark(), at=timezone.now()
        ),
    ):
        return redirect(_place(request, found, form.cleaned_data["paragraph"]))
    passages = found.manuscript.passages.all() if found.manuscript else ()
    page = page_of(request, passages, per_page=PARAGRAPHS_A_PAGE)
    comments = _comments(request, found)
    by_paragraph: dict[int | None, list[Comment]] = {}
    for comment in comments:
        by_paragraph.setdefault(comment.paragraph, []).append(comment)
    context = {
        "round": found,
        "form": form,
        "page": page,
        "rows": [(passage, by_paragraph.get(passage.number, [])) for passage in page],
        "elsewhere": by_paragraph.get(None, []),
        "seat": policy.seat_of(request.user, found),
        "may_comment": may_comment(request, found),
        "names": _may_name(request, found),
    }
    return render(request, "desk/vetting/read.html", context, status=status_of(form))


def may_comment(request: SignedInRequest, found: Round) -> bool:
    """Tell whether the person still writes: at this stage, by a seat, with the opinion not in."""
    seat = policy.seat_of(request.user, found)
    opinion = getattr(seat, "opinion", None)
    written = opinion is not None and opinion.handed_in_at is not None
    return policy.why_not(request.user, found, Act.WRITE_OPINION) is None and not written


@require_POST
@signed_in
def drop(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    comment = get_object_or_404(found.comments, pk=number)
    form = CommentForm()
    form.cleaned_data = {}
    attempt(form, lambda: actions.drop_comment(actor=request.user, round=found, comment=comment))
    return back(request, found) if form.errors else redirect("desk:vetting_read", found.code)


def _comments(request: SignedInRequest, found: Round) -> list[Comment]:
    """Return the comments the person may read: their own, and the others' as opinions are.

    The requesting office gets them once the round is concluded: it has to answer them.
    """
    rows = found.comments.select_related("seat__person", "answer")
    seat = policy.seat_of(request.user, found)
    blind = rules_of(found.procedure).blind
    own = rows.filter(seat=seat) if seat else rows.none()
    if found.concluded_at or policy.reads_opinions(request.user, found, blind=blind):
        return list(rows.filter(handed_in_at__isnull=False) | own)
    return list(own)


def _may_name(request: SignedInRequest, found: Round) -> bool:
    """Tell whether the person sees who wrote a comment; the compilers never do."""
    return policy.reads_opinions(request.user, found, blind=rules_of(found.procedure).blind)


def _place(request: SignedInRequest, found: Round, paragraph: int | None) -> str:
    address = reverse("desk:vetting_read", args=[found.code])
    page = request.GET.get("page", "")
    query = f"?page={int(page)}" if page.isdecimal() else ""
    return f"{address}{query}" + (f"#p{paragraph}" if paragraph else "")
