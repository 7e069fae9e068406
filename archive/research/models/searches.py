"""Saved searches, and what was newly found for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Often(models.IntegerChoices):
    """How often at most a letter about new finds is sent, in days."""

    NEVER = 0, _("No e-mail")
    DAILY = 1, _("At most once a day")
    WEEKLY = 7, _("At most once a week")


class SavedSearch(models.Model):
    """One search a reader wants to come back to, and perhaps to be told of.

    `known` holds the ids of the records found and not news any more. It is None until the search
    is followed: by letters, or by a feed whose address nobody can guess.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.CASCADE,
        related_name="saved_searches",
    )
    name = models.CharField(_("name"), max_length=120)
    text = models.CharField(_("words"), max_length=1000, blank=True)
    facets = models.JSONField(_("choices"), default=dict, blank=True)
    year_from = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    ignores_marks = models.BooleanField(_("ignores marks"), default=False)
    often = models.PositiveSmallIntegerField(_("letters"), choices=Often, default=Often.NEVER)
    feed_key = models.CharField(_("key of the feed"), max_length=64, null=True, unique=True)
    known = models.JSONField(_("found before"), null=True, blank=True)
    made_at = models.DateTimeField(_("made at"))
    followed_at = models.DateTimeField(_("last looked at"), null=True, blank=True)
    is_too_wide = models.BooleanField(_("finds too much to be followed"), default=False)
    mailed_at = models.DateTimeField(_("last letter sent at"), null=True, blank=True)
    mail_failed_at = models.DateTimeField(_("letter failed at"), null=True, blank=True)
    mail_failure = models.CharField(_("why the letter failed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_saved_search_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_followed(self) -> bool:
        return self.often != Often.NEVER or self.feed_key is not None


class Finding(models.Model):
    """One record newly found for a saved search, and when its owner was written to about it."""

    search = models.ForeignKey(
        SavedSearch,
        verbose_name=_("saved search"),
        on_delete=models.CASCADE,
        related_name="findings",
    )
    record = models.ForeignKey(
        "catalogue.Record", verbose_name=_("record"), on_delete=models.CASCADE, related_name="+"
    )
    found_at = models.DateTimeField(_("found at"))
    mailed_at = models.DateTimeField(_("written about at"), null=True, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["search", "record"], name="one_finding_per_record"),
        ]

    def __str__(self) -> str:
        return f"{self.search} · {self.record_id}"
