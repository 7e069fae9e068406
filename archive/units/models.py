"""Administrative units and offices through time."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.formats import date_format
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


# What a unit takes in: the units that belong to it and those it came from, and theirs. One
# statement on either database, so that a filter by unit costs one query however deep it goes.
_TAKEN_IN = """
    WITH RECURSIVE taken_in(id) AS (
        SELECT id FROM units_unit WHERE id IN ({places})
        UNION
        SELECT link.part FROM taken_in JOIN (
            SELECT parent_id AS whole, id AS part FROM units_unit WHERE parent_id IS NOT NULL
            UNION ALL
            SELECT successor_id AS whole, predecessor_id AS part FROM units_succession
        ) AS link ON link.whole = taken_in.id
    )
    SELECT id FROM taken_in
"""


class UnitQuerySet(models.QuerySet["Unit"]):
    def as_of(self, day: dt.date) -> UnitQuerySet:
        """Keep the units that existed on `day` (a unit exists on its first and last day)."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def taken_in_by(self, *units: Unit) -> UnitQuerySet:
        """Keep `units`, what belongs to them, what they came from, and what belonged to that.

        Choosing Lâm Đồng of today finds Bình Thuận, Đắk Nông and old Lâm Đồng with their
        districts and communes; choosing a former district finds only what lay in it.
        """
        if not units:
            return self.none()
        statement = _TAKEN_IN.format(places=", ".join(["%s"] * len(units)))
        ids = [unit.pk for unit in units]
        return self.filter(pk__in=RawSQL(statement, ids))  # noqa: S611 # only ids go in

    def with_predecessors(self) -> UnitQuerySet:
        """Widen these units by `taken_in_by`."""
        return Unit.objects.taken_in_by(*self)

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

    @property
    def dated_name(self) -> str:
        """Return the name, with the unit's last day if it is no more."""
        if self.valid_to is None:
            return self.name
        last_day = date_format(self.valid_to, "SHORT_DATE_FORMAT")
        return _("%(name)s (to %(day)s)") % {"name": self.name, "day": last_day}


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
