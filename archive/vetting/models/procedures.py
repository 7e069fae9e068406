"""Procedures as data: what is demanded, on what basis, and how sure we are of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.units.models import Level
from archive.works.models import WorkKind


class Certainty(models.TextChoices):
    """How far a demand may be relied on; shown beside it wherever it is shown."""

    SOURCED = "sourced", _("Stated by a source")
    PRACTICE = "practice", _("Practice seen elsewhere")
    OFFICE = "office", _("The office's own decision")
    PROPOSED = "proposed", _("Proposed by this program, for the office to decide")
    UNDETERMINED = "undetermined", _("Not determined")


class SubjectKind(models.TextChoices):
    """What a procedure vets: Guideline 90 vets works; records follow the office's own."""

    WORK = "work", _("Compiled work")
    RECORD = "record", _("Document or testimony")


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def in_force(self, kind: SubjectKind, on: dt.date) -> ProcedureQuerySet:
        """Keep the newest version of every procedure for `kind` that is valid on `on`."""
        newest = (
            Procedure.objects.filter(code=models.OuterRef("code"))
            .order_by("-version")
            .values("pk")[:1]
        )
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            subject_kind=kind,
            pk=models.Subquery(newest),
        )


class Procedure(models.Model):
    """One version of one procedure. Never changed: an edit is a new version (triggers hold it)."""

    code = models.CharField(_("code"), max_length=32)
    version = models.PositiveIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=255)
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)
    subject_kind = models.CharField(_("vets"), max_length=8, choices=SubjectKind)
    document_number = models.CharField(_("document number"), max_length=64, blank=True)
    document_on = models.DateField(_("document date"), null=True, blank=True)
    issuer = models.CharField(_("issued by"), max_length=255, blank=True)
    note = models.TextField(_("what is known of it"), blank=True)
    note_en = models.TextField(_("what is known of it, in English"), blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"))

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_procedure_per_version"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="procedure_begins_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.code}, {self.version})"

    @property
    def label(self) -> str:
        return _in_language(self.name, self.name_en)

    @property
    def remark(self) -> str:
        return _in_language(self.note, self.note_en)


class ProvisionKind(models.TextChoices):
    """What sort of demand a provision is."""

    PURPOSE = "purpose", _("Purpose and obligation")
    STAGE = "stage", _("Stage")
    COUNCIL = "council", _("Council")
    PAPER = "paper", _("Required paper")
    CRITERION = "criterion", _("Criterion")
    PERIOD = "period", pgettext_lazy("demand", "Period")
    RULE = "rule", _("Rule of work")
    VERDICT = "verdict", _("Verdict")


_REQUIRED = {"required": _("required"), "optional": _("if the office uses it")}
_WORDS: dict[tuple[str, str], dict[str, StrPromise]] = {
    (ProvisionKind.RULE, "meeting"): _REQUIRED,
    (ProvisionKind.RULE, "ballot"): _REQUIRED,
    (ProvisionKind.RULE, "blind"): {"yes": _("yes")},
    (ProvisionKind.RULE, "late"): {"reason": _("with a reason"), "refuse": _("refused")},
    (ProvisionKind.RULE, "opinions"): {"all": _("all of them")},
    (ProvisionKind.COUNCIL, "conflict"): {"warn": _("with a reason"), "refuse": _("refused")},
}
_OF_PAPERS = {"1": _("required of the dossier"), "": _("if the office uses it")}


def words_of(kind: str, code: str) -> dict[str, StrPromise]:
    """Return the values that are words for such a demand, as kept and as read; none for figures."""
    return _OF_PAPERS if kind == ProvisionKind.PAPER else _WORDS.get((kind, code), {})


class Provision(models.Model):
    """One demand of one version of a procedure, with its basis and how sure we are of it.

    `code` is what the program asks for (`seats_min`, `quorum`, `request` …); `value` is its
    figure (seats, days, percent) or, for a rule of work, one word; empty where no source gives one.
    """

    procedure = models.ForeignKey(
        Procedure,
        verbose_name=_("procedure"),
        on_delete=models.PROTECT,
        related_name="provisions",
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=ProvisionKind)
    code = models.CharField(_("code"), max_length=40)
    label = models.CharField(_("demand"), max_length=500)
    label_en = models.CharField(_("demand in English"), max_length=500, blank=True)
    value = models.CharField(_("value"), max_length=40, blank=True)
    basis = models.CharField(_("basis"), max_length=500, blank=True)
    basis_en = models.CharField(_("basis in English"), max_length=500, blank=True)
    certainty = models.CharField(_("certainty"), max_length=12, choices=Certainty)

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["procedure", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "kind", "code"], name="one_provision_per_code"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return _in_language(self.label, self.label_en)

    @property
    def basis_text(self) -> str:
        return _in_language(self.basis, self.basis_en)

    @property
    def shown_value(self) -> str:
        """Return the value in words a reader understands."""
        return str(words_of(self.kind, self.code).get(self.value, self.value))


class Competence(models.Model):
    """Who vets what, from when to when; entered once, replaced by a later entry, never changed.

    `body` is the kind of body as the source names it; empty means that nobody is known to be
    competent, and a round then needs the document that empowers the body it names.
    """

    procedure_code = models.CharField(_("procedure"), max_length=32)
    level = models.CharField(_("level"), max_length=16, choices=Level, blank=True)
    work_kind = models.CharField(_("kind of work"), max_length=20, choices=WorkKind, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    body = models.CharField(_("competent body"), max_length=255, blank=True)
    body_en = models.CharField(_("competent body in English"), max_length=255, blank=True)
    body_level = models.CharField(_("level of the body"), max_length=16, choices=Level, blank=True)
    basis = models.CharField(_("basis"), max_length=500, blank=True)
    basis_en = models.CharField(_("basis in English"), max_length=500, blank=True)
    certainty = models.CharField(_("certainty"), max_length=12, choices=Certainty)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        ordering = ["procedure_code", "work_kind", "level", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="competence_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=~Q(body="") | Q(certainty="undetermined"),
                name="competence_without_body_is_undetermined",
            ),
        ]

    def __str__(self) -> str:
        return self.body_text or str(_("not determined – the competent level has to decide"))

    @property
    def body_text(self) -> str:
        return _in_language(self.body, self.body_en)

    @property
    def basis_text(self) -> str:
        return _in_language(self.basis, self.basis_en)


def _in_language(vietnamese: str, english: str) -> str:
    return english if english and (get_language() or "vi").startswith("en") else vietnamese
