"""What somebody has typed and not yet saved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """One person's unsaved description of one record, as form values, kept so none is lost."""

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="drafts",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    # The record's version the person was looking at when they began to type.
    version = models.PositiveIntegerField(_("version"))
    values = models.JSONField(_("values"))
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["record", "author"], name="one_draft_per_author"),
        ]

    def __str__(self) -> str:
        return f"{self.record.code} · {self.author}"
