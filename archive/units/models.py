"""Administrative units and offices through time."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """The tier a unit stands on; districts ended on 1 July 2025 (Resolution 202/2025/QH15)."""

    CENTRAL = "central", _("Central")
    PROVINCE = "province", _("Province level")
    DISTRICT = "district", _("District level")
    COMMUNE = "commune", _("Commune level")


class Kind(models.TextChoices):
    TERRITORY = "territory", _("Administrative unit")
    OFFICE = "office", _("Office")


class UnitQuerySet(models.QuerySet["Unit"]):
    def as_of(self, day: dt.date) -> UnitQuerySet:
        """Keep the units that existed on `day` (a unit exists on its first and last day)."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def territories(self) -> UnitQuerySet:
        return self.filter(kind=Kind.TERRITORY)

    def offices(self) -> UnitQuerySet:
        return self.filter(kind=Kind.OFFICE)


class Unit(models.Model):
    """One administrative unit or office under one name and at one level, with its life span."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=255)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.TERRITORY)
    level = models.CharField(_("level"), max_length=16, choices=Level)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    sort_key = models.CharField(max_length=255, editable=False, default="", db_index=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["sort_key", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="unit_begins_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def existed_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Succession(models.Model):
    """One unit passing, wholly or in part, into another."""

    predecessor = models.ForeignKey(
        Unit,
        verbose_name=_("predecessor"),
        on_delete=models.CASCADE,
        related_name="successions",
    )
    successor = models.ForeignKey(
        Unit,
        verbose_name=_("successor"),
        on_delete=models.CASCADE,
        related_name="origins",
    )
    on = models.DateField(_("on"))
    partial = models.BooleanField(_("in part"), default=False)
    basis = models.CharField(_("basis"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="one_succession_per_pair"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="no_unit_succeeds_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
