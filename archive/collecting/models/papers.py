"""The office's own papers: templates of the forms that are printed, filled in and signed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    """Which paper a template is of."""

    CONSENT = "consent", _("Consent form")
    WITNESS = "witness", _("Witness form")
    CONFIRMATION = "confirmation", _("Confirmation of the transcript")


class PaperTemplate(models.Model):
    """One version of a paper as an office prints it; the latest counts, none is overwritten."""

    office = models.ForeignKey(
        "units.Unit",
        verbose_name=_("office"),
        on_delete=models.PROTECT,
        related_name="paper_templates",
    )
    kind = models.CharField(_("paper"), max_length=16, choices=PaperKind)
    version = models.PositiveIntegerField(_("version"))
    master = models.ForeignKey(
        "files.Master",
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        related_name="paper_templates",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("template of a paper")
        verbose_name_plural = _("templates of papers")
        ordering = ["office", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "version"], name="one_paper_template_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.version}"
