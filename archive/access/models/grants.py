"""Grants: one reader let in to one record."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
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
