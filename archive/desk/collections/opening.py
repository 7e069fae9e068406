"""What a move of a level would open, as the page before it says it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from archive.catalogue import lifting
from archive.catalogue.inheriting import InEffect
from archive.catalogue.models import AccessLevel, Collection, Record

MOST_SHOWN = 50


@dataclass(frozen=True)
class Opening:
    """The levels that more people would see; what is in them is asked for when it is shown."""

    levels: list[InEffect]

    @property
    def is_nothing(self) -> bool:
        return not self.levels

    @cached_property
    def records(self) -> list[Record]:
        """The released records more people would read, at most fifty of them."""
        return list(self._opened.order_by("code")[:MOST_SHOWN])

    @cached_property
    def record_count(self) -> int:
        return self._opened.count()

    @property
    def lines(self) -> list[tuple[Collection, str, str]]:
        """Each level with its ceiling now and then; both empty where only showing changes."""
        return [
            (effect.level, *_words(effect.level.ceiling, effect.ceiling)) for effect in self.levels
        ]

    @property
    def _opened(self) -> QuerySet[Record]:
        return lifting.opened_in(self.levels)


def opening_of(collection: Collection, parent: Collection | None) -> Opening:
    """Return what would be open to more people if `collection` stood in `parent`."""
    if parent is not None and parent.path.startswith(collection.path):
        return Opening([])  # refused for another reason
    return Opening(lifting.widened_by(collection, parent))


def _words(now: str, then: str) -> tuple[str, str]:
    if now == then:
        return "", ""
    return str(AccessLevel(now).label), str(AccessLevel(then).label)
