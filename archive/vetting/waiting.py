"""Whose turn it is in a round, what is still missing for it, and how far the round has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.vetting.actions.corrections import unanswered_comments
from archive.vetting.actions.opinions import opinions_missing
from archive.vetting.actions.papers import checklist
from archive.vetting.models import Round, Stage
from archive.vetting.rules import Rules
from archive.vetting.steps import ENDS, PART_LABELS, Part

# Who moves a round on from a stage, and by what.
TURNS: dict[str, tuple[Part, StrPromise]] = {
    Stage.SUBMITTED: (Part.BODY_HEAD, _("Check the dossier and form the council")),
    Stage.RETURNED: (Part.REQUESTER, _("Complete the dossier")),
    Stage.COUNCIL_FORMED: (Part.SECRETARY, _("Open the review")),
    Stage.UNDER_REVIEW: (Part.CHAIR, _("Collect the opinions and conclude")),
    Stage.REVISION_REQUIRED: (
        Part.REQUESTER,
        _("Answer the comments and send the corrected version"),
    ),
    Stage.RESUBMITTED: (Part.BODY_HEAD, _("Check the corrected version")),
    Stage.SUSPENDED: (Part.BODY_HEAD, _("Resume or withdraw the round")),
}


@dataclass(frozen=True)
class Lack:
    """One thing a round still wants before it can go on."""

    what: StrPromise
    which: str = ""


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, what they do next, and what is missing for it."""

    part: Part
    what: StrPromise
    lacks: tuple[Lack, ...] = ()
    due_on: dt.date | None = None

    @property
    def who(self) -> StrPromise:
        return PART_LABELS[self.part]


@dataclass(frozen=True)
class Rung:
    """One stage of the way; `state` is `done`, `now` or `ahead`."""

    label: str
    state: str


def turn_of(round_: Round, rules: Rules) -> Turn | None:
    """Return whose turn it is in `round_`; None once it has ended."""
    if round_.closed_at is not None or round_.stage in ENDS[round_.subject_kind]:
        return None
    part, what = TURNS[round_.stage]
    if round_.stage == Stage.UNDER_REVIEW and (missing := opinions_missing(round_)):
        names = ", ".join(str(seat.person) for seat in missing)
        lacks = (Lack(_("Opinions not handed in"), names), *_before_conclusion(round_, rules))
        return Turn(Part.MEMBER, _("Write the opinion"), lacks, round_.review_due_on)
    return Turn(part, what, tuple(_lacks(round_, rules)))


def way_of(round_: Round, rules: Rules) -> list[Rung]:
    """Return the stages of the round's procedure, passed, present and to come."""
    at = round_.suspended_from or round_.stage
    # The dossier is returned only when something is wrong with it: no stage on the way.
    stages = [
        Stage(provision.code)
        for provision in rules.provisions
        if provision.kind == "stage" and provision.code in Stage.values
    ]
    way = [stage for stage in stages if stage != Stage.RETURNED or at == Stage.RETURNED]
    way = [stage for stage in way if stage not in ENDS[round_.subject_kind]]
    ends = at in ENDS[round_.subject_kind]
    way.append(Stage(at) if ends else Stage.VETTED)
    here = way.index(Stage(at)) if at in way else 0
    rungs = [
        Rung(str(stage.label), "done" if n < here else "now" if n == here else "ahead")
        for n, stage in enumerate(way)
    ]
    if ends:
        rungs = [*_reached(round_, way[:-1]), rungs[-1]]
    return rungs


def _reached(round_: Round, way: list[Stage]) -> list[Rung]:
    """Return the stages before an end that the round did go through."""
    revised = hasattr(round_, "document")
    skipped = set() if revised else {Stage.REVISION_REQUIRED, Stage.RESUBMITTED}
    return [Rung(str(stage.label), "done") for stage in way if stage not in skipped]


def _lacks(round_: Round, rules: Rules) -> Iterator[Lack]:
    if round_.stage in {Stage.SUBMITTED, Stage.RETURNED}:
        papers = [
            line.provision.text
            for line in checklist(round_, rules)
            if line.is_required and not line.is_met
        ]
        if papers:
            yield Lack(_("Papers missing"), ", ".join(papers))
    if round_.stage == Stage.UNDER_REVIEW:
        yield from _before_conclusion(round_, rules)
    if round_.stage == Stage.REVISION_REQUIRED:
        if unanswered := unanswered_comments(round_):
            yield Lack(_("Comments without an answer"), str(len(unanswered)))
        yield Lack(_("Corrected version not yet sent"))


def _before_conclusion(round_: Round, rules: Rules) -> Iterator[Lack]:
    if rules.word("meeting") == "required" and not round_.meetings.exists():
        yield Lack(_("No meeting of the council with minutes has been entered"))
