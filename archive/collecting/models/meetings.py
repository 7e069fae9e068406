"""Meeting witnesses: appointments, and campaigns that meet many by a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What came of an appointment."""

    PENDING = "pending", _("Still to come")
    HELD = "held", _("Held")
    PUT_OFF = "put_off", _("Put off")
    CANCELLED = "cancelled", _("Cancelled")


# Minutes an appointment may take.
SHORTEST, LONGEST = 5, 720


class Appointment(models.Model):
    """One meeting with a witness: who goes, with whose permission, when, where, with what."""

    witness = models.ForeignKey(
        "collecting.Witness",
        verbose_name=_("witness"),
        on_delete=models.CASCADE,
        related_name="appointments",
    )
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("interviewer"),
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    starts_at = models.DateTimeField(_("begins at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=90)
    place = models.CharField(_("place"), max_length=255, blank=True)
    mandate_number = models.CharField(_("mandate: number"), max_length=120, blank=True)
    mandate_on = models.DateField(_("mandate: date"), null=True, blank=True)
    mandate_signatory = models.CharField(_("mandate: signed by"), max_length=255, blank=True)
    equipment = models.TextField(_("equipment, one thing a line"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, default=Outcome.PENDING)
    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("interview made of it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="appointments",
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=SHORTEST, minutes__lte=LONGEST),
                name="appointment_of_a_bearable_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Campaign(models.Model):
    """A list of witnesses to be met by a day."""

    office = models.ForeignKey(
        "units.Unit", verbose_name=_("office"), on_delete=models.PROTECT, related_name="campaigns"
    )
    title = models.CharField(_("title"), max_length=255)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    witnesses = models.ManyToManyField(
        "collecting.Witness",
        verbose_name=_("witnesses"),
        through="CampaignTarget",
        related_name="campaigns",
    )

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.title


class CampaignTarget(models.Model):
    """One witness a campaign is to meet."""

    campaign = models.ForeignKey(Campaign, verbose_name=_("campaign"), on_delete=models.CASCADE)
    witness = models.ForeignKey(
        "collecting.Witness", verbose_name=_("witness"), on_delete=models.CASCADE
    )

    class Meta:
        verbose_name = _("target of a campaign")
        verbose_name_plural = _("targets of campaigns")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "witness"], name="one_target_per_witness"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.witness}"
