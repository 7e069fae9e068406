"""Compiled histories and chronicles, their versions and milestones, the sources they cite."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class WorkKind(models.TextChoices):
    COMMITTEE_HISTORY = "committee_history", _("Party committee history")
    TRADITION_HISTORY = "tradition_history", _("Tradition history")
    CHRONICLE = "chronicle", _("Chronicle")
    YEARBOOK = "yearbook", _("Commemorative record")


class WorkStage(models.TextChoices):
    """How far a work has come, from plan to print (domain file 2.1)."""

    PLANNED = "planned", _("Planned")
    COLLECTING = "collecting", _("Collecting sources")
    OUTLINED = "outlined", _("Outlined")
    DRAFTING = "drafting", _("Being written")
    CONSULTING = "consulting", _("In consultation")
    SUBMITTED = "submitted", _("Vetting dossier sent")
    RETURNED_INCOMPLETE = "returned_incomplete", _("Dossier returned for completion")
    COUNCIL_FORMED = "council_formed", _("Vetting council formed")
    UNDER_REVIEW = "under_review", _("Under review by the council")
    REVISION_REQUIRED = "revision_required", _("Passed, to be revised as concluded")
    NOT_PASSED = "not_passed", _("Not passed, to be vetted again")
    REVISED_RESUBMITTED = "revised_resubmitted", _("Revised and sent back")
    VETTED = "vetted", _("Work vetted")
    APPROVED = "approved", _("Approved by the Party committee")
    LICENSED = "licensed", _("Licensed for publication")
    PUBLISHED = "published", _("Published")
    LEGACY_PUBLISHED = "legacy_published", _("Published before the guideline")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUPERSEDED = "superseded", _("Superseded by a new edition")


class Work(models.Model):
    """One compiled history: the thing Guideline 90 asks to be vetted before it is published."""

    code = models.CharField(_("code"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=500)
    kind = models.CharField(_("kind"), max_length=20, choices=WorkKind)
    unit = models.ForeignKey(
        "units.Unit", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="works"
    )
    owner = models.ForeignKey(
        "units.Unit",
        verbose_name=_("responsible office"),
        on_delete=models.PROTECT,
        related_name="works_owned",
    )
    period_from = models.PositiveIntegerField(_("period from"), null=True, blank=True)
    period_to = models.PositiveIntegerField(_("period to"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    stage = models.CharField(
        _("stage"), max_length=20, choices=WorkStage, default=WorkStage.PLANNED
    )
    expected_on = models.DateField(_("expected to be finished on"), null=True, blank=True)
    # Written by `vetting.actions` only: the day of the vetting document.
    vetted_on = models.DateField(_("vetted on"), null=True, blank=True, editable=False)
    published_year = models.PositiveIntegerField(_("year of publication"), null=True, blank=True)
    publication = models.CharField(_("publication data"), max_length=500, blank=True)
    # For books printed before the guideline: the rule then in force, never an invented round.
    legacy_rule = models.CharField(_("rule then in force"), max_length=255, blank=True)
    online_address = models.URLField(_("address on the Internet"), blank=True)
    online_on = models.DateField(_("online since"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        verbose_name=_("superseded by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="supersedes",
    )
    is_public = models.BooleanField(_("shown to the public"), default=False)
    # Set when a work that was shown is taken back; its address then answers with a tombstone.
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(
        _("reason for taking it back"), max_length=500, blank=True, editable=False
    )
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_to__isnull=True)
                | Q(period_from__lte=F("period_to")),
                name="work_period_in_order",
            ),
            # The one thing Guideline 90 is known to demand: vetted before it is published.
            models.CheckConstraint(
                condition=~Q(stage__in=["vetted", "approved", "licensed", "published"])
                | Q(vetted_on__isnull=False),
                name="work_is_vetted_before_it_is_published",
            ),
            models.CheckConstraint(
                condition=~Q(stage="legacy_published") | ~Q(legacy_rule=""),
                name="legacy_work_names_its_rule",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | (Q(is_public=False) & ~Q(withdrawn_reason="")),
                name="work_taken_back_is_not_shown_and_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("public:work", args=[self.code])


class FormerWorkCode(models.Model):
    """A code a work once had; its address leads to the work for ever."""

    code = models.CharField(_("former code"), max_length=80, unique=True)
    work = models.ForeignKey(
        Work, verbose_name=_("work"), on_delete=models.CASCADE, related_name="former_codes"
    )

    class Meta:
        verbose_name = _("former code of a work")
        verbose_name_plural = _("former codes of works")

    def __str__(self) -> str:
        return self.code


class Citation(models.Model):
    """One place in a work that rests on a record: a page or a second of it."""

    work = models.ForeignKey(
        Work, verbose_name=_("work"), on_delete=models.CASCADE, related_name="citations"
    )
    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.PROTECT,
        related_name="citations",
    )
    page = models.PositiveIntegerField(_("page"), null=True, blank=True)
    at_ms = models.PositiveBigIntegerField(_("at (ms)"), null=True, blank=True)
    place_in_work = models.CharField(_("place in the work"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["work", "id"]

    def __str__(self) -> str:
        return f"{self.work} → {self.record}"

    def get_absolute_url(self) -> str:
        """Return the address of the very page or second."""
        if self.page is not None:
            return reverse("public:page", args=[self.record.code, self.page])
        if self.at_ms is not None:
            return reverse("public:moment", args=[self.record.code, self.at_ms // 1000])
        return self.record.get_absolute_url()
