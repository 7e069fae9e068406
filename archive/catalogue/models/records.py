"""Records: one document, photograph, interview or other item as it is described."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.catalogue.models.particulars import Particulars
from archive.catalogue.models.terms import GOOD_CONDITION


class RecordKind(models.TextChoices):
    DOCUMENT = "document", _("Document")
    PHOTOGRAPH = "photograph", _("Photograph")
    INTERVIEW = "interview", _("Interview")
    MEMOIR = "memoir", _("Memoir")
    MAP = "map", _("Map")
    OBJECT = "object", _("Object")
    PUBLICATION = "publication", _("Publication")


class ProcessingState(models.TextChoices):
    """How far the work on the item has come; says nothing of vetting or of access."""

    REGISTERED = "registered", _("Registered")
    DIGITISED = "digitised", _("Digitised")
    DESCRIBED = "described", _("Described")
    TRANSCRIBED = "transcribed", _("Transcribed")
    WITNESS_CONFIRMED = "witness_confirmed", _("Confirmed by the witness")


class VettingStatus(models.TextChoices):
    """The one vetting status a reader sees; written only by `vetting.actions`."""

    NOT_SUBMITTED = "not_submitted", _("Not submitted for vetting")
    SUBMITTED = "submitted", _("Submitted for vetting")
    UNDER_REVIEW = "under_review", _("Under review")
    REVISION_REQUIRED = "revision_required", _("Revision required")
    NOT_PASSED = "not_passed", _("Not passed")
    VETTED = "vetted", _("Vetted")


class AccessLevel(models.TextChoices):
    """Who may read the item once it is released; written only by `access.actions`."""

    PUBLIC = "public", _("Public")
    REGISTERED = "registered", _("Registered readers")
    RESTRICTED = "restricted", _("Restricted")
    CLOSED = "closed", _("Closed")

    @classmethod
    def strictest(cls, *levels: str) -> AccessLevel:
        """Return that of `levels` which lets in the fewest."""
        return max(map(cls, levels), key=_strictness().__getitem__)

    @property
    def stricter_ones(self) -> list[AccessLevel]:
        """The levels that let in fewer than this one."""
        levels = list(AccessLevel)
        return levels[levels.index(self) + 1 :]


@cache
def _strictness() -> dict[AccessLevel, int]:
    return {level: place for place, level in enumerate(AccessLevel)}


class AppearanceRole(models.TextChoices):
    """What a person has to do with a record."""

    CREATOR = "creator", _("Creator")
    WITNESS = "witness", _("Witness")
    INTERVIEWER = "interviewer", _("Interviewer")
    PRESENT = "present", _("Also present")
    MENTIONED = "mentioned", _("Mentioned")


class Record(Particulars):
    """One item: a document, a photograph, an interview. English field names follow ISAD(G)."""

    code = models.CharField(_("reference code"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=RecordKind)
    title = models.CharField(_("title"), max_length=500)
    abstract = models.TextField(_("abstract"), blank=True)
    collection = models.ForeignKey(
        "catalogue.Collection",
        verbose_name=_("collection"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="records",
    )
    holder = models.ForeignKey(
        "units.Unit",
        verbose_name=_("held by"),
        on_delete=models.PROTECT,
        related_name="records_held",
    )
    unit = models.ForeignKey(
        "units.Unit",
        verbose_name=_("unit at the time"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="records",
    )

    creator = models.CharField(_("name of creator"), max_length=255, blank=True)
    # Codes of terms, as are `originality`, `condition`, `retention`, and `languages` with commas.
    document_type = models.CharField(_("document type"), max_length=120, blank=True)
    number_and_symbol = models.CharField(_("number and symbol"), max_length=120, blank=True)
    issuing_body = models.CharField(_("issuing body"), max_length=255, blank=True)
    order_number = models.CharField(_("number in the file"), max_length=32, blank=True)
    date_written = models.CharField(_("date"), max_length=120, blank=True)
    date_edtf = models.CharField(max_length=120, blank=True, editable=False)
    date_earliest = models.DateField(null=True, blank=True, editable=False, db_index=True)
    date_latest = models.DateField(null=True, blank=True, editable=False, db_index=True)
    extent = models.CharField(_("extent and medium"), max_length=255, blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True, default="vi")
    scope_and_content = models.TextField(_("scope and content"), blank=True)
    keywords = models.CharField(_("keywords"), max_length=500, blank=True)
    # Of TT 05/2025 (as far as its fields are known): ký hiệu thông tin, bút tích.
    information_symbol = models.CharField(_("information symbol"), max_length=120, blank=True)
    autograph = models.CharField(_("autograph"), max_length=255, blank=True)
    related_material = models.TextField(_("related units of description"), blank=True)
    publication_note = models.TextField(_("publication note"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    rights = models.CharField(_("rights"), max_length=500, blank=True)

    history = models.TextField(_("archival history"), blank=True)
    giver = models.CharField(_("given by"), max_length=255, blank=True)
    receipt = models.CharField(_("receipt"), max_length=120, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    original_location = models.CharField(
        _("existence and location of originals"), max_length=255, blank=True
    )
    copies_location = models.CharField(
        _("existence and location of copies"), max_length=255, blank=True
    )
    originality = models.CharField(_("original or copy"), max_length=32, blank=True)
    condition = models.CharField(_("physical condition"), max_length=32, default=GOOD_CONDITION)
    reliability = models.CharField(_("reliability level"), max_length=32, blank=True)
    retention = models.CharField(_("retention period"), max_length=120, blank=True)
    declassified_by = models.CharField(_("declassified by"), max_length=120, blank=True)
    declassified_on = models.DateField(_("declassified on"), null=True, blank=True)

    people = models.ManyToManyField(
        "catalogue.Person", verbose_name=_("people"), through="Appearance", related_name="records"
    )
    bodies = models.ManyToManyField(
        "catalogue.Body",
        verbose_name=_("corporate bodies"),
        through="Involvement",
        related_name="records",
    )
    events = models.ManyToManyField(
        "catalogue.Event", verbose_name=_("events"), blank=True, related_name="records"
    )
    places = models.ManyToManyField(
        "catalogue.Place", verbose_name=_("places"), blank=True, related_name="records"
    )
    subjects = models.ManyToManyField(
        "catalogue.Subject", verbose_name=_("subjects"), blank=True, related_name="records"
    )

    processing_state = models.CharField(
        _("processing"),
        max_length=20,
        choices=ProcessingState,
        default=ProcessingState.REGISTERED,
    )
    vetting_status = models.CharField(
        _("vetting status"),
        max_length=20,
        choices=VettingStatus,
        default=VettingStatus.NOT_SUBMITTED,
    )
    access_level = models.CharField(
        _("access level"), max_length=12, choices=AccessLevel, default=AccessLevel.CLOSED
    )
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason for withdrawal"), max_length=500, blank=True)

    is_demonstration = models.BooleanField(_("demonstration data"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("entered at"))
    changed_at = models.DateTimeField(_("changed at"))
    # Grows by one with every change, so that a stale form is told instead of overwriting.
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["access_level", "released_at"], name="record_released"),
            models.Index(fields=["-released_at", "code"], name="record_latest_released"),
            models.Index(fields=["holder", "changed_at"], name="record_by_holder"),
            models.Index(fields=["-changed_at", "-id"], name="record_latest_changed"),
            models.Index(
                fields=["holder", "vetting_status", "changed_at"], name="record_by_vetting"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(date_earliest__isnull=True)
                | Q(date_latest__isnull=True)
                | Q(date_earliest__lte=F("date_latest")),
                name="record_earliest_before_latest",
            ),
            # Whatever code forgets: nothing is public that was not vetted first.
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(vetting_status="vetted"),
                name="record_released_only_when_vetted",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(released_at__isnull=True),
                name="record_withdrawn_is_not_released",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("public:record", args=[self.code])

    @property
    def language(self) -> str:
        """The language most of it is in: of those it names the first, as ISO 639 writes it."""
        return self.languages.partition(",")[0].strip() or "vi"


class Appearance(models.Model):
    """One person in one record, and in what role."""

    record = models.ForeignKey(
        Record, verbose_name=_("record"), on_delete=models.CASCADE, related_name="appearances"
    )
    person = models.ForeignKey(
        "catalogue.Person",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="appearances",
    )
    role = models.CharField(
        _("role"), max_length=16, choices=AppearanceRole, default=AppearanceRole.MENTIONED
    )

    class Meta:
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "person", "role"], name="one_appearance_per_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"


class FormerCode(models.Model):
    """A code a record once had; its address leads to the record for ever."""

    code = models.CharField(_("former code"), max_length=80, unique=True)
    record = models.ForeignKey(
        Record, verbose_name=_("record"), on_delete=models.CASCADE, related_name="former_codes"
    )

    class Meta:
        verbose_name = _("former code")
        verbose_name_plural = _("former codes")

    def __str__(self) -> str:
        return self.code
