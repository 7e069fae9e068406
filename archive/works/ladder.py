"""How a work climbs from plan to print, and on what ground each rung stands (domain file 2.1).

The rungs from submission to `vetted` are the vetting round's; nobody sets them by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.works.models import WorkStage as Stage

PRACTICE = _("Practice seen at offices; not known to be in Guideline 90")
INFERRED = _("Inferred; for the office to decide")
SUMMARY = _("Guideline 90, from a public summary; full text not compared")
LOCAL = _("An Giang's own guidance, 2021")

BASIS: dict[Stage, StrPromise] = {
    Stage.PLANNED: PRACTICE,
    Stage.COLLECTING: PRACTICE,
    Stage.OUTLINED: PRACTICE,
    Stage.DRAFTING: PRACTICE,
    Stage.CONSULTING: PRACTICE,
    Stage.SUBMITTED: LOCAL,
    Stage.RETURNED_INCOMPLETE: INFERRED,
    Stage.COUNCIL_FORMED: SUMMARY,
    Stage.UNDER_REVIEW: PRACTICE,
    Stage.REVISION_REQUIRED: PRACTICE,
    Stage.NOT_PASSED: PRACTICE,
    Stage.REVISED_RESUBMITTED: PRACTICE,
    Stage.VETTED: SUMMARY,
    Stage.APPROVED: PRACTICE,
    Stage.LICENSED: _("State procedure for publications not for sale; practice"),
    Stage.PUBLISHED: SUMMARY,
    Stage.LEGACY_PUBLISHED: _("Printed before the guideline; no vetting round is invented"),
    Stage.SUSPENDED: INFERRED,
    Stage.WITHDRAWN: INFERRED,
    Stage.SUPERSEDED: PRACTICE,
}

# What the owner's office does by hand, with a document where one is due.
_CLIMB: dict[Stage, frozenset[Stage]] = {
    Stage.PLANNED: frozenset({Stage.COLLECTING}),
    Stage.COLLECTING: frozenset({Stage.OUTLINED, Stage.DRAFTING}),
    Stage.OUTLINED: frozenset({Stage.DRAFTING, Stage.COLLECTING}),
    Stage.DRAFTING: frozenset({Stage.CONSULTING}),
    Stage.CONSULTING: frozenset({Stage.DRAFTING}),
    Stage.NOT_PASSED: frozenset({Stage.DRAFTING, Stage.CONSULTING}),
    Stage.VETTED: frozenset({Stage.APPROVED}),
    Stage.APPROVED: frozenset({Stage.LICENSED}),
    Stage.LICENSED: frozenset({Stage.PUBLISHED}),
    Stage.PUBLISHED: frozenset({Stage.SUPERSEDED}),
    Stage.LEGACY_PUBLISHED: frozenset({Stage.SUPERSEDED}),
}
BEFORE_VETTING = frozenset(
    {Stage.PLANNED, Stage.COLLECTING, Stage.OUTLINED, Stage.DRAFTING, Stage.CONSULTING}
)
# Whatever has a number on paper is entered with it.
NEEDS_DOCUMENT = frozenset({Stage.APPROVED, Stage.LICENSED})
MAY_BE_SUBMITTED = BEFORE_VETTING | {Stage.NOT_PASSED, Stage.WITHDRAWN}
IN_VETTING = frozenset(
    {
        Stage.SUBMITTED,
        Stage.RETURNED_INCOMPLETE,
        Stage.COUNCIL_FORMED,
        Stage.UNDER_REVIEW,
        Stage.REVISION_REQUIRED,
        Stage.REVISED_RESUBMITTED,
    }
)
PASSED = frozenset({Stage.VETTED, Stage.APPROVED, Stage.LICENSED, Stage.PUBLISHED})


@dataclass(frozen=True)
class Rung:
    """One stage a work may be moved to now, and the ground it stands on."""

    stage: Stage
    basis: StrPromise


def rungs_from(stage: Stage) -> list[Rung]:
    """Return the stages the owner's office may enter after `stage`."""
    return [Rung(to, BASIS[to]) for to in Stage if to in _CLIMB.get(stage, frozenset())]
