"""Seals: what of a record only the archive's staff may have."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# No record has more pages; a seal's pages are counted out one by one.
MOST_PAGES = 20_000


class SealQuerySet(models.QuerySet["Seal"]):
    def in_force(self, now: dt.datetime) -> SealQuerySet:
        """Keep the seals not lifted whose last day has not passed."""
        today = timezone.localdate(now)
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), lifted_at__isnull=True)


class Seal(models.Model):
    """A stretch of a recording or a run of pages that only the archive's staff may have.

    Times are milliseconds on the record's one timeline, half open: the end is not sealed.
    Pages are page numbers, both ends sealed.
    """

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="seals",
    )
    from_ms = models.PositiveBigIntegerField(_("from (ms)"), null=True, blank=True)
    to_ms = models.PositiveBigIntegerField(_("to (ms)"), null=True, blank=True)
    from_page = models.PositiveIntegerField(_("from page"), null=True, blank=True)
    to_page = models.PositiveIntegerField(_("to page"), null=True, blank=True)
    consent = models.ForeignKey(
        "access.Consent",
        verbose_name=_("asked for in the consent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seals",
    )
    reason = models.CharField(_("reason"), max_length=255)
    until = models.DateField(_("sealed until"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    from_ms__isnull=False,
                    to_ms__isnull=False,
                    from_page__isnull=True,
                    to_page__isnull=True,
                    from_ms__lt=F("to_ms"),
                )
                | Q(
                    from_ms__isnull=True,
                    to_ms__isnull=True,
                    from_page__isnull=False,
                    to_page__isnull=False,
                    from_page__lte=F("to_page"),
                ),
                name="seal_is_over_time_or_pages",
            ),
            models.CheckConstraint(
                condition=Q(to_page__isnull=True) | Q(to_page__lte=MOST_PAGES),
                name="seal_pages_can_be_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} · {self.reason}"
