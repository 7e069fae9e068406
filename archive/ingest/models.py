"""Deposits: what was brought, by whom, after which answer about secrecy, and what became of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.ingest.reasons import ADVICE, Refusal
from archive.jobs.models import UNDER_WAY, AskedJob


class Secrecy(models.TextChoices):
    """The answer given before anything is brought; the three marks are refused at the door."""

    NONE = "none", _("Not a state secret")
    DECLASSIFIED = "declassified", _("Declassified")
    CONFIDENTIAL = "confidential", _("Confidential")
    SECRET = "secret", _("Secret")
    TOP_SECRET = "top_secret", _("Top secret")


ADMITTED = (Secrecy.NONE, Secrecy.DECLASSIFIED)


class Deposit(models.Model):
    """One bringing of files to one office by one person, opened by an answer about secrecy.

    A deposit refused for a mark is kept without anything of what was to be brought.
    """

    office = models.ForeignKey(
        "units.Unit", verbose_name=_("office"), on_delete=models.PROTECT, related_name="deposits"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="deposits",
    )
    made_at = models.DateTimeField(_("opened at"))
    secrecy = models.CharField(_("secrecy"), max_length=16, choices=Secrecy)
    declassified_by = models.CharField(_("declassified by"), max_length=120, blank=True)
    declassified_on = models.DateField(_("declassified on"), null=True, blank=True)
    folder = models.CharField(
        _("folder of the inbox"),
        max_length=255,
        blank=True,
        help_text=_("While files are taken in from it: office code and name of the folder."),
    )

    class Meta:
        verbose_name = _("deposit")
        verbose_name_plural = _("deposits")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(secrecy="declassified")
                | (~Q(declassified_by="") & Q(declassified_on__isnull=False)),
                name="deposit_declassified_by_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(folder="") | Q(secrecy__in=["none", "declassified"]),
                name="deposit_from_the_inbox_admitted",
            ),
            models.UniqueConstraint(
                fields=["folder"], condition=~Q(folder=""), name="one_deposit_per_inbox_folder"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} · {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def is_admitted(self) -> bool:
        return self.secrecy in ADMITTED


class Upload(models.Model):
    """One file on its way in, in pieces: how much has come is the length of what lies on disk.

    It stays for a while after the file was entered, so that a browser that did not hear of it asks
    again and is told.
    """

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    deposit = models.ForeignKey(
        Deposit, verbose_name=_("deposit"), on_delete=models.CASCADE, related_name="uploads"
    )
    name = models.CharField(_("name"), max_length=255)
    length = models.PositiveBigIntegerField(_("size"))
    expected_digest = models.CharField(_("digest"), max_length=64, blank=True)
    incoming = models.CharField(max_length=64, editable=False)
    begun_at = models.DateTimeField(_("begun at"))
    file = models.ForeignKey(
        "ingest.DepositedFile",
        verbose_name=_("deposited file"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="uploads",
    )

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return self.name


class FileState(models.TextChoices):
    RECEIVED = "received", _("Received")
    CHECKING = "checking", _("Being checked")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class DepositedFile(models.Model):
    """One file of a deposit: as it came, what was found, and where it went."""

    deposit = models.ForeignKey(
        Deposit, verbose_name=_("deposit"), on_delete=models.PROTECT, related_name="files"
    )
    name = models.CharField(_("name"), max_length=255)
    sort_key = models.CharField(max_length=1024, editable=False)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    received_at = models.DateTimeField(_("received at"))
    state = models.CharField(
        _("state"), max_length=10, choices=FileState, default=FileState.RECEIVED
    )
    reason = models.CharField(_("reason"), max_length=16, choices=Refusal, blank=True)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    # The passing name in the masters' storage; empty once the file is kept or thrown away.
    incoming = models.CharField(max_length=64, blank=True, editable=False)
    master = models.ForeignKey(
        "files.Master",
        verbose_name=_("master"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deposited",
    )
    steps_done = models.PositiveIntegerField(_("steps done"), default=0)
    steps = models.PositiveIntegerField(_("steps"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deposited_files",
    )

    class Meta:
        verbose_name = _("deposited file")
        verbose_name_plural = _("deposited files")
        ordering = ["deposit", "sort_key", "id"]
        indexes = [
            models.Index(fields=["state", "finished_at"], name="deposited_unfinished"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="refused", master__isnull=True) & ~Q(reason="")
                | Q(state="accepted", master__isnull=False, reason="")
                | Q(state__in=["received", "checking"], master__isnull=True, reason=""),
                name="deposited_file_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_refused(self) -> bool:
        return self.state == FileState.REFUSED

    @property
    def is_accepted(self) -> bool:
        return self.state == FileState.ACCEPTED

    @property
    def is_free(self) -> bool:
        """Tell whether a record may be made of it: accepted, its derivatives made, in no record."""
        return self.is_accepted and self.finished_at is not None and self.record_id is None

    @property
    def advice(self) -> str | Promise:
        """Return what the person who brought a refused file can do."""
        return ADVICE.get(self.reason, "")


class Fingerprint(models.Model):
    """How one page of a master looks, in 256 bits that change little when it is scanned again."""

    master = models.ForeignKey(
        "files.Master",
        verbose_name=_("master"),
        on_delete=models.CASCADE,
        related_name="fingerprints",
    )
    frame = models.PositiveIntegerField(_("frame"), default=0)
    bits = models.CharField(_("bits"), max_length=64)

    class Meta:
        verbose_name = _("fingerprint of a page")
        verbose_name_plural = _("fingerprints of pages")
        constraints = [
            models.UniqueConstraint(fields=["master", "frame"], name="one_fingerprint_per_frame"),
        ]

    def __str__(self) -> str:
        return f"{self.master} {self.frame}"


class FingerprintBand(models.Model):
    """Sixteen neighbouring bits of a fingerprint, by which pages that may look alike are found."""

    fingerprint = models.ForeignKey(
        Fingerprint,
        verbose_name=_("fingerprint of a page"),
        on_delete=models.CASCADE,
        related_name="bands",
    )
    key = models.PositiveIntegerField(_("place and bits"))

    class Meta:
        verbose_name = _("band of a fingerprint")
        verbose_name_plural = _("bands of fingerprints")
        indexes = [models.Index(fields=["key", "fingerprint"], name="fingerprint_band_key")]

    def __str__(self) -> str:
        return f"{self.key >> 16}: {self.key & 0xFFFF:016b}"


class Likeness(models.Model):
    """That a page, when it came, looked like one that was here before."""

    fingerprint = models.ForeignKey(
        Fingerprint,
        verbose_name=_("fingerprint of a page"),
        on_delete=models.CASCADE,
        related_name="likenesses",
    )
    earlier = models.ForeignKey(
        Fingerprint,
        verbose_name=_("earlier page"),
        on_delete=models.CASCADE,
        related_name="later_likenesses",
    )
    bits_apart = models.PositiveSmallIntegerField(_("bits apart"))

    class Meta:
        verbose_name = _("likeness")
        verbose_name_plural = _("likenesses")
        constraints = [
            models.UniqueConstraint(fields=["fingerprint", "earlier"], name="one_likeness_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.fingerprint} ~ {self.earlier}"


class Renewal(AskedJob):
    """One going through the masters that makes what is missing or of an older recipe.

    `reached` is the key of the last master gone through, `means` what could be made at that time.
    """

    means = models.JSONField(_("means"), default=list)
    reached = models.PositiveBigIntegerField(default=0, editable=False)
    made = models.JSONField(_("made"), default=dict)

    task = "archive.ingest.tasks.renew_derivatives"
    counted = _("Files looked at")

    class Meta(AskedJob.Meta):
        verbose_name = _("renewal of derivatives")
        verbose_name_plural = _("renewals of derivatives")
        constraints = [
            models.UniqueConstraint(Value(1), condition=UNDER_WAY, name="one_renewal_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}: {self.get_state_display()}"

    @property
    def made_count(self) -> int:
        return sum(self.made.values())


class Retry(AskedJob):
    """One trying again what could not be made of a file, because somebody who keeps it asked."""

    master = models.ForeignKey(
        "files.Master",
        verbose_name=_("master"),
        on_delete=models.CASCADE,
        related_name="retries",
    )

    task = "archive.ingest.tasks.try_again"
    counted = _("Files looked at")

    class Meta(AskedJob.Meta):
        verbose_name = _("trying again")
        verbose_name_plural = _("tryings again")
        constraints = [
            models.UniqueConstraint(
                fields=["master"], condition=UNDER_WAY, name="one_retry_of_a_file_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.master}: {self.get_state_display()}"
