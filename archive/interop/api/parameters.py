"""What may be asked for behind the question mark: read strictly, and described by the same rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from archive.interop.api.problems import Fault, Refused, unfit
from archive.interop.api.schema import Json
from archive.values.numbers import whole_number

_LONGEST_NAME = 64
"""Letters of an unknown parameter that are said back."""


class Unreadable(ValueError):
    """A value is not what the parameter takes; says why in the asker's language."""


@dataclass(frozen=True)
class Parameter:
    """One question an address takes; given more than once only where `most` says so."""

    name: str
    says: str
    schema: Json
    read: Callable[[str], Any]
    most: int = 1

    def described(self) -> Json:
        """Return the parameter as OpenAPI writes it."""
        schema: Json = (
            {"type": "array", "items": self.schema, "maxItems": self.most}
            if self.most > 1
            else self.schema
        )
        return {"name": self.name, "in": "query", "description": self.says, "schema": schema}


def text(name: str, says: str, *, longest: int = 0, most: int = 1) -> Parameter:
    """Return a parameter that takes words; `longest` 0 is any length."""

    def read(value: str) -> str:
        if longest and len(value) > longest:
            raise Unreadable(_("longer than %(most)d letters") % {"most": longest})
        return value

    schema: Json = {"type": "string"} | ({"maxLength": longest} if longest else {})
    return Parameter(name, says, schema, read, most)


def whole(name: str, says: str, *, least: int, greatest: int) -> Parameter:
    """Return a parameter that takes a whole number, both ends in it."""

    def read(value: str) -> int:
        number = whole_number(value, None)
        if number is None or not least <= number <= greatest:
            raise Unreadable(
                _("not a whole number from %(least)d to %(greatest)d")
                % {"least": least, "greatest": greatest}
            )
        return number

    schema = {"type": "integer", "minimum": least, "maximum": greatest}
    return Parameter(name, says, schema, read)


def one_of(name: str, says: str, values: Collection[str], *, most: int = 1) -> Parameter:
    """Return a parameter that takes one of some words."""

    def read(value: str) -> str:
        if value not in values:
            raise Unreadable(_("none of: %(values)s") % {"values": ", ".join(values)})
        return value

    return Parameter(name, says, {"type": "string", "enum": list(values)}, read, most)


def moment(name: str, says: str) -> Parameter:
    """Return a parameter that takes a moment (RFC 3339), or a day, which is its beginning."""

    def read(value: str) -> dt.datetime:
        try:
            return _moment(value)
        except (ValueError, OverflowError):
            raise Unreadable(_("no moment such as 2026-03-31 or 2026-03-31T08:00:00Z")) from None

    schema = {"anyOf": [{"type": "string", "format": form} for form in ("date-time", "date")]}
    return Parameter(name, says, schema, read)


def _moment(value: str) -> dt.datetime:
    """Return the moment in UTC; a clock without its zone is this office's. Raises `ValueError`."""
    day = parse_date(value)
    at = parse_datetime(value) if day is None else dt.datetime.combine(day, dt.time())
    if at is None:
        raise ValueError(value)
    return (timezone.make_aware(at) if at.tzinfo is None else at).astimezone(dt.UTC)


def read_query(query: QueryDict, parameters: Collection[Parameter]) -> Mapping[str, Any]:
    """Return what is asked for by name: lists where several may be given, else one value.

    What is given empty is not asked for. Raises `Refused` with every fault there is.
    """
    faults = list(_unknown(query, {each.name for each in parameters}))
    found: dict[str, Any] = {}
    for each in parameters:
        given = [value for value in query.getlist(each.name) if value]
        if len(given) > each.most:
            faults.append(Fault(name=each.name, reason=_more_than(each.most)))
            continue
        try:
            values = [each.read(value) for value in given]
        except Unreadable as error:
            faults.append(Fault(name=each.name, reason=str(error)))
            continue
        found[each.name] = values if each.most > 1 else next(iter(values), None)
    if faults:
        raise Refused(unfit(faults))
    return found


def _unknown(query: QueryDict, known: Collection[str]) -> Iterator[Fault]:
    words = _("there is no such parameter here; there are: %(names)s")
    for name in query:
        if name not in known:
            reason = words % {"names": ", ".join(sorted(known)) or "–"}
            yield Fault(name=name[:_LONGEST_NAME], reason=reason)


def _more_than(most: int) -> str:
    if most == 1:
        return _("given more than once")
    return _("given more than %(most)d times") % {"most": most}
