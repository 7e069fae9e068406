"""Reminding members of opinions that fall due, by e-mail; the desk shows the same."""

from __future__ import annotations

import datetime as dt

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from archive.journal import actions as journal
from archive.journal.models import Entry
from archive.vetting.models import Seat, Stage

REMIND_DAYS_BEFORE = 3
ACT = "vetting.round.reminded"


def remind_members(*, at: dt.datetime) -> int:
    """Write to every member whose opinion is due within three days or late, once a day each.

    Return how many were written to. The letter says nothing of what is vetted: mail is open.
    Members without an address find the task on their desk.
    """
    today = timezone.localtime(at).date()
    seats = (
        Seat.objects.current()
        .filter(
            round__stage=Stage.UNDER_REVIEW,
            round__review_due_on__lte=today + dt.timedelta(days=REMIND_DAYS_BEFORE),
            person__is_active=True,
        )
        .exclude(opinion__handed_in_at__isnull=False)
        .exclude(person__email="")
        .select_related("round", "person")
    )
    return sum(_remind(seat, today, at) for seat in seats)


@transaction.atomic
def _remind(seat: Seat, today: dt.date, at: dt.datetime) -> bool:
    """Write to one member unless it was done today; tell whether a letter went out."""
    written = Entry.objects.about(seat.round).filter(
        act=ACT, after={"member": seat.person_id, "day": today.isoformat()}
    )
    if written.exists():
        return False
    journal.record(
        actor=None,
        act=ACT,
        subject=seat.round,
        at=at,
        after={"member": seat.person_id, "day": today.isoformat()},
    )
    assert seat.round.review_due_on is not None
    day = seat.round.review_due_on.strftime("%d/%m/%Y")
    words = {"code": seat.round.code, "day": day}
    with override("vi"):
        subject = _("Vetting round %(code)s: opinion due on %(day)s") % words
        body = (
            _("Your opinion in round %(code)s is due on %(day)s. Please sign in to write it.")
            % words
        )
    send_mail(subject, body, None, [seat.person.email])
    return True
