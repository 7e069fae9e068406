"""Bytes: masters, derivatives, checksums, fixity."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from archive.jobs.models import UNDER_WAY, AskedJob


class Algorithm(models.TextChoices):
    SHA256 = "sha256", "SHA-256"


class Family(models.TextChoices):
    """What sort of thing a file is, as far as showing and deriving go."""

    IMAGE = "image", _("Image")
    PDF = "pdf", _("PDF")
    AUDIO = "audio", _("Audio")
    VIDEO = "video", _("Video")
    TEXT = "text", _("Text document")


class Master(models.Model):
    """The bytes of one file exactly as they were received; written once, addressed by digest."""

    algorithm = models.CharField(
        _("algorithm"), max_length=16, choices=Algorithm, default=Algorithm.SHA256
    )
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size"))
    family = models.CharField(_("family"), max_length=8, choices=Family)
    media_type = models.CharField(_("media type"), max_length=127)
    puid = models.CharField(_("PRONOM identifier"), max_length=32, blank=True)
    original_name = models.CharField(_("original name"), max_length=255)
    technical = models.JSONField(_("technical metadata"), default=dict)
    stored_at = models.DateTimeField(_("stored at"))

    class Meta:
        verbose_name = _("master")
        verbose_name_plural = _("masters")

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_pictured(self) -> bool:
        """Tell whether small pictures are made of it: not of sound, nor of words alone."""
        is_seen = self.family in (Family.IMAGE, Family.PDF, Family.VIDEO)
        return is_seen or self.is_printed

    @property
    def is_printed(self) -> bool:
        """Tell whether its pages are the pages of its print: a word-processor file's."""
        return self.technical.get("printed") is True

    @property
    def has_pdf(self) -> bool:
        """Tell whether there is a PDF of it: itself, or its print, whatever counts its pages."""
        return self.family == Family.PDF or bool(self.technical.get("printed"))

    @property
    def path(self) -> str:
        """Return where the bytes lie below the masters' storage: `ab/cd/<digest>`."""
        return f"{self.digest[:2]}/{self.digest[2:4]}/{self.digest}"


class Derivative(models.Model):
    """A file made from a master, for showing or hearing; it can be made again at any time."""

    class Role(models.TextChoices):
        THUMBNAIL = "thumbnail", _("Thumbnail")
        PAGE_IMAGE = "page_image", _("Page image")
        PYRAMID = "pyramid", _("Pyramid")
        WEB_AUDIO = "web_audio", _("Web audio")
        PEAKS = "peaks", _("Waveform peaks")
        POSTER = "poster", _("Poster")
        FILM = "film", _("Film for the browser")
        PRINTOUT = "printout", _("Printout as PDF")
        WORDS = "words", _("Words with boxes")
        ALTO = "alto", _("Words with boxes, as ALTO")

    master = models.ForeignKey(
        Master, verbose_name=_("master"), on_delete=models.CASCADE, related_name="derivatives"
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    frame = models.PositiveIntegerField(
        _("frame"), default=0, help_text=_("Page of a PDF or frame of a TIFF, counted from 0.")
    )
    path = models.CharField(_("path"), max_length=255, unique=True)
    media_type = models.CharField(_("media type"), max_length=127)
    digest = models.CharField(_("digest"), max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    recipe = models.CharField(_("recipe"), max_length=64)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("derivative")
        verbose_name_plural = _("derivatives")
        constraints = [
            models.UniqueConstraint(
                fields=["master", "role", "frame"], name="one_derivative_per_role_and_frame"
            ),
        ]
        indexes = [models.Index(fields=["role", "recipe"], name="derivative_recipe")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.frame} · {self.master}"


class Unmade(models.Model):
    """What could not be made of a master when it was last tried, and why; gone once it is made.

    `part` is the role of a derivative, or the number of a page from 1, or nothing where the master
    itself was not there. `reason` is a code.
    """

    master = models.ForeignKey(
        Master, verbose_name=_("master"), on_delete=models.CASCADE, related_name="unmade"
    )
    part = models.CharField(_("part"), max_length=16, blank=True)
    reason = models.CharField(_("reason"), max_length=16)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("part not made")
        verbose_name_plural = _("parts not made")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["master", "part"], name="one_unmade_per_part"),
        ]

    def __str__(self) -> str:
        return f"{self.master}: {self.part}"


class FixityCheck(models.Model):
    """One reading of a stored master against the digest taken at intake."""

    class Outcome(models.TextChoices):
        INTACT = "intact", _("Intact")
        ALTERED = "altered", _("Altered")
        MISSING = "missing", _("Missing")

    master = models.ForeignKey(
        Master, verbose_name=_("master"), on_delete=models.CASCADE, related_name="fixity_checks"
    )
    at = models.DateTimeField(_("at"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    found_digest = models.CharField(_("digest found"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("fixity check")
        verbose_name_plural = _("fixity checks")
        indexes = [models.Index(fields=["master", "-at"], name="fixity_latest")]

    def __str__(self) -> str:
        return f"{self.master}: {self.get_outcome_display()}"


class FixityPass(AskedJob):
    """One going through the masters: how far it came, what it found, and how it ended.

    Asked for at the desk; or the daily share, or typed on the server, and then by nobody.
    """

    is_share = models.BooleanField(_("daily share"), default=False)
    size = models.PositiveBigIntegerField(_("bytes read"), default=0)
    faults = models.PositiveIntegerField(_("faults"), default=0)
    unknown_count = models.PositiveIntegerField(_("files nobody entered"), null=True, blank=True)
    unknown = models.JSONField(
        _("their names"), default=list, blank=True, help_text=_("The first two hundred.")
    )

    task = "archive.files.tasks.read_all_masters"
    counted = _("Files read")

    class Meta(AskedJob.Meta):
        verbose_name = _("fixity pass")
        verbose_name_plural = _("fixity passes")
        constraints = [
            models.UniqueConstraint(
                Value(1),
                condition=UNDER_WAY & Q(asked_by__isnull=False),
                name="one_asked_fixity_pass_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}: {self.get_state_display()}"
