"""What the requesting office hands in, and what stands in the way."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.vetting.models.rounds import Round


class PaperState(models.TextChoices):
    FILED = "filed", _("Filed")
    MISSING = "missing", pgettext_lazy("paper", "Missing")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Paper(models.Model):
    """One entry about one required paper; the latest entry for a code counts. Append-only.

    `code` is the code of the procedure's paper, or free for one it does not ask for.
    """

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="papers"
    )
    code = models.CharField(_("code"), max_length=40)
    state = models.CharField(_("state"), max_length=16, choices=PaperState)
    number = models.CharField(_("number"), max_length=64, blank=True)
    on = models.DateField(_("date"), null=True, blank=True)
    note = models.CharField(_("note or reason"), max_length=500, blank=True)
    master = models.ForeignKey(
        "files.Master",
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="vetting_papers",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("paper of a dossier")
        verbose_name_plural = _("papers of a dossier")
        ordering = ["round", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="not_applicable") | ~Q(note=""),
                name="paper_not_applicable_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_state_display()}"


class ObstacleKind(models.TextChoices):
    """Where it sticks; the words are those the report outline of 2022 asks after."""

    COMPETENCE = "competence", _("Competence of the body")
    PEOPLE = "people", _("People and expertise")
    SOURCES = "sources", _("Sources")
    MONEY = "money", _("Money and norms")
    PROCEDURE = "procedure", _("The procedure itself")
    OTHER = "other", _("Other")


class Obstacle(models.Model):
    """Something that stood in the way of a round, for the report's section on difficulties."""

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="obstacles"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ObstacleKind)
    text = models.CharField(_("what stands in the way"), max_length=1000)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("obstacle")
        verbose_name_plural = _("obstacles")
        ordering = ["round", "id"]

    def __str__(self) -> str:
        return self.text[:80]
