"""What a record consists of: pages to read, recordings to hear, and what is said in them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from archive.jobs.said import SaidField
from archive.values.timecodes import format_timecode


class TextQuality(models.TextChoices):
    """Where the text of a page comes from and how far it can be trusted."""

    NONE = "none", _("No text")
    TEXT_LAYER = "text_layer", _("Text layer of the file")
    MACHINE = "machine", _("Read by machine")
    CORRECTED = "corrected", _("Corrected by hand")
    CHECKED = "checked", _("Checked")


class PageQuerySet(models.QuerySet["Page"]):
    def at(self, places: Collection[tuple[int, int]]) -> Self:
        """Return the pages at these places, each the id of a record and a number in it."""
        records, numbers = {record for record, _ in places}, {number for _, number in places}
        # Each record has pages with the others' numbers too: of these no more is read than that.
        crossed = self.filter(record__in=records, number__in=numbers).order_by()
        rows = crossed.values_list("pk", "record_id", "number")
        return self.filter(pk__in=[pk for pk, *place in rows if tuple(place) in places])


class Page(models.Model):
    """One page of a record: one frame of one master, with its text."""

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="pages",
    )
    number = models.PositiveIntegerField(_("page"))
    label = models.CharField(_("page label"), max_length=32, blank=True)
    master = models.ForeignKey(
        "files.Master", verbose_name=_("master"), on_delete=models.PROTECT, related_name="pages"
    )
    frame = models.PositiveIntegerField(_("frame"), default=0)
    text = models.TextField(_("text"), blank=True)
    text_quality = models.CharField(
        _("text quality"), max_length=12, choices=TextQuality, default=TextQuality.NONE
    )
    # [[x, y, width, height, "word"], …] in fractions of the page's width and height; what a machine
    # read has its confidence (0 to 100) as a sixth value. `values.word_boxes` keeps them aligned.
    words = models.JSONField(_("words"), default=list, blank=True)
    confidence = models.PositiveSmallIntegerField(
        _("confidence"), null=True, blank=True, help_text=_("Of the machine in its reading, 0–100.")
    )
    # The version of the text that stands here; 0 while no hand has touched it.
    text_version = models.PositiveIntegerField(_("version of the text"), default=0)
    text_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("text written by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    by_hand = models.BooleanField(
        _("to be transcribed by hand"),
        default=False,
        help_text=_("Handwriting, or too faded for a machine."),
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["record", "number"]
        indexes = [
            # Everything the work list of page texts asks for but the text itself.
            models.Index(
                fields=["text_quality", "by_hand", "confidence", "record"],
                name="page_worst_read_first",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="one_page_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="pages_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.record.code}, {self.number}"


class Recording(models.Model):
    """One tape or sound file of a record, placed on the record's one timeline."""

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="recordings",
    )
    part = models.PositiveIntegerField(_("part"), default=1)
    label = models.CharField(_("label"), max_length=120, blank=True)
    master = models.ForeignKey(
        "files.Master",
        verbose_name=_("master"),
        on_delete=models.PROTECT,
        related_name="recordings",
    )
    starts_ms = models.PositiveBigIntegerField(_("starts at (ms)"), default=0)
    duration_ms = models.PositiveBigIntegerField(_("duration (ms)"), default=0)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["record", "part"]
        constraints = [
            models.UniqueConstraint(fields=["record", "part"], name="one_recording_per_part"),
        ]

    def __str__(self) -> str:
        return f"{self.record.code}, {self.label or self.part}"


class TranscriptKind(models.TextChoices):
    VERBATIM = "verbatim", _("Verbatim")
    EDITED = "edited", _("Edited")
    TRANSLATION = "translation", _("Translation")


class Transcript(models.Model):
    """One version of what is said in a record; a later version supersedes it, none overwrites."""

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="transcripts",
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=TranscriptKind, default=TranscriptKind.VERBATIM
    )
    language = models.CharField(_("language"), max_length=16, default="vi")
    version = models.PositiveIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("current version"), default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"))
    # A draft is being written; it becomes a version, and nobody changes it any more.
    is_draft = models.BooleanField(_("draft"), default=False)
    source_name = models.CharField(_("made from file"), max_length=255, blank=True)
    note = SaidField(_("note"), blank=True)

    class Meta:
        verbose_name = _("transcript")
        verbose_name_plural = _("transcripts")
        ordering = ["record", "kind", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "kind", "language", "version"],
                name="one_transcript_per_version",
            ),
            models.UniqueConstraint(
                fields=["record", "kind", "language"],
                condition=Q(is_current=True),
                name="one_current_transcript",
            ),
            models.UniqueConstraint(
                fields=["record", "kind", "language"],
                condition=Q(is_draft=True),
                name="one_draft_transcript",
            ),
            models.CheckConstraint(
                condition=Q(is_draft=False) | Q(is_current=False),
                name="a_draft_is_not_the_current_transcript",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record.code} · {self.get_kind_display()} ({self.language}) {self.version}"

    @property
    def key(self) -> str:
        """Return what an address calls this kind and language."""
        return f"{self.kind}-{self.language}"


class Segment(models.Model):
    """One timed stretch of a transcript, on the record's one timeline."""

    transcript = models.ForeignKey(
        Transcript,
        verbose_name=_("transcript"),
        on_delete=models.CASCADE,
        related_name="segments",
    )
    position = models.PositiveIntegerField(_("position"))
    start_ms = models.PositiveBigIntegerField(_("from (ms)"))
    end_ms = models.PositiveBigIntegerField(_("to (ms)"))
    speaker = models.CharField(_("speaker"), max_length=120, blank=True)
    text = models.TextField(_("text"))
    # Grows by one with every change, so that two who edit one stretch are told.
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["transcript", "position"]
        indexes = [models.Index(fields=["transcript", "start_ms"], name="segment_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["transcript", "position"], name="one_segment_per_position"
            ),
            models.CheckConstraint(
                condition=Q(start_ms__lte=F("end_ms")), name="segment_begins_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{format_timecode(self.start_ms)} {self.text[:60]}"


class Share(models.Model):
    """One stretch of a draft that one transcriber writes; the others leave it to them."""

    transcript = models.ForeignKey(
        Transcript,
        verbose_name=_("transcript"),
        on_delete=models.CASCADE,
        related_name="shares",
    )
    from_ms = models.PositiveBigIntegerField(_("from (ms)"))
    to_ms = models.PositiveBigIntegerField(_("to (ms)"))
    transcriber = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("transcriber"),
        on_delete=models.PROTECT,
        related_name="shares",
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("share of a transcript")
        verbose_name_plural = _("shares of transcripts")
        ordering = ["transcript", "from_ms", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_ms__lt=F("to_ms")), name="share_begins_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{format_timecode(self.from_ms)}–{format_timecode(self.to_ms)} {self.transcriber}"
