"""Controlled vocabularies: what an archivist chooses from, kept as rows an administrator edits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.jobs.models import UNDER_WAY, AskedJob


class Vocabulary(models.TextChoices):
    """The vocabularies there are; each stands behind one field of a description."""

    LEVEL = "level", _("Level of description")
    DOCUMENT_TYPE = "document_type", _("Document type")
    ORIGINALITY = "originality", _("Original or copy")
    CONDITION = "condition", _("Physical condition")
    RELIABILITY = "reliability", _("Reliability level")
    RETENTION = "retention", _("Retention period")
    LANGUAGE = "language", _("Language")
    SCRIPT = "script", _("Script")


# What a record is until somebody says otherwise; reports count what is not.
GOOD_CONDITION = "good"


class Term(models.Model):
    """One value of a vocabulary. Descriptions keep its code, which never changes; it is retired
    when it is no longer to be chosen, and never deleted: triggers of the database refuse both.
    One that was merged leads to the term it was merged into, for whoever still writes it.
    """

    vocabulary = models.CharField(_("vocabulary"), max_length=16, choices=Vocabulary)
    code = models.SlugField(_("code"), max_length=32)
    label_vi = models.CharField(_("name in Vietnamese"), max_length=120)
    label_en = models.CharField(_("name in English"), max_length=120)
    position = models.PositiveIntegerField(_("position"), default=0)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="absorbed",
        editable=False,
    )

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["vocabulary", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "code"], name="one_term_per_code"),
            models.UniqueConstraint(fields=["vocabulary", "label_vi"], name="one_term_per_name_vi"),
            models.UniqueConstraint(fields=["vocabulary", "label_en"], name="one_term_per_name_en"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What the term is called in the language of the screen."""
        return self.label_en if get_language() == "en" else self.label_vi


class TermMerging(AskedJob):
    """One merging of terms by the worker, because so many descriptions have the one to go.

    `done` and `total` count descriptions.
    """

    absorbed = models.ForeignKey(
        Term, verbose_name=_("term to go"), on_delete=models.PROTECT, related_name="mergings"
    )
    kept = models.ForeignKey(
        Term, verbose_name=_("term kept"), on_delete=models.PROTECT, related_name="takings"
    )

    task = "archive.catalogue.tasks.merge_terms"
    counted = _("Descriptions changed")

    class Meta(AskedJob.Meta):
        verbose_name = _("merging of terms")
        verbose_name_plural = _("mergings of terms")
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=UNDER_WAY, name="one_merging_of_a_term_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.kept}"
