"""The papers of a dossier, and what stands in a round's way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.files.models import Master
from archive.vetting.actions.taking import check_day, take_up, write_down
from archive.vetting.models import (
    Obstacle,
    ObstacleKind,
    Paper,
    PaperState,
    Provision,
    ProvisionKind,
    Round,
)
from archive.vetting.rules import Rules
from archive.vetting.steps import Act, Refused


@dataclass(frozen=True)
class Line:
    """One line of the check-list: what is asked for, and the latest entry about it."""

    provision: Provision
    paper: Paper | None
    comes_by_itself: bool = False

    @property
    def is_met(self) -> bool:
        """Tell whether the line is filed, or not applicable for a reason."""
        if self.comes_by_itself:
            return True
        return self.paper is not None and self.paper.state != PaperState.MISSING

    @property
    def is_required(self) -> bool:
        return self.provision.value == "1"


@transaction.atomic
def file_paper(
    *,
    actor: User,
    round: Round,
    code: str,
    state: PaperState,
    at: dt.datetime,
    number: str = "",
    on: dt.date | None = None,
    note: str = "",
    master: Master | None = None,
) -> Paper:
    """Enter one paper as filed, missing or not applicable; earlier entries stay.

    Raises `Refused` for a paper dated in the future, and for one not applicable without a reason.
    """
    held, _rules = take_up(round, Act.FILE_PAPER, actor=actor)
    if on is not None:
        check_day(on, at=at)
    if state == PaperState.NOT_APPLICABLE and not note.strip():
        raise Refused(_("Say why the paper is not applicable."))
    paper = Paper.objects.create(
        round=held,
        code=code,
        state=state,
        number=number,
        on=on,
        note=note.strip(),
        master=master,
        entered_by=actor,
        entered_at=at,
    )
    digest = {"sha256": master.digest} if master else {}
    write_down(
        held,
        "paper_filed",
        actor=actor,
        at=at,
        after={"paper": code, "state": state} | digest,
        basis_number=number,
        basis_on=on,
        note=note,
    )
    return paper


@transaction.atomic
def log_obstacle(
    *, actor: User, round: Round, kind: ObstacleKind, text: str, at: dt.datetime
) -> Obstacle:
    """Note what stands in the way of the round, for the reports. Raises `Refused`."""
    held, _rules = take_up(round, Act.LOG_OBSTACLE, actor=actor)
    obstacle = Obstacle.objects.create(
        round=held, kind=kind, text=text, entered_by=actor, entered_at=at
    )
    write_down(held, "obstacle_logged", actor=actor, at=at, after={"kind": kind}, note=text)
    return obstacle


def checklist(round_: Round, rules: Rules) -> list[Line]:
    """Return the procedure's papers with the latest entry about each.

    The request, the manuscript and the list of sources of a work come with the submission.
    """
    latest = {paper.code: paper for paper in round_.papers.select_related("master").order_by("id")}
    given = {"request"} if round_.request_number else set()
    given |= {"manuscript", "sources"} if round_.manuscript_id else set()
    return [
        Line(provision, latest.get(provision.code), provision.code in given)
        for provision in rules.of(ProvisionKind.PAPER)
    ]


def check_papers(round_: Round, rules: Rules) -> None:
    """Refuse to go on while a required paper is neither filed nor explained."""
    missing = [
        line.provision.text
        for line in checklist(round_, rules)
        if line.is_required and not line.is_met
    ]
    if missing:
        raise Refused(
            _("The dossier lacks: %(papers)s. Have them filed, or marked not applicable.")
            % {"papers": ", ".join(missing)}
        )
