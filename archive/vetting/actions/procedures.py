"""Editing the rules: a new version of a procedure, a new entry in the table of bodies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import Role, User
from archive.journal import actions as journal
from archive.values.numbers import whole_number
from archive.vetting.models import (
    Certainty,
    Competence,
    Procedure,
    Provision,
    ProvisionKind,
    Stage,
    Verdict,
)
from archive.vetting.steps import Refused

COLUMNS = ("name", "name_en", "note", "note_en", "document_number", "document_on", "issuer",
           "valid_from", "valid_to")  # fmt: skip
DEMAND_COLUMNS = ("kind", "code", "label", "label_en", "value", "basis", "basis_en", "certainty")


@transaction.atomic
def new_version(
    *,
    actor: User,
    procedure: Procedure,
    columns: dict[str, Any],
    demands: Sequence[dict[str, Any]],
    at: dt.datetime,
) -> Procedure:
    """Enter the next version of a procedure; rounds under way keep theirs.

    Raises `Refused` for somebody who does not administer, for a stale version, for a demand
    without its basis, and for seats the wrong way round.
    """
    if not actor.has_role(Role.ADMINISTRATOR):
        raise Refused(_("Procedures are entered by an administrator."))
    # The lock is on the first version, so that two editors at once are told.
    Procedure.objects.select_for_update().filter(code=procedure.code, version=1).first()
    last = Procedure.objects.filter(code=procedure.code).aggregate(last=Max("version"))["last"]
    if last != procedure.version:
        raise Refused(_("Somebody entered a newer version meanwhile; begin again from that one."))
    _check_demands(demands)
    kept = {name: columns.get(name, getattr(procedure, name)) for name in COLUMNS}
    return _enter(
        actor, procedure.code, last + 1, procedure.subject_kind, kept, demands, at, after=last
    )


@transaction.atomic
def enter_procedure(
    *,
    actor: User,
    code: str,
    subject_kind: str,
    columns: dict[str, Any],
    demands: Sequence[dict[str, Any]],
    at: dt.datetime,
) -> Procedure:
    """Enter a procedure of the office's own, or an earlier rule, under a code of its own.

    Raises `Refused` for somebody who does not administer, for a code in use, and as a new version.
    """
    if not actor.has_role(Role.ADMINISTRATOR):
        raise Refused(_("Procedures are entered by an administrator."))
    if Procedure.objects.filter(code=code).exists():
        raise Refused(_("Another procedure has this code."))
    _check_demands(demands)
    kept = {name: columns[name] for name in COLUMNS if name in columns}
    return _enter(actor, code, 1, subject_kind, kept, demands, at, after=None)


def _enter(
    actor: User,
    code: str,
    version: int,
    subject_kind: str,
    columns: dict[str, Any],
    demands: Sequence[dict[str, Any]],
    at: dt.datetime,
    *,
    after: int | None,
) -> Procedure:
    first, last = columns.get("valid_from"), columns.get("valid_to")
    if first and last and first > last:
        raise Refused(_("The period ends before it begins."))
    made = Procedure.objects.create(
        code=code,
        version=version,
        subject_kind=subject_kind,
        entered_by=actor,
        entered_at=at,
        **columns,
    )
    Provision.objects.bulk_create(
        Provision(
            procedure=made,
            position=position,
            **{name: demand.get(name, "") for name in DEMAND_COLUMNS},
        )
        for position, demand in enumerate(demands, start=1)
    )
    journal.record(
        actor=actor,
        act="vetting.procedure.versioned",
        subject=made,
        at=at,
        before={"version": after} if after else {},
        after={"version": made.version, "demands": len(demands)},
        basis_number=made.document_number,
        basis_on=made.document_on,
    )
    return made


@transaction.atomic
def enter_competence(*, actor: User, at: dt.datetime, **row: Any) -> Competence:
    """Enter who vets what from when to when; the latest entry for the same case counts.

    Raises `Refused` for a body without the document that names it.
    """
    if not actor.has_role(Role.ADMINISTRATOR, Role.OFFICE_HEAD, Role.VETTING_HEAD):
        raise Refused(_("Competent bodies are entered by the head of the office."))
    if row.get("body") and not row.get("basis", "").strip():
        raise Refused(_("Give the document that names the body."))
    if not row.get("body"):
        row["certainty"] = Certainty.UNDETERMINED
    entered = Competence.objects.create(entered_by=actor, entered_at=at, **row)
    journal.record(
        actor=actor,
        act="vetting.competence.entered",
        subject=entered,
        at=at,
        after={name: str(value or "") for name, value in row.items()},
        note=row.get("basis", ""),
    )
    return entered


def _check_demands(demands: Sequence[dict[str, Any]]) -> None:
    """Refuse demands the engine could not act on, and such as nobody could look up."""
    figures: dict[tuple[str, str], int | None] = {}
    for demand in demands:
        kind, code, value = (str(demand.get(name) or "") for name in ("kind", "code", "value"))
        words = {"demand": demand.get("label", ""), "code": code}
        if not str(demand.get("basis", "")).strip():
            raise Refused(
                _("“%(demand)s” has no basis; say where it comes from, or that it is not known.")
                % words
            )
        if not code or (kind, code) in figures:
            raise Refused(_("“%(demand)s” needs a code that no other of its kind has.") % words)
        if code not in _KNOWN.get(kind, [code]):
            raise Refused(_("The program knows no “%(code)s” of that kind.") % words)
        figures[kind, code] = number = whole_number(value, None)
        if value and (kind, code) in _FIGURES and number is None:
            raise Refused(_("“%(demand)s” takes a number, or nothing where none is known.") % words)
    fewest, most = (figures.get((ProvisionKind.COUNCIL, end)) for end in ("seats_min", "seats_max"))
    if fewest is not None and most is not None and fewest > most:
        raise Refused(_("The fewest members are more than the most."))
    if not any(demand.get("kind") == ProvisionKind.VERDICT for demand in demands):
        raise Refused(_("A procedure has at least one verdict."))


# What the engine acts on by its code; papers, criteria and purposes are free.
_KNOWN: dict[str, list[str]] = {
    ProvisionKind.VERDICT: list(Verdict.values),
    ProvisionKind.STAGE: list(Stage.values),
}
_FIGURES = {
    (ProvisionKind.COUNCIL, "seats_min"),
    (ProvisionKind.COUNCIL, "seats_max"),
    (ProvisionKind.RULE, "quorum"),
    (ProvisionKind.RULE, "threshold"),
    (ProvisionKind.PERIOD, "dossier_days"),
    (ProvisionKind.PERIOD, "review_days"),
    (ProvisionKind.PERIOD, "result_days"),
}
