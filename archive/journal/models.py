"""Who did what, when, on what basis: append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, subject: models.Model) -> EntryQuerySet:
        """Keep the entries whose subject is `subject`."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


class Entry(models.Model):
    """One act, as it was done. Rows are never updated or deleted: database triggers refuse both.

    `digest` is the SHA-256 over the row and the previous row's digest, so that a third party can
    tell whether a row was taken out or altered behind the program's back.
    """

    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("actor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    act = models.CharField(_("act"), max_length=64, db_index=True)
    subject_type = models.CharField(_("subject type"), max_length=64)
    subject_id = models.CharField(_("subject id"), max_length=64)
    subject_label = models.CharField(_("subject"), max_length=255)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    basis_number = models.CharField(_("basis: number"), max_length=128, blank=True)
    basis_on = models.DateField(_("basis: date"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="journal_subject")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject_label}"
