"""Restrictions and grants: what decides, beside a record's own columns, who sees what."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, now: dt.datetime) -> GrantQuerySet:
        """Keep the grants that have begun and have not ended or been revoked."""
        return self.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=now),
            begins_at__lte=now,
            revoked_at__isnull=True,
        )


class Grant(models.Model):
    """Leave for one person to read one record that is not open to them otherwise."""

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="grants",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reader"),
        on_delete=models.CASCADE,
        related_name="record_grants",
    )
    reason = models.CharField(_("reason"), max_length=255)
    begins_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        indexes = [models.Index(fields=["user", "record"], name="grant_by_reader")]

    def __str__(self) -> str:
        return f"{self.user} · {self.record}"


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
    reason = models.CharField(_("reason"), max_length=255)
    until = models.DateField(_("sealed until"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.record} · {self.reason}"
