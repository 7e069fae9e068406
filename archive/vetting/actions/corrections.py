"""After the conclusion: the corrected version goes back and is accepted, or not yet."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.vetting import outcome
from archive.vetting.actions.seats import Decision
from archive.vetting.actions.taking import check_day, move, stage_after, take_up, write_down
from archive.vetting.models import Comment, Resubmission, Round, VettingDocument
from archive.vetting.steps import Act, Refused
from archive.works import actions as works
from archive.works.models import Manuscript


@transaction.atomic
def resubmit(
    *,
    actor: User,
    round: Round,
    manuscript: Manuscript,
    on: dt.date,
    at: dt.datetime,
    number: str = "",
) -> Resubmission:
    """Send the corrected version back with its report.

    Raises `Refused` while a comment is unanswered, and for a version that differs in nothing from
    the one that was vetted.
    """
    held, rules = take_up(round, Act.RESUBMIT, actor=actor)
    if manuscript.work_id != held.work_id:
        raise Refused(_("The manuscript is another work's."))
    if manuscript.master.digest == held.frozen_digest:
        raise Refused(_("This is the version that was vetted, not a corrected one."))
    unanswered = unanswered_comments(held)
    if unanswered:
        raise Refused(_("%(count)d comments have no answer yet.") % {"count": len(unanswered)})
    check_day(on, at=at, not_before=held.conclusion.on)
    sent = Resubmission.objects.create(
        round=held, manuscript=manuscript, number=number, on=on, sent_by=actor, sent_at=at
    )
    move(held, stage_after(Act.RESUBMIT, rules), at=at)
    write_down(
        held,
        "resubmitted",
        actor=actor,
        at=at,
        after={"manuscript": manuscript.version, "sha256": manuscript.master.digest},
        basis_number=number,
        basis_on=on,
    )
    outcome.follow(held, actor=actor, at=at, paper=works.Paper(on=on, number=number))
    return sent


@transaction.atomic
def send_back(*, actor: User, round: Round, reason: str, at: dt.datetime) -> Round:
    """Return a corrected version that does not yet answer the conclusion. Raises `Refused`."""
    held, rules = take_up(round, Act.SEND_BACK, actor=actor)
    if not reason.strip():
        raise Refused(_("Give the reason."))
    move(held, stage_after(Act.SEND_BACK, rules), at=at)
    write_down(held, "sent_back", actor=actor, at=at, note=reason.strip())
    outcome.follow(held, actor=actor, at=at)
    return held


@transaction.atomic
def issue_document(
    *, actor: User, round: Round, document: Decision, at: dt.datetime, note: str = ""
) -> VettingDocument:
    """Accept the corrected version and close the round with the vetting document.

    Raises `Refused` for a document dated before the corrected version was sent.
    """
    held, rules = take_up(round, Act.ISSUE_DOCUMENT, actor=actor)
    sent = held.resubmissions.order_by("-id").first()
    if sent is None:
        raise Refused(_("No corrected version has been sent."))
    check_day(document.on, at=at, not_before=sent.on)
    issued = VettingDocument.objects.create(
        round=held,
        resubmission=sent,
        number=document.number,
        on=document.on,
        signatory=document.signatory,
        note=note,
        issued_by=actor,
        issued_at=at,
    )
    move(held, stage_after(Act.ISSUE_DOCUMENT, rules), at=at, closed_at=at)
    write_down(
        held,
        "document_issued",
        actor=actor,
        at=at,
        after={"signatory": document.signatory, "sha256": sent.manuscript.master.digest},
        basis_number=document.number,
        basis_on=document.on,
    )
    paper = works.Paper(on=document.on, number=document.number, issuer=str(held.body))
    outcome.follow(held, actor=actor, at=at, paper=paper)
    return issued


def unanswered_comments(round_: Round) -> list[Comment]:
    """Return the handed-in comments the compilers have not answered."""
    return list(round_.comments.filter(handed_in_at__isnull=False, answer__isnull=True))
