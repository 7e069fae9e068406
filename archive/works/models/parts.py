"""What belongs to a work: its boards, versions of its text, milestones."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.works.models.works import Work, WorkStage


class Compiler(models.Model):
    """One person on the boards of a work: who steered it, who wrote it."""

    class Role(models.TextChoices):
        STEERING = "steering", _("Steering board")
        CHIEF_EDITOR = "chief_editor", _("Chief editor")
        COMPILER = "compiler", _("Compilation board")

    work = models.ForeignKey(
        Work, verbose_name=_("work"), on_delete=models.CASCADE, related_name="compilers"
    )
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.COMPILER)
    user = models.ForeignKey(
        "accounts.User",
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="compilations",
    )

    class Meta:
        verbose_name = _("compiler")
        verbose_name_plural = _("compilers")
        ordering = ["work", "role", "id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"


class Manuscript(models.Model):
    """One version of a work's text, as a file. Append-only: a corrected text is a new version."""

    work = models.ForeignKey(
        Work, verbose_name=_("work"), on_delete=models.PROTECT, related_name="manuscripts"
    )
    version = models.PositiveIntegerField(_("version"))
    master = models.ForeignKey(
        "files.Master",
        verbose_name=_("master"),
        on_delete=models.PROTECT,
        related_name="manuscripts",
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    added_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("added by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("manuscript")
        verbose_name_plural = _("manuscripts")
        ordering = ["work", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["work", "version"], name="one_manuscript_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.work.code} · {self.version}"


class Passage(models.Model):
    """One paragraph of a manuscript, numbered from 1, so that a comment can point at it."""

    manuscript = models.ForeignKey(
        Manuscript,
        verbose_name=_("manuscript"),
        on_delete=models.PROTECT,
        related_name="passages",
    )
    number = models.PositiveIntegerField(_("paragraph"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["manuscript", "number"]
        constraints = [
            models.UniqueConstraint(fields=["manuscript", "number"], name="one_passage_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:60]}"


class Milestone(models.Model):
    """One stage reached, on what day and by which document. Append-only."""

    work = models.ForeignKey(
        Work, verbose_name=_("work"), on_delete=models.PROTECT, related_name="milestones"
    )
    stage = models.CharField(_("stage"), max_length=20, choices=WorkStage)
    on = models.DateField(_("date"))
    number = models.CharField(_("document number"), max_length=64, blank=True)
    issuer = models.CharField(_("issued by"), max_length=255, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    entered_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("entered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["work", "id"]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} ({self.on:%d/%m/%Y})"
