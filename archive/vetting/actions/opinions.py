"""Writing an opinion and handing it in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.vetting.actions.taking import take_up, write_down
from archive.vetting.models import Comment, Opinion, ProvisionKind, Round, Seat, Verdict
from archive.vetting.policy import seat_of
from archive.vetting.rules import Rules
from archive.vetting.steps import Act, Refused


@transaction.atomic
def save_opinion(
    *,
    actor: User,
    round: Round,
    points: Mapping[str, str],
    text: str,
    verdict: Verdict | None,
    at: dt.datetime,
) -> Opinion:
    """Keep what a member has written so far; nobody else reads it yet. Raises `Refused`."""
    held, rules = take_up(round, Act.WRITE_OPINION, actor=actor)
    return _write(held, rules, actor, points=points, text=text, verdict=verdict, at=at)


@transaction.atomic
def hand_in_opinion(
    *,
    actor: User,
    round: Round,
    points: Mapping[str, str],
    text: str,
    verdict: Verdict | None,
    at: dt.datetime,
    late_reason: str = "",
) -> Opinion:
    """Hand the opinion in for good. After the due day it takes a reason, or is refused, as the
    procedure says. Raises `Refused`.
    """
    held, rules = take_up(round, Act.WRITE_OPINION, actor=actor)
    opinion = _write(held, rules, actor, points=points, text=text, verdict=verdict, at=at)
    if not opinion.text or not opinion.verdict:
        raise Refused(_("An opinion says something and proposes a verdict."))
    opinion.late_reason = _lateness(held, rules, at, late_reason)
    opinion.handed_in_at = at
    opinion.save(update_fields=["late_reason", "handed_in_at"])
    Comment.objects.filter(seat=opinion.seat, handed_in_at__isnull=True).update(handed_in_at=at)
    write_down(
        held,
        "opinion_handed_in",
        actor=actor,
        at=at,
        after={"opinion": opinion.pk},
        note=opinion.late_reason,
    )
    return opinion


def _write(
    round_: Round,
    rules: Rules,
    actor: User,
    *,
    points: Mapping[str, str],
    text: str,
    verdict: Verdict | None,
    at: dt.datetime,
) -> Opinion:
    seat = seat_of(actor, round_)
    if seat is None:
        raise Refused(_("Only somebody with a seat writes an opinion."))
    opinion = Opinion.objects.filter(seat=seat).first() or Opinion(round=round_, seat=seat)
    if opinion.handed_in_at is not None:
        raise Refused(_("The opinion has been handed in and cannot be changed."))
    known = {criterion.code for criterion in rules.of(ProvisionKind.CRITERION)}
    opinion.points = {code: value for code, value in points.items() if code in known and value}
    opinion.text = text.strip()
    opinion.verdict = verdict or ""
    opinion.saved_at = at
    opinion.save()
    return opinion


def _lateness(round_: Round, rules: Rules, at: dt.datetime, reason: str) -> str:
    due = round_.review_due_on
    if due is None or timezone.localtime(at).date() <= due:
        return ""
    if rules.word("late") == "refuse":
        raise Refused(_("The day for opinions is past, and the procedure takes none after it."))
    if rules.word("late") == "reason" and not reason.strip():
        raise Refused(_("The day for opinions is past. Give the reason for being late."))
    return reason.strip()


def opinions_missing(round_: Round) -> list[Seat]:
    """Return the seats that have not handed in an opinion."""
    return list(
        Seat.objects.current()
        .filter(round=round_)
        .exclude(opinion__handed_in_at__isnull=False)
        .select_related("person")
    )
