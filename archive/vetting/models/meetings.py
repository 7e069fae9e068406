"""The council meets: who came, what was said, how it voted."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.vetting.models.council import Seat
from archive.vetting.models.rounds import Round, Verdict


class Meeting(models.Model):
    """One meeting of a council, with its minutes. Append-only."""

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="meetings"
    )
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=255, blank=True)
    minutes = models.TextField(_("minutes"))
    minutes_number = models.CharField(_("number of the minutes"), max_length=64, blank=True)
    also_present = models.CharField(_("also present"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("council meeting")
        verbose_name_plural = _("council meetings")
        ordering = ["round", "held_on", "id"]

    def __str__(self) -> str:
        return f"{self.round} · {self.held_on:%d/%m/%Y}"


class Attendance(models.Model):
    """One member who was present at one meeting. Append-only."""

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="+"
    )
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="attendances"
    )
    seat = models.ForeignKey(
        Seat, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="attendances"
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["meeting", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="present_once_per_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.seat}"


class Ballot(models.Model):
    """One secret ballot on paper, as it was counted: slips, never who cast them. Append-only."""

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="ballots"
    )
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="ballots"
    )
    question = models.CharField(_("question"), max_length=255)
    spoilt = models.PositiveIntegerField(_("spoilt slips"), default=0)
    envelope = models.CharField(_("mark on the sealed envelope"), max_length=120, blank=True)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("counted by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    counted_at = models.DateTimeField(_("counted at"))

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["round", "id"]

    def __str__(self) -> str:
        return self.question


class Slip(models.Model):
    """One slip of a ballot under a random number. There is no way from it to a person."""

    serial = models.UUIDField(_("serial"), primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="+"
    )
    ballot = models.ForeignKey(
        Ballot, verbose_name=_("ballot"), on_delete=models.PROTECT, related_name="slips"
    )
    choice = models.CharField(_("choice"), max_length=20, choices=Verdict)

    class Meta:
        verbose_name = _("ballot slip")
        verbose_name_plural = _("ballot slips")
        ordering = ["ballot", "serial"]

    def __str__(self) -> str:
        return str(self.serial)
