"""Reminding members of opinions that fall due, by e-mail; the desk shows the same."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from archive.accounts.letters import LetterFailed, send_letter
from archive.journal import actions as journal
from archive.vetting.models import Reminder, Seat, Stage

ACT = "vetting.round.reminded"
# A letter that was being handed over when the machine stopped is tried again after this.
TRY_AGAIN = dt.timedelta(minutes=30)


def remind_members(*, at: dt.datetime) -> int:
    """Write to every member at each step around the day their opinion is due, once a step.

    The steps are the office's (`REMINDER_DAYS`); none of them, no letter. Return how many letters
    went out. A letter says nothing of what is vetted: mail is open. One that cannot be sent is
    kept with the reason, shown to the vetting body, and tried again at the next run.
    """
    today = timezone.localtime(at).date()
    steps = settings.REMINDER_DAYS
    if not steps:
        return 0
    earliest = today - dt.timedelta(days=max(steps))
    latest = today - dt.timedelta(days=min(steps))
    seats = (
        Seat.objects.current()
        .filter(
            round__stage=Stage.UNDER_REVIEW,
            round__review_due_on__range=(earliest - dt.timedelta(days=7), latest),
            person__is_active=True,
        )
        .exclude(opinion__handed_in_at__isnull=False)
        .select_related("round", "person")
    )
    return sum(_remind(seat, today, at) for seat in seats)


def _remind(seat: Seat, today: dt.date, at: dt.datetime) -> bool:
    """Send the letter of the latest step that has come; tell whether it went out now."""
    due = seat.round.review_due_on
    assert due is not None
    come = [step for step in settings.REMINDER_DAYS if due + dt.timedelta(days=step) <= today]
    if not come:
        return False
    letter = _claim(seat, due, max(come), at)
    if letter is None:
        return False
    failure = _send(seat, due)
    with transaction.atomic():
        letter.sent_at = None if failure else at
        letter.failure = failure
        letter.save(update_fields=["sent_at", "failure"])
        if not failure:
            journal.record(
                actor=None,
                act=ACT,
                subject=seat.round,
                at=at,
                after={"member": seat.person_id, "due_on": due.isoformat(), "step": letter.step},
            )
    return not failure


def _claim(seat: Seat, due: dt.date, step: int, at: dt.datetime) -> Reminder | None:
    """Return the letter for this step if nobody has sent it or is just sending it."""
    letter, made = Reminder.objects.get_or_create(
        seat=seat, due_on=due, step=step, defaults={"tried_at": at}
    )
    if made:
        return letter
    free = Reminder.objects.filter(
        ~Q(failure="") | Q(tried_at__lte=at - TRY_AGAIN), pk=letter.pk, sent_at__isnull=True
    )
    return letter if free.update(tried_at=at, failure="") else None


def _send(seat: Seat, due: dt.date) -> str:
    """Hand one letter over; return why it was not taken, empty when it was."""
    with override("vi"):
        words = {"code": seat.round.code, "day": due.strftime("%d/%m/%Y")}
        subject = _("Vetting round %(code)s: opinion due on %(day)s") % words
        body = (
            _("Your opinion in round %(code)s is due on %(day)s. Please sign in to write it.")
            % words
        )
        try:
            send_letter(to=seat.person, subject=subject, body=body)
        except LetterFailed as failure:
            return str(failure)
    return ""
