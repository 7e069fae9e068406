"""Around a round: what the office publishes of it, and the letters that remind its members."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.vetting.models.council import Seat
from archive.vetting.models.rounds import Round


class Disclosure(models.Model):
    """One decision of the office on what readers see of a concluded round. Append-only.

    The latest one counts; without one, readers see neither opinions nor names.
    """

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="disclosures"
    )
    opinions = models.BooleanField(_("the written opinions"), default=False)
    names = models.BooleanField(_("the names of the council"), default=False)
    number = models.CharField(_("number of the decision"), max_length=64)
    on = models.DateField(_("date of the decision"))
    signatory = models.CharField(_("signed by"), max_length=150)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("publication of opinions")
        verbose_name_plural = _("publications of opinions")
        ordering = ["round", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(signatory=""), name="disclosure_rests_on_a_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.on:%d/%m/%Y})"


class Reminder(models.Model):
    """One letter to one member at one step before or after the day an opinion is due.

    `step` counts days from `due_on`: -3 is three days before, 0 the day itself, 2 two days late.
    `failure` says why the letter could not be sent; it is tried again until `sent_at` is set.
    """

    seat = models.ForeignKey(
        Seat, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="reminders"
    )
    due_on = models.DateField(_("opinion due on"))
    step = models.SmallIntegerField(_("days from the due day"))
    tried_at = models.DateTimeField(_("last tried at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    failure = models.CharField(_("why it was not sent"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["seat", "due_on", "step"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "due_on", "step"], name="one_reminder_per_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.due_on:%d/%m/%Y} ({self.step:+d})"
