"""After the conclusion: answers to the comments, the corrected text, the vetting document."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.vetting.models.reviews import Comment
from archive.vetting.models.rounds import Round

MOST_WHERE = 500  # letters


class Answer(models.Model):
    """The compilers' answer to one comment: taken in, and where; or not, and why.

    It may be changed while the round is open, and is fixed when it closes.
    """

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="answers"
    )
    comment = models.OneToOneField(
        Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="answer"
    )
    accepted = models.BooleanField(_("taken in"))
    where_changed = models.CharField(_("where it was changed"), max_length=MOST_WHERE, blank=True)
    why_not = models.TextField(_("why it was not taken in"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("answer to a comment")
        verbose_name_plural = _("answers to comments")
        ordering = ["round", "comment"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(accepted=True) & ~Q(where_changed=""))
                | (Q(accepted=False) & ~Q(why_not="")),
                name="answer_says_where_or_why",
            ),
        ]

    def __str__(self) -> str:
        return str(_("taken in") if self.accepted else _("not taken in"))


class Resubmission(models.Model):
    """One corrected version sent back with its report. Append-only."""

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="resubmissions"
    )
    manuscript = models.ForeignKey(
        "works.Manuscript",
        verbose_name=_("corrected manuscript"),
        on_delete=models.PROTECT,
        related_name="resubmissions",
    )
    number = models.CharField(_("number of the report"), max_length=64, blank=True)
    on = models.DateField(_("date of the report"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("corrected version sent back")
        verbose_name_plural = _("corrected versions sent back")
        ordering = ["round", "id"]

    def __str__(self) -> str:
        return f"{self.manuscript} ({self.on:%d/%m/%Y})"


class VettingDocument(models.Model):
    """The paper that ends a round well after revision. Append-only. Its name is not known."""

    round = models.OneToOneField(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="document"
    )
    resubmission = models.ForeignKey(
        Resubmission,
        verbose_name=_("accepted version"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    number = models.CharField(_("number"), max_length=64)
    on = models.DateField(_("date"))
    signatory = models.CharField(_("signed by"), max_length=150)
    note = models.TextField(_("note"), blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    issued_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("vetting document")
        verbose_name_plural = _("vetting documents")
        ordering = ["round"]

    def __str__(self) -> str:
        return f"{self.number} ({self.on:%d/%m/%Y})"
