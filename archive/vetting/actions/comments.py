"""Remarks on single places, and the compilers' answers to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.values.boxes import Box
from archive.vetting.actions.taking import take_up, write_down
from archive.vetting.leaves import has_page
from archive.vetting.models import Answer, Comment, CommentKind, Round, Weight
from archive.vetting.models.corrections import MOST_WHERE
from archive.vetting.policy import seat_of
from archive.vetting.steps import Act, Refused
from archive.works.models import Citation


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A remark and the place it is about: a paragraph, a page or a moment; none: the whole.

    `box` is a part of the page, `until_ms` the end of a stretch that begins at `at_ms`.
    """

    text: str
    kind: CommentKind
    weight: Weight = Weight.SHOULD
    paragraph: int | None = None
    page: int | None = None
    at_ms: int | None = None
    box: Box | None = None
    until_ms: int | None = None
    quote: str = ""
    citation: Citation | None = None


@transaction.atomic
def add_comment(*, actor: User, round: Round, remark: Remark, at: dt.datetime) -> Comment:
    """Keep a remark; others read it once its author's opinion is in. Raises `Refused`."""
    held, _rules = take_up(round, Act.WRITE_OPINION, actor=actor)
    seat = seat_of(actor, held)
    if seat is None:
        raise Refused(_("Only somebody with a seat comments."))
    opinion = getattr(seat, "opinion", None)
    if opinion is not None and opinion.handed_in_at is not None:
        raise Refused(_("The opinion has been handed in; comments went with it."))
    _check_place(held, remark)
    return Comment.objects.create(
        round=held,
        seat=seat,
        paragraph=remark.paragraph,
        page=remark.page,
        at_ms=remark.at_ms,
        box=str(remark.box) if remark.box else None,
        until_ms=remark.until_ms,
        citation=remark.citation,
        quote=remark.quote,
        kind=remark.kind,
        weight=remark.weight,
        text=remark.text,
        written_at=at,
    )


@transaction.atomic
def drop_comment(*, actor: User, round: Round, comment: Comment) -> None:
    """Throw away a remark of one's own that has not been handed in. Raises `Refused`."""
    held, _rules = take_up(round, Act.WRITE_OPINION, actor=actor)
    seat = seat_of(actor, held)
    if seat is None or comment.seat_id != seat.pk or comment.handed_in_at is not None:
        raise Refused(_("That comment is not yours to take back."))
    comment.delete()


@transaction.atomic
def answer_comment(
    *, actor: User, round: Round, comment: Comment, accepted: bool, text: str, at: dt.datetime
) -> Answer:
    """Answer one remark: taken in, and where; or not, and why. Raises `Refused`."""
    held, _rules = take_up(round, Act.ANSWER, actor=actor)
    if comment.round_id != held.pk or comment.handed_in_at is None:
        raise Refused(_("There is no such comment in this round."))
    if not text.strip():
        raise Refused(_("Say where it was changed, or why it was not."))
    if accepted and len(text.strip()) > MOST_WHERE:
        raise Refused(_("Say where it was changed in at most 500 letters."))
    answer, _created = Answer.objects.update_or_create(
        comment=comment,
        defaults={
            "round": held,
            "accepted": accepted,
            "where_changed": text.strip() if accepted else "",
            "why_not": "" if accepted else text.strip(),
            "answered_by": actor,
            "answered_at": at,
        },
    )
    write_down(
        held,
        "comment_answered",
        actor=actor,
        at=at,
        after={"comment": comment.pk, "accepted": accepted},
        note=text.strip(),
    )
    return answer


def _check_place(round_: Round, remark: Remark) -> None:
    if not remark.text.strip():
        raise Refused(_("The comment is empty."))
    given = [place for place in (remark.paragraph, remark.page, remark.at_ms) if place is not None]
    if len(given) > 1:
        raise Refused(_("A comment points at one place."))
    if remark.paragraph is not None and (
        round_.manuscript is None
        or not round_.manuscript.passages.filter(number=remark.paragraph).exists()
    ):
        raise Refused(_("The frozen version has no such paragraph."))
    if remark.citation is not None and remark.citation.work_id != round_.work_id:
        raise Refused(_("The work does not cite that source."))
    if remark.page is not None and round_.record is not None and not has_page(round_, remark.page):
        raise Refused(_("The frozen version has no such page."))
    _check_part(remark)


def _check_part(remark: Remark) -> None:
    if remark.box is not None and remark.page is None:
        raise Refused(_("A part of a page needs the page."))
    if remark.until_ms is not None and (remark.at_ms is None or remark.until_ms <= remark.at_ms):
        raise Refused(_("The stretch ends before it begins."))
