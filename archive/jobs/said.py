"""What the worker writes down for people, worded for each of them in their own language.

Kept is the message as the code writes it, which is its key in the translations, and what goes into
it. What was kept before is a whole sentence, which no translation knows: it is shown as it stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext


@dataclass(frozen=True)
class Said:
    """A message that is worded when it is shown."""

    message: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        if not self.message:
            return ""
        words = gettext(self.message)
        return words % self.told if self.told else words

    def __bool__(self) -> bool:
        return bool(self.message)

    def __mod__(self, told: Mapping[str, Any]) -> Said:
        return Said(self.message, told)

    @property
    def kept(self) -> str | dict[str, Any]:
        """Return it as JSON has it."""
        if not self.told:
            return self.message
        return {
            "message": self.message,
            "told": {name: _kept(value) for name, value in self.told.items()},
        }

    @classmethod
    def read(cls, kept: Any) -> Self:
        """Return what was kept, now or by an earlier version."""
        if not isinstance(kept, dict):
            return cls(str(kept))
        told = {
            name: cls.read(value) if isinstance(value, dict) else value
            for name, value in kept["told"].items()
        }
        return cls(kept["message"], told)


def say(message: str) -> Said:
    """Mark a message for the translations, as `gettext` does, and let its wording wait."""
    return Said(message)


class SaidField(models.TextField[Said | str, Said]):
    """A column with something said. What was text before stays text."""

    def from_db_value(self, value: str | None, *_: object) -> Said | None:
        return None if value is None else self.to_python(value)

    def to_python(self, value: Any) -> Said:
        return value if isinstance(value, Said) else Said.read(_message_in(value) or value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str) and _message_in(value):
            value = Said("%(text)s", {"text": value})  # somebody's own words that look like ours
        if not isinstance(value, Said):
            return value
        kept = value.kept
        return kept if isinstance(kept, str) else json.dumps(kept, ensure_ascii=False)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.get_prep_value(self.value_from_object(obj)))


_KEYS = {"message", "told"}


def _message_in(text: str) -> dict[str, Any] | None:
    """Return the message that is kept as JSON; None where it is plain text."""
    try:
        kept = json.loads(text)
    except ValueError:
        return None
    return kept if isinstance(kept, dict) and kept.keys() == _KEYS else None


def _kept(value: Any) -> Any:
    if isinstance(value, Said):
        return value.kept
    return value if isinstance(value, int | float) else str(value)
