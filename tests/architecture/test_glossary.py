"""Every model and every choice stands in the glossary, under the name the screen uses."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent.parent
WRITER = runpy.run_path(str(ROOT / "docs" / "write_glossary.py"))


def test_the_glossary_is_complete() -> None:
    written = set(WRITER["current"]().splitlines())
    wanted = WRITER["tables"]().splitlines()
    assert [row for row in wanted if row not in written] == [], "run: make glossary"


def test_every_decision_is_listed_under_a_number_of_its_own() -> None:
    listed = WRITER["decisions"]()
    assert listed in (ROOT / "docs" / "adr" / "README.md").read_text(), "run: make glossary"
    numbers = re.findall(r"\[(\d+)\. ", listed)
    assert len(numbers) == listed.count("\n- ")
    assert len(set(numbers)) == len(numbers)


MODELS = [model for model in apps.get_models() if model.__module__.startswith("archive.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_says_what_one_row_is(model: type) -> None:
    assert WRITER["_meaning"](model)
