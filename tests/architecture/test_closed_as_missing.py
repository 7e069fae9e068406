"""What is closed to somebody answers as what was never there: status, headers and body."""

from __future__ import annotations

import functools
import re
import uuid
from collections.abc import Iterator
from itertools import zip_longest
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from archive.access import gate
from tests.architecture.test_leaks import (
    OUTSIDERS,
    addresses_of,
    routes,
    said_in,
    signed_in,
    vault,
)
from tests.architecture.vault.keeping import COMMON, Vault

__all__ = ["vault"]
pytestmark = pytest.mark.once

# Differs from one answer to the next, whatever was asked.
_PASSING = re.compile(
    r"""(csrfmiddlewaretoken"[ ]value="|X-CSRFToken":[ ]?")[\w-]+|csrftoken=[\w-]+
    |^(Content-Length|Expires|ETag|Last-Modified):.*$""",
    re.MULTILINE | re.VERBOSE,
)
# Never released, open to readers with an account, under a ceiling, and open but for a page.
RECORDS = ["ZZ-RAW-01", "ZZ-REG-04", "ZZ-TRAN-1", "ZZ-SEA-07"]
# What narrows a list by something of the vault; the list's own words are asked for beside it.
_NARROWING = {
    "collection": "collections",
    "person": "people",
    "body": "bodies",
    "place": "places",
    "subject": "subjects",
    "event": "events",
}


def test_it_answers_as_what_was_never_there(vault: Vault) -> None:
    found = []
    for route in sorted(route for route in routes() if "<" in route):
        found += list(_differences(route, vault))
    assert found == []


def test_a_list_is_not_narrowed_by_what_is_closed(vault: Vault) -> None:
    """Neither the name of what narrows it nor a count tells that there is such a thing."""
    vault.fill["people"] = ["ng-kin"]  # the others speak in open interviews, by other names
    found = []
    for name in OUTSIDERS:
        client = signed_in(vault, name)
        for address in (
            "/records/",
            "/search/",
            "/search/results.csv",
            "/my/searches/new/",
            "/api/v1/search/",
        ):
            for parameter, source in _NARROWING.items():
                for closed in vault.fill[source]:
                    if _is_open(client, source, closed):
                        continue
                    query = {"q": COMMON, parameter: closed}
                    other = query | {parameter: _never(closed)}
                    swaps = {closed: _never(closed)}
                    answers = client.get(address, query), client.get(address, other)
                    if unlike := _unlike(*answers, swaps):
                        found.append(f"{name}: {address}?{parameter}={closed}: {unlike}")
    assert found == []


def test_a_secret_word_is_searched_like_one_nobody_wrote(vault: Vault) -> None:
    # One of each sort: `zqtitle3x`, `zqpagetext21x`.
    words = list(
        {re.sub(r"\d+x$", "", word): word for word in vault.words if word[:2] == "zq"}.values()
    )
    addresses = ["/search/", "/search/suggest/", "/people/"]
    addresses += ["/records/ZZ-SEA-07/search/", "/iiif/search/2/ZZ-STR-08"]
    found = []
    for name in OUTSIDERS:
        client = signed_in(vault, name)
        for address in addresses:
            for word in words[::5]:
                if name not in vault.words[word]:
                    query = {"q": word, "name": word}
                    other = {"q": _never(word), "name": _never(word)}
                    answers = client.get(address, query), client.get(address, other)
                    if unlike := _unlike(*answers, {word: _never(word)}):
                        found.append(f"{name}: {address} {word}: {unlike}")
    assert found == []


def _differences(route: str, vault: Vault) -> Iterator[str]:
    few: Any = SimpleNamespace(fill={name: values[:2] for name, values in vault.fill.items()})
    few.fill["records"] = RECORDS
    never: Any = SimpleNamespace(
        fill={name: [_never(value) for value in values] for name, values in few.fill.items()}
    )
    for name in OUTSIDERS:
        client = signed_in(vault, name)
        is_open = gate.visible_records(vault.cast.get(name, AnonymousUser()))
        open_codes = set(is_open.values_list("code", flat=True))
        pairs = zip(addresses_of(route, few), addresses_of(route, never), strict=True)
        # Many are answered for by the same one that was never there: it is asked for once.
        ask = functools.cache(lambda address, query, ask=client.get: ask(address, dict(query)))
        for (address, query), (missing, same) in pairs:
            answer = client.get(address, query)
            # What is open is not looked at here.
            if answer.status_code == 200 or (
                answer.status_code < 400 and any(code in address for code in open_codes)
            ):
                continue
            swaps = {address: missing} | {
                str(value): str(same[key]) for key, value in query.items() if value != same[key]
            }
            if unlike := _unlike(answer, ask(missing, tuple(same.items())), swaps):
                yield f"{name}: {address} {query} is not as {missing}: {unlike}"


def _never(value: Any) -> Any:
    """Return something of the same shape and length that nobody ever entered.

    What differs in its letters and figures alone has the same one beside it.
    """
    if isinstance(value, tuple):
        return tuple(_never(part) for part in value)
    if isinstance(value, uuid.UUID):
        return uuid.UUID(int=0)
    if isinstance(value, int):
        return 987_654
    if value in _NARROWING.values():
        return value
    return re.sub("[0-9]", "9", re.sub("[A-Za-z]", "q", value))


def _unlike(answer: Any, other: Any, swaps: dict[str, str]) -> str:
    """Return the first line in which two answers differ, but for what was asked for itself."""
    first, second = _plain(answer, swaps), _plain(other, swaps)
    lines = zip_longest(first.splitlines(), second.splitlines(), fillvalue="")
    return next((f"{one!r:.300} is not {two!r:.300}" for one, two in lines if one != two), "")


def _plain(answer: Any, swaps: dict[str, str]) -> str:
    said = _PASSING.sub("", f"{answer.status_code}\n{said_in(answer)}")
    for asked, instead in swaps.items():
        for form in (str, quote, lambda text: quote(text, safe="")):
            said = said.replace(form(asked), form(instead))
    return said


def _is_open(client: Client, source: str, slug: str) -> bool:
    return client.get(f"/{source}/{slug}/").status_code == 200
