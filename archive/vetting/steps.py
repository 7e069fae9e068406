"""The step table: which act, from which stage, by whom, leads where.

Every act asks here first. A step may name several stages it leads to: the first that the round's
own procedure has is taken, so that a procedure without a stage passes it over.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.vetting.models import Stage, SubjectKind


class Part(StrEnum):
    """What a person is in one round; somebody may be several things at once."""

    REQUESTER = "requester"
    SECRETARY = "secretary"
    BODY_HEAD = "body_head"
    CHAIR = "chair"
    MEMBER = "member"
    OUTSIDER = "outsider"


class Act(StrEnum):
    """What can be done in a round."""

    RETURN_DOSSIER = "return_dossier"
    COMPLETE_DOSSIER = "complete_dossier"
    FORM_COUNCIL = "form_council"
    REPLACE_MEMBER = "replace_member"
    BEGIN_REVIEW = "begin_review"
    WRITE_OPINION = "write_opinion"
    FILE_PAPER = "file_paper"
    HOLD_MEETING = "hold_meeting"
    CONCLUDE = "conclude"
    ANSWER = "answer"
    RESUBMIT = "resubmit"
    SEND_BACK = "send_back"
    ISSUE_DOCUMENT = "issue_document"
    LOG_OBSTACLE = "log_obstacle"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    DISCLOSE = "disclose"


class Refused(Exception):
    """The act is not possible, and why, in words for the person who tried."""

    def __init__(self, reason: StrPromise | str) -> None:
        super().__init__(str(reason))
        self.reason = reason


OPEN_STAGES = frozenset(
    {
        Stage.SUBMITTED,
        Stage.RETURNED,
        Stage.COUNCIL_FORMED,
        Stage.UNDER_REVIEW,
        Stage.REVISION_REQUIRED,
        Stage.RESUBMITTED,
    }
)
BOTH_KINDS = frozenset(SubjectKind)
# A record's round ends with its conclusion, whatever the verdict: a revised record is a new round.
ENDS: dict[SubjectKind, frozenset[Stage]] = {
    SubjectKind.WORK: frozenset({Stage.VETTED, Stage.NOT_PASSED, Stage.WITHDRAWN}),
    SubjectKind.RECORD: frozenset(
        {Stage.VETTED, Stage.REVISION_REQUIRED, Stage.NOT_PASSED, Stage.WITHDRAWN}
    ),
}
# What readers see of a round is decided once it is over; nothing in it changes by that.
AFTER_THE_END = frozenset({Act.DISCLOSE})


@dataclass(frozen=True)
class Step:
    """One row of the table. `to` is empty for an act that leaves the round where it stands."""

    act: Act
    at: frozenset[Stage]
    by: frozenset[Part]
    to: tuple[Stage, ...] = ()
    kinds: frozenset[SubjectKind] = BOTH_KINDS


WORKS_ONLY = frozenset({SubjectKind.WORK})


def _step(
    act: Act,
    at: set[Stage],
    by: set[Part],
    *to: Stage,
    kinds: frozenset[SubjectKind] = BOTH_KINDS,
) -> Step:
    return Step(act, frozenset(at), frozenset(by), to, kinds)


STEPS: dict[Act, Step] = {
    step.act: step
    for step in (
        _step(
            Act.RETURN_DOSSIER,
            {Stage.SUBMITTED},
            {Part.SECRETARY, Part.BODY_HEAD},
            Stage.RETURNED,
        ),
        _step(Act.COMPLETE_DOSSIER, {Stage.RETURNED}, {Part.REQUESTER}, Stage.SUBMITTED),
        _step(
            Act.FORM_COUNCIL,
            {Stage.SUBMITTED},
            {Part.BODY_HEAD},
            Stage.COUNCIL_FORMED,
            Stage.UNDER_REVIEW,
        ),
        _step(
            Act.REPLACE_MEMBER,
            {Stage.COUNCIL_FORMED, Stage.UNDER_REVIEW},
            {Part.BODY_HEAD},
        ),
        _step(
            Act.BEGIN_REVIEW,
            {Stage.COUNCIL_FORMED},
            {Part.SECRETARY, Part.BODY_HEAD},
            Stage.UNDER_REVIEW,
        ),
        _step(Act.WRITE_OPINION, {Stage.UNDER_REVIEW}, {Part.MEMBER, Part.CHAIR}),
        # Where it leads is the verdict's to say.
        _step(Act.CONCLUDE, {Stage.UNDER_REVIEW}, {Part.CHAIR, Part.SECRETARY}),
        _step(
            Act.FILE_PAPER,
            {Stage.SUBMITTED, Stage.RETURNED},
            {Part.REQUESTER, Part.SECRETARY},
        ),
        _step(Act.HOLD_MEETING, {Stage.UNDER_REVIEW}, {Part.SECRETARY}),
        _step(Act.ANSWER, {Stage.REVISION_REQUIRED}, {Part.REQUESTER}, kinds=WORKS_ONLY),
        _step(
            Act.RESUBMIT,
            {Stage.REVISION_REQUIRED},
            {Part.REQUESTER},
            Stage.RESUBMITTED,
            kinds=WORKS_ONLY,
        ),
        _step(
            Act.SEND_BACK,
            {Stage.RESUBMITTED},
            {Part.BODY_HEAD, Part.SECRETARY},
            Stage.REVISION_REQUIRED,
            kinds=WORKS_ONLY,
        ),
        _step(
            Act.ISSUE_DOCUMENT,
            {Stage.RESUBMITTED},
            {Part.BODY_HEAD},
            Stage.VETTED,
            kinds=WORKS_ONLY,
        ),
        _step(
            Act.LOG_OBSTACLE,
            {*OPEN_STAGES, Stage.SUSPENDED},
            {Part.REQUESTER, Part.SECRETARY, Part.BODY_HEAD, Part.CHAIR, Part.MEMBER},
        ),
        _step(
            Act.SUSPEND,
            set(OPEN_STAGES),
            {Part.BODY_HEAD, Part.REQUESTER},
            Stage.SUSPENDED,
        ),
        # Back to where it was suspended from.
        _step(Act.RESUME, {Stage.SUSPENDED}, {Part.BODY_HEAD, Part.REQUESTER}),
        _step(
            Act.WITHDRAW,
            {*OPEN_STAGES, Stage.SUSPENDED},
            {Part.BODY_HEAD, Part.REQUESTER},
            Stage.WITHDRAWN,
        ),
        _step(Act.DISCLOSE, {Stage.VETTED}, {Part.BODY_HEAD}),
    )
}

PART_LABELS: dict[Part, StrPromise] = {
    Part.REQUESTER: _("the requesting office"),
    Part.SECRETARY: _("the vetting secretary"),
    Part.BODY_HEAD: _("the head of the vetting body"),
    Part.CHAIR: _("the chair"),
    Part.MEMBER: _("a member of the council"),
    Part.OUTSIDER: _("somebody without a part in the round"),
}


def refusal(act: Act, stage: Stage, parts: frozenset[Part], kind: SubjectKind) -> StrPromise | None:
    """Return why somebody with `parts` may not do `act` at `stage`, or None when they may."""
    step = STEPS[act]
    if kind not in step.kinds:
        return _("The procedure does not have this step.")
    if not parts & step.by:
        return _("This is not yours to do in this round.")
    if stage in ENDS[kind] and act not in AFTER_THE_END:
        return _("The round has ended; what follows is a new round.")
    if stage not in step.at:
        return _("The round is not at a stage where this can be done.")
    return None


def possible(stage: Stage, parts: frozenset[Part], kind: SubjectKind) -> frozenset[Act]:
    """Return the acts open to somebody with `parts` at `stage`."""
    return frozenset(act for act in Act if refusal(act, stage, parts, kind) is None)


def next_stage(act: Act, stages: frozenset[str]) -> Stage | None:
    """Return where `act` leads under a procedure that has `stages`; None: it stays."""
    to = STEPS[act].to
    return next((stage for stage in to if stage in stages), to[-1] if to else None)
