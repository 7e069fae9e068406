"""Frozen dataclasses as JSON, and as the schemas that describe it (JSON Schema 2020-12).

One declaration does both, so that what is described is what is answered. What a property means
stands beside its type: `title: Annotated[str, "ISAD(G) 3.1.2"]`.
"""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Annotated, Any, TypeVar

from django.utils.functional import Promise

Json = dict[str, Any]


@dataclass(frozen=True)
class Format:
    """What a text looks like: a `format` of JSON Schema."""

    name: str


Address = Annotated[str, Format("uri")]

_PLAIN: Mapping[Any, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    dt.date: {"type": "string", "format": "date"},
    dt.datetime: {"type": "string", "format": "date-time"},
    Any: {},
}


def plain(value: Any) -> Any:
    """Return what an answer holds as `json` writes it: moments in UTC, codes for members."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    return str(value) if isinstance(value, Promise) else value


class Schemas:
    """The schemas of several types; each dataclass is written once and pointed to by its name."""

    def __init__(self) -> None:
        self.named: dict[str, Json] = {}

    def of(self, kind: Any, given: Mapping[Any, Any] | None = None) -> Json:
        """Return the schema of a type; `given` says what its type variables stand for."""
        given = given or {}
        if isinstance(kind, TypeVar):
            return self.of(given[kind], given)
        if kind in _PLAIN:
            return dict(_PLAIN[kind])
        origin, args = typing.get_origin(kind), typing.get_args(kind)
        if origin is Annotated:
            return self._annotated(args[0], args[1:], given)
        if origin in (typing.Union, types.UnionType):
            return {"anyOf": [self.of(each, given) for each in args]}
        if origin is list:
            return {"type": "array", "items": self.of(args[0], given)}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(args[1], given)}
        if origin is typing.Literal:
            return {"type": "string", "enum": list(args)}
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return {"type": "string", "enum": [member.value for member in kind]}
        return self._dataclass(origin or kind, args, given)

    def _annotated(self, kind: Any, notes: tuple[Any, ...], given: Mapping[Any, Any]) -> Json:
        schema = self.of(kind, given)
        for note in notes:
            schema |= {"format": note.name} if isinstance(note, Format) else {"description": note}
        return schema

    def _dataclass(self, kind: Any, args: tuple[Any, ...], given: Mapping[Any, Any]) -> Json:
        inside = {name: given.get(each, each) for name, each in _filled(kind, args)}
        name = kind.__name__ + "".join(each.__name__ for each in args)
        if name not in self.named:
            self.named[name] = {}  # it may hold itself
            hints = typing.get_type_hints(kind, include_extras=True)
            written = [field.name for field in fields(kind)]
            self.named[name] |= {
                "type": "object",
                "description": " ".join((kind.__doc__ or "").split()),
                "properties": {each: self.of(hints[each], inside) for each in written},
                "required": written,
                "additionalProperties": False,
            }
        return {"$ref": f"#/components/schemas/{name}"}


def _filled(kind: Any, args: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    """Yield what the type variables of a dataclass, and of those it is made from, stand for."""
    yield from zip(getattr(kind, "__parameters__", ()), args, strict=True)
    for base in getattr(kind, "__orig_bases__", ()):
        origin = typing.get_origin(base)
        if is_dataclass(origin):
            yield from _filled(origin, typing.get_args(base))
