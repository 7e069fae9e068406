"""Consents: what a witness, or whoever speaks for them, has allowed, and until when.

A consent governs: what no clause in force covers stays with the holder's staff. The points a
consent must cover (voluntary, informed of purpose, controller and rights, can be withdrawn) are
in the printed form; here is what was ticked on it.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """One thing that can be allowed."""

    RECORDING = "recording", _("Being recorded")
    ARCHIVING = "archiving", _("Keeping in the archive")
    RESEARCH = "research", _("Use in research")
    AUDIO = "audio", _("Publication of the sound")
    TRANSCRIPT = "transcript", _("Publication of the transcript")
    NAME = "name", _("Publication of the name")
    IMAGE = "image", _("Publication of images")
    TEACHING = "teaching", _("Use in teaching")


# Who takes back one of these takes back everything that rests on it.
FOUNDATIONS = frozenset({Scope.RECORDING, Scope.ARCHIVING})


class Giver(models.TextChoices):
    """Who gave the consent."""

    WITNESS = "witness", _("The witness")
    GUARDIAN = "guardian", _("A guardian")
    HEIR = "heir", _("An heir")


class Consent(models.Model):
    """One signed consent about one witness in one record; its clauses say to what."""

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.PROTECT,
        related_name="consents",
    )
    witness = models.ForeignKey(
        "catalogue.Person",
        verbose_name=_("witness"),
        on_delete=models.PROTECT,
        related_name="consents",
    )
    giver = models.CharField(_("given by"), max_length=8, choices=Giver, default=Giver.WITNESS)
    giver_name = models.CharField(_("name of the giver"), max_length=255, blank=True)
    given_on = models.DateField(_("given on"))
    pseudonym = models.CharField(_("pseudonym"), max_length=120, blank=True)
    conditions = models.TextField(_("conditions in the giver's words"), blank=True)
    form = models.ForeignKey(
        "files.Master",
        verbose_name=_("signed form"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consents",
    )
    form_version = models.CharField(_("version of the form"), max_length=32, blank=True)
    language_read = models.CharField(
        _("language it was read out in"), max_length=32, blank=True, default="vi"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_on", "-id"]

    def __str__(self) -> str:
        return f"{self.record.code}, {self.given_on:%Y-%m-%d}"

    @property
    def is_standing(self) -> bool:
        """Tell whether anything of it has not been taken back."""
        return any(clause.withdrawn_at is None for clause in self.clauses.all())


class ClauseQuerySet(models.QuerySet["Clause"]):
    def in_force(self, now: dt.datetime) -> ClauseQuerySet:
        """Keep what is allowed at `now`: begun, not ended, not taken back, its condition met."""
        today = timezone.localdate(now)
        return self.filter(
            Q(begins_on__isnull=True) | Q(begins_on__lte=today),
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            Q(only_after_death=False) | Q(consent__witness__died_latest__lte=today),
            consent__given_on__lte=today,
            withdrawn_at__isnull=True,
        )


class Clause(models.Model):
    """One thing a consent allows, from and until when (both days count), on what condition."""

    consent = models.ForeignKey(
        Consent, verbose_name=_("consent"), on_delete=models.CASCADE, related_name="clauses"
    )
    scope = models.CharField(_("allows"), max_length=12, choices=Scope)
    begins_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    only_after_death = models.BooleanField(_("only after the witness's death"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason for withdrawal"), max_length=500, blank=True)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause of a consent")
        verbose_name_plural = _("clauses of consents")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "scope"], name="one_clause_per_scope"),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(begins_on__lte=F("ends_on")),
                name="clause_begins_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consent}: {self.get_scope_display()}"
