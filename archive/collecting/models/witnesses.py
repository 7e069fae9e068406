"""Living witnesses as the collectors know them. Nothing of this stands on a public door."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """How far it has come with a witness."""

    TO_BE_MET = "to_be_met", _("To be met")
    APPOINTED = "appointed", _("Appointed")
    MET = "met", _("Met")
    MEET_AGAIN = "meet_again", _("To be met again")
    DECLINED = "declined", _("Declined")
    DECEASED = "deceased", _("Deceased")


# Whoever may still be met stands in the queue.
WAITING = (Status.TO_BE_MET, Status.APPOINTED, Status.MEET_AGAIN)


class Degree(models.IntegerChoices):
    """How weak, how forgetful, how irreplaceable: a collector's judgement, no diagnosis."""

    UNKNOWN = 0, _("Not known")
    LITTLE = 1, _("A little")
    CLEARLY = 2, _("Clearly")
    SEVERELY = 3, _("Severely")


class Witness(models.Model):
    """One person the office should hear, with what must be known to do so in time.

    What is private (contact, health, memory, notes) is one encrypted text that collectors read;
    the degrees beside it are all the queue needs, and the office head sees them too.
    """

    office = models.ForeignKey(
        "units.Unit", verbose_name=_("office"), on_delete=models.PROTECT, related_name="witnesses"
    )
    person = models.ForeignKey(
        "catalogue.Person",
        verbose_name=_("person in the catalogue"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="witness_entries",
    )
    name = models.CharField(_("full name"), max_length=255)
    aliases = models.CharField(_("aliases"), max_length=255, blank=True)
    sort_key = models.CharField(max_length=255, editable=False, default="", db_index=True)
    born_written = models.CharField(_("born"), max_length=120, blank=True)
    born_earliest = models.DateField(null=True, blank=True, editable=False)
    born_latest = models.DateField(null=True, blank=True, editable=False)
    posts = models.TextField(_("posts and units, by period"), blank=True)
    witnessed = models.TextField(_("events and places witnessed"), blank=True)
    unit = models.ForeignKey(
        "units.Unit",
        verbose_name=_("unit they know most of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="witnesses_of",
    )
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    recommended_by = models.CharField(_("recommended by"), max_length=255, blank=True)
    frailty = models.PositiveSmallIntegerField(_("frailty"), choices=Degree, default=0)
    forgetting = models.PositiveSmallIntegerField(_("memory failing"), choices=Degree, default=0)
    alone_knows = models.PositiveSmallIntegerField(
        _("knows what nobody else does"), choices=Degree, default=0
    )
    last_contact_on = models.DateField(_("last contact"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.TO_BE_MET)
    private = models.BinaryField(editable=False, default=bytes)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("witness entry")
        verbose_name_plural = _("witness entries")
        ordering = ["sort_key", "id"]
        indexes = [models.Index(fields=["office", "status"], name="witness_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(frailty__lte=3, forgetting__lte=3, alone_knows__lte=3),
                name="witness_degrees_have_four_steps",
            ),
        ]

    def __str__(self) -> str:
        # The journal keeps this for ever and search engines of logs read it: no name.
        return f"#{self.pk}"
