"""What a move of a level would open, as the page before it says it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.catalogue import lifting
from archive.catalogue.inheriting import InEffect
from archive.catalogue.models import AccessLevel, Collection, Record

MOST_SHOWN = 50


@dataclass(frozen=True)
class Opening:
    """The levels and the released records that more people would see; records at most fifty."""

    levels: list[InEffect]
    records: list[Record]
    record_count: int

    @property
    def is_nothing(self) -> bool:
        return not self.levels

    @property
    def lines(self) -> list[tuple[Collection, str, str]]:
        """Each level with its ceiling now and then; both empty where only showing changes."""
        return [
            (effect.level, *_words(effect.level.ceiling, effect.ceiling)) for effect in self.levels
        ]


def opening_of(collection: Collection, parent: Collection | None) -> Opening:
    """Return what would be open to more people if `collection` stood in `parent`."""
    if parent is not None and parent.path.startswith(collection.path):
        return Opening([], [], 0)  # refused for another reason
    widened = lifting.widened_by(collection, parent)
    records = lifting.opened_in(widened)
    return Opening(widened, list(records.order_by("code")[:MOST_SHOWN]), records.count())


def _words(now: str, then: str) -> tuple[str, str]:
    if now == then:
        return "", ""
    return str(AccessLevel(now).label), str(AccessLevel(then).label)
