"""One passage of one subject through one version of a procedure."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.vetting.models.procedures import Competence, Procedure, SubjectKind


class Stage(models.TextChoices):
    """Where a round stands."""

    SUBMITTED = "submitted", _("Dossier submitted")
    RETURNED = "returned", _("Dossier returned for completion")
    COUNCIL_FORMED = "council_formed", _("Council formed")
    UNDER_REVIEW = "under_review", _("Under review")
    REVISION_REQUIRED = "revision_required", _("Passed, to be revised as concluded")
    RESUBMITTED = "resubmitted", _("Revised and sent back")
    VETTED = "vetted", _("Vetted")
    NOT_PASSED = "not_passed", _("Not passed")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Verdict(models.TextChoices):
    """What a round may conclude; the procedure's rows say how each is worded."""

    VETTED = "vetted", _("Vetted")
    REVISION_REQUIRED = "revision_required", _("Revision required")
    NOT_PASSED = "not_passed", _("Not passed")


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self) -> RoundQuerySet:
        """Keep the rounds in which something may still happen."""
        return self.filter(closed_at__isnull=True)

    def of(self, subject: models.Model) -> RoundQuerySet:
        """Keep the rounds of one record or one work."""
        return self.filter(**{subject._meta.model_name or "": subject})


class Round(models.Model):
    """One round of vetting; once concluded its conclusion, once closed nothing of it changes.

    Exactly one of `record` and `work` is the subject. `frozen` is the subject as it was when it
    was submitted, `frozen_digest` the SHA-256 of that snapshot.
    """

    code = models.CharField(_("code"), max_length=100, unique=True)
    number = models.PositiveIntegerField(_("round"))
    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="vetting_rounds",
    )
    work = models.ForeignKey(
        "works.Work",
        verbose_name=_("work"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="vetting_rounds",
    )
    procedure = models.ForeignKey(
        Procedure, verbose_name=_("procedure"), on_delete=models.PROTECT, related_name="rounds"
    )
    body = models.ForeignKey(
        "units.Unit",
        verbose_name=_("vetting body"),
        on_delete=models.PROTECT,
        related_name="vetting_rounds",
    )
    competence = models.ForeignKey(
        Competence,
        verbose_name=_("competence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rounds",
    )
    empowered_by = models.CharField(
        _("document that empowers the body"), max_length=255, blank=True
    )
    empowered_on = models.DateField(_("date of that document"), null=True, blank=True)
    stage = models.CharField(
        _("stage"), max_length=20, choices=Stage, default=Stage.SUBMITTED, db_index=True
    )
    suspended_from = models.CharField(
        _("stage before suspension"), max_length=20, choices=Stage, blank=True
    )
    request_number = models.CharField(_("number of the request"), max_length=64, blank=True)
    requested_on = models.DateField(_("date of the request"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("submitted by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    frozen = models.JSONField(_("frozen version"), default=dict)
    frozen_digest = models.CharField(_("SHA-256 of the frozen version"), max_length=64)
    manuscript = models.ForeignKey(
        "works.Manuscript",
        verbose_name=_("manuscript that is vetted"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="vetting_rounds",
    )
    review_due_on = models.DateField(_("opinions due on"), null=True, blank=True)
    status_before = models.CharField(max_length=20, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"))
    stage_since = models.DateTimeField(_("at this stage since"))
    concluded_at = models.DateTimeField(_("concluded at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("vetting round")
        verbose_name_plural = _("vetting rounds")
        ordering = ["-submitted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(record__isnull=False, work__isnull=True)
                | Q(record__isnull=True, work__isnull=False),
                name="round_has_one_subject",
            ),
            models.UniqueConstraint(
                fields=["record", "number"], name="one_round_per_record_number"
            ),
            models.UniqueConstraint(fields=["work", "number"], name="one_round_per_work_number"),
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(closed_at__isnull=True),
                name="one_open_round_per_record",
            ),
            models.UniqueConstraint(
                fields=["work"],
                condition=Q(closed_at__isnull=True),
                name="one_open_round_per_work",
            ),
        ]
        indexes = [
            models.Index(fields=["stage_since", "id"], name="round_by_waiting"),
            # The frozen version is large, and whatever stands behind it is slow to reach: lists are
            # made from these three alone.
            models.Index(
                fields=["body", "closed_at", "stage", "stage_since"], name="round_by_body_waiting"
            ),
            models.Index(
                fields=["stage_since", "id", "stage", "body", "record", "work", "review_due_on"],
                condition=Q(closed_at__isnull=True),
                name="round_open_by_waiting",
            ),
            models.Index(
                fields=[
                    "stage",
                    "closed_at",
                    "submitted_at",
                    "body",
                    "record",
                    "work",
                    "stage_since",
                    "review_due_on",
                ],
                name="round_by_stage",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("desk:vetting_round", args=[self.code])

    @property
    def subject_kind(self) -> SubjectKind:
        return SubjectKind.RECORD if self.record_id else SubjectKind.WORK

    @property
    def subject(self) -> models.Model:
        """Return the record or the work this round vets."""
        subject = self.record or self.work
        assert subject is not None
        return subject

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
