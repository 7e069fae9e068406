"""What the members write, and what is concluded from it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.vetting.models.council import Seat
from archive.vetting.models.rounds import Round, Verdict


class Corroboration(models.TextChoices):
    """What other sources say of a record (domain file 2.2)."""

    CORROBORATED = "corroborated", _("Corroborated by another source")
    SINGLE_SOURCE = "single_source", _("A single source, to be used with a note")
    CONTRADICTED = "contradicted", _("Contradicted by another source")


class Opinion(models.Model):
    """One member's written opinion. A draft is its author's own; handed in, it is final.

    `points` holds a text by the code of each criterion of the procedure.
    """

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="opinions"
    )
    seat = models.OneToOneField(
        Seat, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="opinion"
    )
    points = models.JSONField(_("by criterion"), default=dict)
    text = models.TextField(_("opinion"), blank=True)
    verdict = models.CharField(_("proposed verdict"), max_length=20, choices=Verdict, blank=True)
    late_reason = models.CharField(_("reason for being late"), max_length=500, blank=True)
    saved_at = models.DateTimeField(_("saved at"))
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["round", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_in_at__isnull=True) | (~Q(text="") & ~Q(verdict="")),
                name="opinion_handed_in_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.seat}"


class CommentKind(models.TextChoices):
    FACT = "fact", _("Fact")
    SOURCE = "source", pgettext_lazy("comment", "Source")
    DATE = "date", pgettext_lazy("comment", "Date")
    NAME = "name", pgettext_lazy("comment", "Name")
    JUDGEMENT = "judgement", _("Judgement")
    WORDING = "wording", _("Wording")
    IMAGE = "image", pgettext_lazy("comment", "Picture")


class Weight(models.TextChoices):
    """How much a comment weighs: must be mended, should be, is left to the compilers."""

    MUST = "must", _("Must be mended")
    SHOULD = "should", _("Should be mended")
    MAY = "may", _("Left to the compilers")


class Comment(models.Model):
    """One remark on one place of the frozen version: a paragraph, a page or a second.

    `box` is the part of the page as `percent:x,y,w,h` (W3C Media Fragments), `until_ms` where a
    stretch of a recording ends; null is the whole page, or the one moment.
    A draft until its author hands the opinion in; then it is final like the opinion.
    """

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="comments"
    )
    seat = models.ForeignKey(
        Seat, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="comments"
    )
    paragraph = models.PositiveIntegerField(_("paragraph"), null=True, blank=True)
    page = models.PositiveIntegerField(_("page"), null=True, blank=True)
    at_ms = models.PositiveBigIntegerField(_("at (ms)"), null=True, blank=True)
    # Null, not empty: SQLite then adds the columns and keeps the table, and its triggers.
    box = models.CharField(_("part of the page"), max_length=40, null=True, blank=True)
    until_ms = models.PositiveBigIntegerField(_("until (ms)"), null=True, blank=True)
    citation = models.ForeignKey(
        "works.Citation",
        verbose_name=_("source it points at"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    quote = models.CharField(_("quoted words"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=CommentKind)
    weight = models.CharField(_("weight"), max_length=8, choices=Weight, default=Weight.SHOULD)
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField(_("written at"))
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["round", "paragraph", "page", "at_ms", "id"]
        indexes = [models.Index(fields=["seat", "handed_in_at"], name="comment_by_seat")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"

    def get_absolute_url(self) -> str:
        """Return where the comment stands beside what it is about."""
        code = self.round.code
        here = f"#c{self.pk}"
        if self.paragraph is not None:
            return f"{reverse('desk:vetting_read', args=[code])}?at={self.paragraph}{here}"
        if self.page is not None and self.round.record_id:
            return reverse("desk:vetting_read_page", args=[code, self.page]) + here
        if self.at_ms is not None and self.round.record_id:
            seconds = self.at_ms // 1000
            return f"{reverse('desk:vetting_read_recording', args=[code])}?at={seconds}{here}"
        return reverse("desk:vetting_read", args=[code]) + here


class Conclusion(models.Model):
    """How one round was concluded: verdict, document and findings. Append-only.

    `findings` holds a text by code (`authenticity`, `completeness`, `suitability`); the minutes'
    date may be earlier than the document's.
    """

    round = models.OneToOneField(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="conclusion"
    )
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    number = models.CharField(_("number"), max_length=64)
    on = models.DateField(_("date"))
    signatory = models.CharField(_("signed by"), max_length=150)
    text = models.TextField(_("conclusion"))
    findings = models.JSONField(_("findings"), default=dict)
    corroboration = models.CharField(
        _("corroboration"), max_length=16, choices=Corroboration, blank=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        ordering = ["round"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} ({self.number}, {self.on:%d/%m/%Y})"
