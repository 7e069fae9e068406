"""Which fields every engine keeps alike."""

from __future__ import annotations

PAIRED = frozenset({"all", "title"})
"""Fields of a record whose pairs of neighbouring words are indexed."""
