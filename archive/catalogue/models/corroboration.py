"""What bears a testimony out, speaks against it, or adds to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from archive.values.timecodes import format_timecode


class Relation(models.TextChoices):
    """What the other place does to what is said here."""

    CONFIRMS = "confirms", _("Confirms")
    CONTRADICTS = "contradicts", _("Contradicts")
    ADDS = "adds", _("Adds to")


class Corroboration(models.Model):
    """A page, a stretch or the whole of another record, held against one stretch of a testimony.

    Archive files rank above oral accounts for exactness, so the two are cross-checked; what was
    found is written down here and judged by whoever vets. Times are milliseconds on each
    record's own timeline, half open; without page and time the whole other record is meant.
    """

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("testimony"),
        on_delete=models.CASCADE,
        related_name="corroborations",
    )
    from_ms = models.PositiveBigIntegerField(_("from (ms)"))
    to_ms = models.PositiveBigIntegerField(_("to (ms)"))
    other = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("held against"),
        on_delete=models.CASCADE,
        related_name="held_against",
    )
    other_page = models.PositiveIntegerField(_("page there"), null=True, blank=True)
    other_from_ms = models.PositiveBigIntegerField(_("from (ms) there"), null=True, blank=True)
    other_to_ms = models.PositiveBigIntegerField(_("to (ms) there"), null=True, blank=True)
    relation = models.CharField(_("relation"), max_length=12, choices=Relation)
    note = models.TextField(_("note"), blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("corroboration")
        verbose_name_plural = _("corroborations")
        ordering = ["record", "from_ms", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_ms__lt=F("to_ms")), name="corroboration_begins_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(other_from_ms__isnull=True, other_to_ms__isnull=True)
                | Q(
                    other_page__isnull=True,
                    other_from_ms__isnull=False,
                    other_to_ms__isnull=False,
                    other_from_ms__lt=F("other_to_ms"),
                ),
                name="corroboration_by_page_or_by_stretch",
            ),
            models.CheckConstraint(
                condition=Q(other_page__isnull=True) | Q(other_page__gte=1),
                name="corroboration_pages_count_from_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record.code} {format_timecode(self.from_ms)} · {self.get_relation_display()}"
