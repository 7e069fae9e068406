"""Reading lists: places in the holdings kept together by one reader."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReadingList(models.Model):
    """Records, pages and moments that one reader keeps together.

    Nobody else sees it, unless its owner shares it: then whoever has the address with `share_key`
    reads of it what they may see themselves, the notes only where `shares_notes`.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.CASCADE,
        related_name="reading_lists",
    )
    name = models.CharField(_("name"), max_length=120)
    made_at = models.DateTimeField(_("made at"))
    changed_at = models.DateTimeField(_("changed at"))
    share_key = models.CharField(
        _("key of the shared address"), max_length=64, null=True, unique=True
    )
    shares_notes = models.BooleanField(_("shares the notes"), default=False)

    class Meta:
        verbose_name = _("reading list")
        verbose_name_plural = _("reading lists")
        ordering = ["-changed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_list_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ListedPlace(models.Model):
    """One record, page or moment in a reading list, with what the reader noted about it.

    Whether it may still be seen is asked anew each time. A record that is deleted leaves the
    place and its note behind, so that gone and closed look alike.
    """

    reading_list = models.ForeignKey(
        ReadingList,
        verbose_name=_("reading list"),
        on_delete=models.CASCADE,
        related_name="places",
    )
    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    page = models.PositiveIntegerField(_("page"), null=True, blank=True)
    at_ms = models.PositiveBigIntegerField(_("moment (ms)"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    position = models.PositiveIntegerField(_("position"))
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("listed place")
        verbose_name_plural = _("listed places")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=True) | Q(at_ms__isnull=True),
                name="listed_place_is_page_or_moment",
            ),
            # Three, because two nulls are not the same to a database.
            models.UniqueConstraint(
                fields=["reading_list", "record"],
                condition=Q(page__isnull=True, at_ms__isnull=True),
                name="listed_record_once",
            ),
            models.UniqueConstraint(
                fields=["reading_list", "record", "page"],
                condition=Q(page__isnull=False),
                name="listed_page_once",
            ),
            models.UniqueConstraint(
                fields=["reading_list", "record", "at_ms"],
                condition=Q(at_ms__isnull=False),
                name="listed_moment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading_list} · {self.position}"
