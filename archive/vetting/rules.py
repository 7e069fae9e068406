"""Reading a procedure: its figures and words, and which body is competent on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q

from archive.catalogue.models import Record
from archive.units.models import Level, Unit
from archive.values.numbers import whole_number
from archive.vetting.models import (
    Certainty,
    Competence,
    Procedure,
    Provision,
    ProvisionKind,
    SubjectKind,
)
from archive.works.models import Work, WorkKind


@dataclass(frozen=True)
class Rules:
    """The provisions of one version of a procedure, read once."""

    procedure: Procedure
    provisions: tuple[Provision, ...] = field(repr=False)

    def of(self, kind: ProvisionKind) -> list[Provision]:
        return [provision for provision in self.provisions if provision.kind == kind]

    def find(self, kind: ProvisionKind, code: str) -> Provision | None:
        return next((p for p in self.of(kind) if p.code == code), None)

    def word(self, code: str) -> str:
        """Return the word of a rule of work, empty where the procedure has none."""
        rule = self.find(ProvisionKind.RULE, code)
        return rule.value if rule else ""

    def figure(self, kind: ProvisionKind, code: str) -> int | None:
        """Return a figure (seats, days, percent); None where no source gives one."""
        found = self.find(kind, code)
        return whole_number(found.value, None) if found else None

    @property
    def stages(self) -> frozenset[str]:
        return frozenset(provision.code for provision in self.of(ProvisionKind.STAGE))

    @property
    def conflict(self) -> str:
        """Return what the procedure does about compilers and uploaders: refuse, warn or nothing."""
        rule = self.find(ProvisionKind.COUNCIL, "conflict")
        return rule.value if rule else ""

    @property
    def blind(self) -> bool:
        return self.word("blind") == "yes"


def rules_of(procedure: Procedure) -> Rules:
    return Rules(procedure, tuple(procedure.provisions.all()))


def procedures_for(subject: Record | Work, on: dt.date) -> list[Procedure]:
    """Return the procedures that may vet `subject` on `on`, newest versions only."""
    return list(Procedure.objects.in_force(kind_of(subject), on))


def kind_of(subject: Record | Work) -> SubjectKind:
    return SubjectKind.RECORD if isinstance(subject, Record) else SubjectKind.WORK


def competence_for(
    procedure: Procedure, *, level: str, work_kind: str = "", on: dt.date
) -> Competence | None:
    """Return the row of the table that says who vets such a subject on `on`.

    The most exact row wins, and of two equally exact ones the one entered last.
    """
    rows = Competence.objects.filter(
        Q(level=level) | Q(level=""),
        Q(work_kind=work_kind) | Q(work_kind=""),
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        procedure_code=procedure.code,
    )
    return max(rows, key=lambda row: (row.work_kind != "", row.level != "", row.pk), default=None)


def competence_of(subject: Record | Work, procedure: Procedure, on: dt.date) -> Competence | None:
    """Return who is competent for `subject` on `on`, by the level of its unit at the time."""
    if isinstance(subject, Record):
        return competence_for(procedure, level=subject.holder.level, on=on)
    return competence_for(procedure, level=subject.unit.level, work_kind=subject.kind, on=on)


def needs_empowerment(subject: Record | Work, competence: Competence | None, body: Unit) -> bool:
    """Tell whether `body` may vet `subject` only by a document of its own.

    So it is where nobody is known to be competent, where the body is of another level than the
    competent one, and where it would vet its own committee's work.
    """
    if competence is None or competence.certainty == Certainty.UNDETERMINED:
        return True
    if competence.body_level and body.level != competence.body_level:
        return True
    if isinstance(subject, Record):
        return subject.holder_id != body.pk
    return is_own_work(subject, body)


def is_own_work(work: Work, body: Unit) -> bool:
    """Tell whether `work` is the body's own, or the history of the committee the body serves."""
    own_committee = (
        work.kind == WorkKind.COMMITTEE_HISTORY
        and body.level != Level.CENTRAL
        and body.parent_id is not None
        and body.parent_id == work.unit_id
    )
    return work.owner_id == body.pk or own_committee
