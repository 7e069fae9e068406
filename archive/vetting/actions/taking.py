"""Taking one step: look it up, refuse it or move the round, write it down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.journal import actions as journal
from archive.vetting.models import Round, Stage
from archive.vetting.policy import parts_of
from archive.vetting.rules import Rules, rules_of
from archive.vetting.steps import Act, Refused, next_stage, refusal


def take_up(round_: Round, act: Act, *, actor: User) -> tuple[Round, Rules]:
    """Return the round as it now stands, locked until the end of the transaction.

    Of two people acting at once the second finds the stage already moved. Raises `Refused`.
    """
    held = Round.objects.select_for_update().get(pk=round_.pk)
    reason = refusal(act, Stage(held.stage), parts_of(actor, held), held.subject_kind)
    if reason is not None:
        raise Refused(reason)
    return held, rules_of(held.procedure)


def move(round_: Round, stage: Stage, *, at: dt.datetime, **columns: Any) -> None:
    """Put the round on `stage`, with whatever else the act sets."""
    columns |= {"stage": stage}
    if round_.stage != stage:
        columns["stage_since"] = at
    for name, value in columns.items():
        setattr(round_, name, value)
    round_.save(update_fields=list(columns))


def stage_after(act: Act, rules: Rules) -> Stage:
    stage = next_stage(act, rules.stages)
    assert stage is not None
    return stage


def write_down(
    round_: Round,
    act: str,
    *,
    actor: User,
    at: dt.datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    basis_number: str = "",
    basis_on: dt.date | None = None,
    note: str = "",
) -> None:
    """Write one act of the round into the journal, with the stage it left the round at."""
    journal.record(
        actor=actor,
        act=f"vetting.round.{act}",
        subject=round_,
        at=at,
        before=before,
        after={"stage": round_.stage} | dict(after or {}),
        basis_number=basis_number,
        basis_on=basis_on,
        note=note,
    )


def check_day(day: dt.date, *, at: dt.datetime, not_before: dt.date | None = None) -> None:
    """Refuse a document dated in the future or before the one it rests on."""
    if day > timezone.localtime(at).date():
        raise Refused(_("The date lies in the future."))
    if not_before is not None and day < not_before:
        raise Refused(
            _("The document is dated before the one it rests on (%(day)s).")
            % {"day": not_before.strftime("%d/%m/%Y")}
        )
