"""What is particular to an interview: how it came about, its contents by time, its confirmation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from archive.values.timecodes import format_timecode


class Interview(models.Model):
    """How one interview came about; who took part stands among the people of the record."""

    record = models.OneToOneField(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="interview",
    )
    mandate_number = models.CharField(_("mandate: number"), max_length=120, blank=True)
    mandate_on = models.DateField(_("mandate: date"), null=True, blank=True)
    mandate_signatory = models.CharField(_("mandate: signed by"), max_length=255, blank=True)
    place = models.CharField(_("place of the interview"), max_length=255, blank=True)
    equipment = models.CharField(_("equipment"), max_length=255, blank=True)
    tape_condition = models.CharField(_("condition of the tape"), max_length=255, blank=True)
    remarks = models.TextField(_("remarks of the interviewer"), blank=True)
    documents = models.ManyToManyField(
        "catalogue.Record",
        verbose_name=_("related documents"),
        blank=True,
        related_name="interviews_about",
    )

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")

    def __str__(self) -> str:
        return str(self.record)


class Chapter(models.Model):
    """One stretch of an interview and what is spoken of in it: a line of its table of contents.

    Times are milliseconds on the record's timeline; without an end it goes on to the next one.
    Several keywords, people or places are parted by semicolons, as OHMS does.
    """

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="chapters",
    )
    start_ms = models.PositiveBigIntegerField(_("from (ms)"))
    end_ms = models.PositiveBigIntegerField(_("to (ms)"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=300)
    synopsis = models.TextField(_("synopsis"), blank=True)
    partial_transcript = models.TextField(_("first words"), blank=True)
    keywords = models.TextField(_("keywords"), blank=True)
    people = models.TextField(_("people"), blank=True)
    places = models.TextField(_("places"), blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["record", "start_ms", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_ms__isnull=True) | Q(start_ms__lte=F("end_ms")),
                name="chapter_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__gte=-90, latitude__lte=90),
                name="chapter_latitude_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__gte=-180, longitude__lte=180),
                name="chapter_longitude_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{format_timecode(self.start_ms)} {self.title}"


class Confirmation(models.Model):
    """A witness saying that a transcript gives what was said, with what they remarked."""

    transcript = models.ForeignKey(
        "catalogue.Transcript",
        verbose_name=_("transcript"),
        on_delete=models.CASCADE,
        related_name="confirmations",
    )
    witness = models.ForeignKey(
        "catalogue.Person",
        verbose_name=_("witness"),
        on_delete=models.PROTECT,
        related_name="confirmations",
    )
    confirmed_on = models.DateField(_("confirmed on"))
    remarks = models.TextField(_("remarks"), blank=True)
    page = models.ForeignKey(
        "files.Master",
        verbose_name=_("signed page"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="confirmations",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("confirmation by a witness")
        verbose_name_plural = _("confirmations by witnesses")
        ordering = ["-confirmed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["transcript", "witness"], name="one_confirmation_per_witness"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transcript}, {self.confirmed_on:%Y-%m-%d}"
