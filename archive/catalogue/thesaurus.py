"""The thesaurus as trees: what stands above a subject, and what below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from archive.catalogue.models import Subject


def line_of(subject: Subject | None) -> list[int]:
    """Return the ids of a subject and those above it."""
    line: list[int] = []
    while subject is not None and subject.pk not in line:
        line.append(subject.pk)
        subject = subject.broader
    return line


def lines() -> Mapping[int, tuple[int, ...]]:
    """Return each subject that has a broader one, with those above it, the nearest first."""
    above = _above()
    found: dict[int, tuple[int, ...]] = {}
    for subject in above:
        line: list[int] = []
        upper = above.get(subject)
        while upper is not None and upper not in line:
            line.append(upper)
            upper = above.get(upper)
        found[subject] = tuple(line)
    return found


def with_narrower(subject: int) -> set[int]:
    """Return the ids of a subject and of all below it."""
    below: defaultdict[int, list[int]] = defaultdict(list)
    for narrower, broader in _above().items():
        below[broader].append(narrower)
    found, waiting = {subject}, [subject]
    while waiting:
        fresh = [pk for pk in below[waiting.pop()] if pk not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _above() -> dict[int, int]:
    tied = Subject.objects.filter(broader__isnull=False).order_by()
    return {pk: broader for pk, broader in tied.values_list("pk", "broader_id") if broader}
