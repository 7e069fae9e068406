"""Marking the words looked for where a record is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of text, and whether it is what was looked for."""

    text: str
    is_found: bool


Pattern = tuple[str, ...]


def patterns_of(query: str) -> list[Pattern]:
    return []


def mark_text(text: str, patterns: list[Pattern]) -> list[Piece]:
    return [Piece(text, False)]


def mark_boxes(
    boxes: Sequence[Sequence[float | str]], patterns: list[Pattern]
) -> list[tuple[float, float, float, float]]:
    return []
