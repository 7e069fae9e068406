"""Asking the repository as a harvester does; every answer is held against the schemas."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from archive.interop.oai import actions
from archive.interop.oai.verbs import PER_PAGE
from tests.interop.schemas.reading import faults

NAMES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "m": "http://www.loc.gov/mods/v3",
    "i": "http://www.openarchives.org/OAI/2.0/oai-identifier",
}
Ask = Callable[..., "Told"]


def is_top(element: etree._Element) -> bool:
    """Tell whether an element stands right below one of the protocol's own."""
    parent = element.getparent()
    return parent is not None and etree.QName(parent).namespace == NAMES["o"]


class Told:
    """One answer of the repository, which is valid."""

    def __init__(self, body: bytes) -> None:
        self.text = body.decode()
        self.root = etree.fromstring(body)
        assert faults("oai.xsd", self.root) == []
        # The envelope's schema passes over what is inside, which has schemas of its own.
        for inner in self.root.iterfind(".//*"):
            if etree.QName(inner).namespace != NAMES["o"] and is_top(inner):
                assert faults("oai.xsd", copy.deepcopy(inner)) == []

    def all(self, path: str) -> list[Any]:
        found: Any = self.root.xpath(path, namespaces=NAMES)
        return [each if isinstance(each, str) else each.text or "" for each in found]

    def one(self, path: str) -> str:
        [found] = self.all(path)
        return str(found)

    @property
    def error(self) -> str:
        return "".join(self.all("//o:error/@code"))

    @property
    def token(self) -> str:
        return "".join(self.all("//o:resumptionToken"))

    @property
    def headers(self) -> dict[str, str]:
        """Each identifier's code with the status of its header."""
        return {
            header.findtext("o:identifier", "", NAMES).rpartition(":")[2]: header.get("status", "")
            for header in self.root.iterfind(".//o:header", NAMES)
        }

    @property
    def request(self) -> dict[str, str]:
        [request] = self.root.iterfind("o:request", NAMES)
        return {str(name): str(value) for name, value in request.attrib.items()}

    def dc(self, name: str) -> list[str]:
        return self.all(f"//dc:{name}")


@pytest.fixture
def ask(client: Client) -> Ask:
    """Return a function that asks by GET; `from_` is `from`."""

    def asked(**arguments: str) -> Told:
        query = {name.rstrip("_"): value for name, value in arguments.items()}
        answer = client.get("/oai", query)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/xml; charset=UTF-8"
        return Told(answer.content)

    return asked


@pytest.fixture
def follow(now: dt.datetime) -> Callable[..., int]:
    """Return a function that brings the headers up to date, as if that were done a while ago.

    Each time counts a minute later than the last: `minutes_ago` says when it was.
    """

    def followed(minutes_ago: int = 10) -> int:
        return actions.follow(clock=lambda: now - dt.timedelta(minutes=minutes_ago))

    return followed


@pytest.fixture
def harvest(ask: Ask) -> Callable[..., dict[str, str]]:
    """Return a function that goes through a whole list, and returns its headers."""

    def harvested(verb: str = "ListIdentifiers", **arguments: str) -> dict[str, str]:
        told = ask(verb=verb, **({"metadataPrefix": "oai_dc"} | arguments))
        found = told.headers
        while told.token:
            told = ask(verb=verb, resumptionToken=told.token)
            found |= told.headers
        return found

    return harvested


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Have two items on a page."""
    for verb in PER_PAGE:
        monkeypatch.setitem(PER_PAGE, verb, 2)
    yield 2


def day(ago: int = 0) -> str:
    return (timezone.now() - dt.timedelta(days=ago)).astimezone(dt.UTC).strftime("%Y-%m-%d")
