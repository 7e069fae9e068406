"""Every (stage, act, part) triple either moves or is refused with a reason."""

from __future__ import annotations

import itertools

import pytest

from archive.vetting.models import Stage, SubjectKind
from archive.vetting.steps import (
    AFTER_THE_END,
    ENDS,
    OPEN_STAGES,
    PART_LABELS,
    STEPS,
    Act,
    Part,
    next_stage,
    refusal,
)

TRIPLES = list(itertools.product(Stage, Act, Part))


@pytest.mark.parametrize("kind", SubjectKind)
def test_every_triple_is_answered(kind: SubjectKind) -> None:
    for stage, act, part in TRIPLES:
        reason = refusal(act, stage, frozenset({part}), kind)
        step = STEPS[act]
        ended = stage in ENDS[kind] and act not in AFTER_THE_END
        allowed = stage in step.at and not ended and part in step.by and kind in step.kinds
        assert (reason is None) == allowed, (stage, act, part)
        if reason is not None:
            assert str(reason).strip()


def test_an_outsider_does_nothing_anywhere() -> None:
    for stage, act in itertools.product(Stage, Act):
        for kind in SubjectKind:
            assert refusal(act, stage, frozenset({Part.OUTSIDER}), kind) is not None


def test_nothing_leads_out_of_an_end() -> None:
    for step in STEPS.values():
        ends = {Stage.VETTED, Stage.NOT_PASSED, Stage.WITHDRAWN}
        assert not step.at & ends or (step.act in AFTER_THE_END and not step.to)


@pytest.mark.parametrize("kind", SubjectKind)
def test_an_end_is_an_end_for_everybody(kind: SubjectKind) -> None:
    for stage, act in itertools.product(ENDS[kind], set(Act) - AFTER_THE_END):
        assert refusal(act, stage, frozenset(Part), kind) is not None


def test_every_act_has_a_step_and_every_part_a_name() -> None:
    assert set(STEPS) == set(Act)
    assert set(PART_LABELS) == set(Part)


def test_every_open_stage_can_be_left() -> None:
    for stage in OPEN_STAGES | {Stage.SUSPENDED}:
        assert any(stage in step.at for step in STEPS.values())


def test_a_stage_the_procedure_lacks_is_passed_over() -> None:
    works = frozenset({"submitted", "council_formed", "under_review"})
    records = frozenset({"submitted", "under_review"})
    assert next_stage(Act.FORM_COUNCIL, works) == Stage.COUNCIL_FORMED
    assert next_stage(Act.FORM_COUNCIL, records) == Stage.UNDER_REVIEW
