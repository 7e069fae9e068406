"""One row of a spreadsheet as it was judged, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from archive.ingest.sheets.columns import CONSENT_KEYS, Column
from archive.ingest.sheets.models import RECORDS
from archive.jobs.said import Said


@dataclass(frozen=True)
class Problem:
    """What is wrong or doubtful in one cell. A warning does not hold the row up.

    `column` is the key of one, or a heading that means none.
    """

    column: str
    value: str
    reason: Said
    suggestion: Said | str = ""
    is_error: bool = True

    @property
    def kept(self) -> dict[str, Any]:
        """Return it as a row keeps it."""
        hint = self.suggestion
        return {
            "column": self.column,
            "value": self.value,
            "reason": self.reason.kept,
            "suggestion": hint.kept if isinstance(hint, Said) else hint,
            "is_error": self.is_error,
        }


@dataclass
class CheckedRow:
    """One row with its plan: what is to be written, keyed as `actions` wants it."""

    number: int
    cells: dict[str, str]
    plan: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rank: int = RECORDS

    @property
    def is_level(self) -> bool:
        """Whether it speaks of a fonds, series or file, not of a record."""
        return "level" in self.cells

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)

    def as_fields(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "rank": self.rank,
            "cells": self.cells,
            "plan": {} if self.errors else self.plan,
            "errors": self.errors,
            "problems": [problem.kept for problem in self.problems],
        }

    @property
    def says_only_a_consent(self) -> bool:
        """A further consent of a record stands on a row of its own, with nothing but the code."""
        said = self.cells.keys() - {"code"}
        return bool(said) and said <= CONSENT_KEYS

    def object_to(
        self,
        column: Column,
        value: str,
        reason: Said,
        suggestion: Said | str = "",
        *,
        is_error: bool = True,
    ) -> None:
        """Note a problem with what a cell says."""
        self.problems.append(Problem(column.key, value[:200], reason, suggestion, is_error))
