"""What a harvester asks for: its arguments, each at most once and well formed (OAI-PMH 3.6, 4)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.http import QueryDict

# Which arguments each verb knows; "!" marks those it cannot do without.
_VERBS: dict[str, dict[str, str]] = {
    "Identify": {},
    "ListMetadataFormats": {"identifier": ""},
    "ListSets": {"resumptionToken": ""},
    "GetRecord": {"identifier": "!", "metadataPrefix": "!"},
    "ListIdentifiers": {"metadataPrefix": "!", "from": "", "until": "", "set": ""}
    | {"resumptionToken": ""},
    "ListRecords": {"metadataPrefix": "!", "from": "", "until": "", "set": ""}
    | {"resumptionToken": ""},
}
_RESUMING = "resumptionToken"
# What OAI-PMH.xsd lets stand in the attributes of `request`; an identifier is a URI.
_PART = r"[A-Za-z0-9\-_.!~*'()]+"
_SHAPES = {
    "identifier": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-_.!~*'();/?:@&=+$,%]+"),
    "metadataPrefix": re.compile(_PART),
    "set": re.compile(rf"{_PART}(:{_PART})*"),
    "from": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?"),
    "until": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?"),
}
_DAY = len("2026-01-01")
_LAST_OF_DAY = dt.time(23, 59, 59)


class OaiError(Exception):
    """What was asked for cannot be given; `code` is one of the protocol's (3.6)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Asked:
    """A verb with its arguments as they were given, all but a token known to be well formed."""

    verb: str
    arguments: dict[str, str]

    @property
    def token(self) -> str | None:
        return self.arguments.get(_RESUMING)

    @property
    def since(self) -> dt.datetime | None:
        return _moment(self.arguments.get("from", ""), dt.time())

    @property
    def until(self) -> dt.datetime | None:
        """The last second asked for."""
        return _moment(self.arguments.get("until", ""), _LAST_OF_DAY)


def read(sent: QueryDict) -> Asked:
    """Return what was asked. Raises `OaiError` (badVerb, badArgument)."""
    verbs = sent.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in _VERBS:
        raise OaiError("badVerb", _about_verb(verbs))
    asked = Asked(verbs[0], {name: values[-1] for name, values in sent.lists() if name != "verb"})
    _heed_known(asked.verb, sent)
    _heed_required(asked)
    _heed_shapes(asked.arguments)
    _heed_span(asked)
    return asked


def _about_verb(verbs: list[str]) -> str:
    wrong = {0: "The argument verb is missing", 1: "There is no such verb"}
    known = ", ".join(_VERBS)
    return f"{wrong.get(len(verbs), 'The argument verb is repeated')}; those known are {known}."


def _heed_known(verb: str, sent: QueryDict) -> None:
    for name, values in sent.lists():
        if name != "verb" and name not in _VERBS[verb]:
            known = ", ".join(_VERBS[verb]) or "none"
            raise _bad(f"{verb} was given an argument it does not know; it knows: {known}.")
        if len(values) > 1:
            raise _bad(f"The argument {name} is repeated.")


def _heed_required(asked: Asked) -> None:
    if _RESUMING in asked.arguments:
        if len(asked.arguments) > 1:
            raise _bad(f"{_RESUMING} is given alone, without any other argument.")
        return
    for name, need in _VERBS[asked.verb].items():
        if need and name not in asked.arguments:
            raise _bad(f"{asked.verb} needs the argument {name}.")


def _heed_shapes(arguments: dict[str, str]) -> None:
    for name, value in arguments.items():
        if name in _SHAPES and not _SHAPES[name].fullmatch(value):
            raise _bad(f"The value of {name} is not well formed.")


def _heed_span(asked: Asked) -> None:
    """Dates there are, of one granularity, in their order (2.7.1)."""
    since, until = asked.since, asked.until
    if since is None or until is None:
        return
    if len(asked.arguments["from"]) != len(asked.arguments["until"]):
        raise _bad("from and until differ in granularity.")
    if since > until:
        raise _bad("from is later than until.")


def _moment(text: str, time: dt.time) -> dt.datetime | None:
    if not text:
        return None
    try:
        if len(text) == _DAY:
            return dt.datetime.combine(dt.date.fromisoformat(text), time, dt.UTC)
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise _bad("There is no such date.") from None


def _bad(message: str) -> OaiError:
    return OaiError("badArgument", message)
