"""Nothing closed comes out at any door: every address, every kind of person, body and headers."""

from __future__ import annotations

import gzip
import io
import itertools
import zipfile
from collections.abc import Iterator
from typing import Any, cast

import pypdfium2
import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.template import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from archive.search import actions as index_actions
from tests.architecture.addresses import ADDRESSES
from tests.architecture.vault.keeping import Vault
from tests.architecture.vault.opening import open_vault

# Only outsiders send forms: what staff change with them is for other tests.
# On PostgreSQL the walk is made again by those who may least, for what the database itself changes.
# Who is sent to every address. The first three are outsiders; what the office's own archivist
# may not have (a collector's private notes) is as much a secret from her.
OUTSIDERS = ("visitor", "giang", "dung")
INSIDERS = ("an",)


def routes() -> dict[str, URLPattern]:
    """Return every address the resolver knows, by its route."""
    return dict(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        else:
            yield route, pattern


def test_every_address_is_known_to_the_leak_test() -> None:
    unknown = sorted(routes().keys() - ADDRESSES.keys())
    assert unknown == [], "add a line for each to tests/architecture/addresses.py"


def test_every_view_has_a_lock() -> None:
    open_doors = [
        route for route, pattern in routes().items() if not hasattr(pattern.callback, "lock")
    ]
    assert open_doors == []


@pytest.fixture
def vault(db: None, telling_kept: None, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """Return a full vault, its words in the index.

    Of its thousands of pages is read what they say. What the test client keeps beside, a copy of
    each context of each template, is left out.
    """
    monkeypatch.setattr(Template, "_render", lambda page, context: page.nodelist.render(context))
    found = open_vault(timezone.now())
    index_actions.rebuild_index()
    return found


# A vault takes a second or two to fill: it serves a share of the addresses, not each.
SHARES = 8


@pytest.mark.parametrize("share", range(SHARES))
def test_nothing_closed_comes_out(share: int, vault: Vault) -> None:
    found: list[str] = []
    for route in sorted(routes())[share::SHARES]:
        with transaction.atomic():
            found += _leaks(route, vault)
            transaction.set_rollback(True)  # what was sent to one address is not there at the next
    assert found == []


def _leaks(route: str, vault: Vault) -> Iterator[str]:
    asked = list(addresses_of(route, vault))
    assert asked, f"nothing in the vault to fill {route} with"
    for name in (*OUTSIDERS, *INSIDERS) if connection.vendor == "sqlite" else ("visitor", "dung"):
        for method in ("get", "head", "post") if name in OUTSIDERS else ("get",):
            client = signed_in(vault, name)
            # What HEAD says GET says too: once an address is enough to see that it is not more.
            for address, query in asked[:1] if method == "head" else asked:
                answer = getattr(client, method)(address, query)
                # 503 is an answer too: /healthz naming the part that does not answer.
                assert answer.status_code in {*range(500), 503}, f"{method} {address} as {name}"
                asked_words = address + " ".join(map(str, query.values()))
                for word in vault.leaked(name, said_in(answer), asked=asked_words):
                    yield f"{name}: {method} {address} says {word}"
                if answer.status_code == 405:
                    break  # it takes no form, whatever it is asked for


def signed_in(vault: Vault, name: str) -> Client:
    client = Client()
    if name != "visitor":
        client.force_login(vault.cast[name], "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_search_for_leaks_finds_one(vault: Vault) -> None:
    """The test itself is alive: the holder's own archivist is told what outsiders are not."""
    secret = next(iter(vault.words))
    assert vault.leaked("visitor", f"… {secret} …") == [secret]
    assert vault.leaked("an", f"… {secret} …") == []
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", secret * 50)
    assert secret in _readable(packed.getvalue())


def addresses_of(route: str, vault: Vault) -> Iterator[tuple[str, dict[str, Any]]]:
    fill = {
        name: vault.fill[source] if isinstance(source, str) else source
        for name, source in ADDRESSES[route].items()
    }
    names = [name for name in fill if not name.startswith("?")]
    query_names = [name for name in fill if name.startswith("?")]
    for values in itertools.product(*(fill[name] for name in names)):
        address = "/" + route
        for name, value in zip(names, values, strict=True):
            parts = value if "," in name else (value,)
            for part, each in zip(name.split(","), parts, strict=True):
                address = _put(address, part, str(each))
        for asked in itertools.product(*(fill[name] for name in query_names)):
            query = {name[1:]: value for name, value in zip(query_names, asked, strict=True)}
            yield address, query


def first_address(route: str, vault: Vault) -> tuple[str, dict[str, Any]]:
    """Return one way of asking at `route`, as address and query."""
    return next(addresses_of(route, vault))


def _put(address: str, name: str, value: str) -> str:
    start = address.find(f":{name}>")
    start = address.rfind("<", 0, start) if start >= 0 else address.index(f"<{name}>")
    end = address.index(">", start)
    return address[:start] + value + address[end + 1 :]


def said_in(answer: HttpResponseBase) -> str:
    """Return all that an answer says: its headers and its body, unpacked where it is packed."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    body = b"".join(cast(Any, answer)) if answer.streaming else cast(Any, answer).content
    return headers + "\n" + _readable(body)


def _readable(body: bytes) -> str:
    if body.startswith(b"\x1f\x8b"):
        body = gzip.decompress(body)
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(name + _readable(archive.read(name)) for name in archive.namelist())
    if body.startswith(b"%PDF"):
        return _pdf_text(body)
    return body.decode("utf-8", "replace")


def _pdf_text(body: bytes) -> str:
    with pypdfium2.PdfDocument(body) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
