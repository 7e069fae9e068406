"""Moves that take something out from under a limit, and what they would open (docs/adr/0018)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q, QuerySet

from archive.catalogue import inheriting
from archive.catalogue.inheriting import InEffect
from archive.catalogue.models import AccessLevel, Collection, Record


class LiftsCeiling(Exception):
    """The move would let more people see something, which this actor may not decide."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_lifted(former: Collection | None, coming: Collection | None) -> bool:
    """Tell whether what is kept in `former` may be opened further in `coming`."""
    if former is None:
        return False
    return is_wider(coming.ceiling if coming else AccessLevel.PUBLIC, former.ceiling)


def is_wider(coming: str, former: str) -> bool:
    """Tell whether the level `coming` lets in more people than `former` does."""
    return AccessLevel(former) in AccessLevel(coming).stricter_ones


@transaction.atomic
def widened_by(collection: Collection, parent: Collection | None) -> list[InEffect]:
    """Return the levels of the subtree more people would see, or see the contents of, in `parent`.

    Whether anything in them is open already does not matter: who releases it later relies on
    the limit.
    """
    return [
        effect
        for effect in inheriting.below(collection, parent)
        if is_wider(effect.ceiling, effect.level.ceiling)
        or (effect.is_public and not effect.level.is_public)
    ]


def opened_in(widened: Iterable[InEffect]) -> QuerySet[Record]:
    """Return the released records that more people would read if these levels were widened."""
    # By ceiling, of which there are few: a condition for each level would be one too many for the
    # database where a fonds has a thousand.
    by_ceiling: defaultdict[str, list[int]] = defaultdict(list)
    for effect in widened:
        if is_wider(effect.ceiling, effect.level.ceiling):
            by_ceiling[effect.level.ceiling].append(effect.level.pk)
    conditions = [
        Q(collection__in=levels, access_level__in=_held_back_by(ceiling))
        for ceiling, levels in by_ceiling.items()
    ]
    released = Record.objects.filter(released_at__isnull=False)
    return released.filter(reduce(or_, conditions)) if conditions else released.none()


def opens(record: Record, coming: Collection | None) -> bool:
    """Tell whether more people would read `record` if it were kept in `coming`."""
    return (
        record.released_at is not None
        and record.collection is not None
        and is_wider(record.access_level, record.collection.ceiling)
        and is_lifted(record.collection, coming)
    )


def _held_back_by(ceiling: str) -> list[AccessLevel]:
    """The levels of records that a ceiling narrows."""
    return [level for level in AccessLevel if is_wider(level, ceiling)]
