"""Every reading of a page's text there has been, and what somebody is writing of one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from archive.catalogue.models.contents import TextQuality


class PageText(models.Model):
    """One version of the text of a page; a later one supersedes it, none is ever overwritten.

    It belongs to the frame of the master and not to the page, which may be taken out of its record
    and put back: what was written of it is then still there.
    """

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.PROTECT,
        related_name="page_texts",
    )
    master = models.ForeignKey(
        "files.Master", verbose_name=_("master"), on_delete=models.PROTECT, related_name="+"
    )
    frame = models.PositiveIntegerField(_("frame"), default=0)
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), blank=True)
    words = models.JSONField(_("words"), default=list, blank=True)
    quality = models.CharField(_("text quality"), max_length=12, choices=TextQuality)
    # Nobody for what a machine read or a file brought along.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField(_("written at"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    checked_at = models.DateTimeField(_("checked at"), null=True)

    class Meta:
        verbose_name = _("version of a page's text")
        verbose_name_plural = _("versions of page texts")
        ordering = ["record", "master", "frame", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "master", "frame", "version"], name="one_page_text_per_version"
            ),
            models.CheckConstraint(
                condition=Q(quality=TextQuality.CHECKED, checked_by__isnull=False)
                & Q(checked_at__isnull=False)
                | ~Q(quality=TextQuality.CHECKED)
                & Q(checked_by__isnull=True, checked_at__isnull=True),
                name="a_checked_page_text_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("written_by")),
                name="nobody_checks_their_own_page_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record.code} · {self.get_quality_display()} {self.version}"


class PageDraft(models.Model):
    """What one person has typed of one page's text and not yet saved."""

    page = models.ForeignKey(
        "catalogue.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="drafts",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    # The version of the text the person was looking at when they began to type.
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), blank=True)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("draft of a page's text")
        verbose_name_plural = _("drafts of page texts")
        constraints = [
            models.UniqueConstraint(fields=["page", "author"], name="one_page_draft_per_author"),
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.author}"
