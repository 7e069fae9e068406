"""Who sits on a round: the decision that names them, their seats, and who took whose place."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.vetting.models.rounds import Round


class SeatRole(models.TextChoices):
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-chair")
    SECRETARY = "secretary", _("Secretary")
    REVIEWER = "reviewer", _("Reviewer")
    MEMBER = "member", _("Member")


class CouncilDecision(models.Model):
    """One decision that forms a council, or puts somebody in another's place. Append-only."""

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="decisions"
    )
    number = models.CharField(_("number"), max_length=64)
    on = models.DateField(_("date"))
    signatory = models.CharField(_("signed by"), max_length=150)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("council decision")
        verbose_name_plural = _("council decisions")
        ordering = ["round", "id"]

    def __str__(self) -> str:
        return f"{self.number} ({self.on:%d/%m/%Y})"


class SeatQuerySet(models.QuerySet["Seat"]):
    def current(self) -> SeatQuerySet:
        """Keep the seats nobody else has taken over."""
        return self.filter(replacement__isnull=True)


class Seat(models.Model):
    """One person's seat in one round. Append-only: a replacement is a seat that `replaces` it."""

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="seats"
    )
    decision = models.ForeignKey(
        CouncilDecision,
        verbose_name=_("decision"),
        on_delete=models.PROTECT,
        related_name="seats",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="vetting_seats",
    )
    role = models.CharField(_("role"), max_length=12, choices=SeatRole)
    office = models.CharField(_("office"), max_length=255, blank=True)
    field = models.CharField(_("field"), max_length=255, blank=True)
    conflict_note = models.CharField(
        _("why seated although they had a part in it"), max_length=500, blank=True
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("in place of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replacement",
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="one_seat_per_person"),
            models.CheckConstraint(condition=~Q(role=""), name="seat_has_a_role"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
