"""Nothing closed comes out at any door: every address, every kind of person, body and headers."""

from __future__ import annotations

import gzip
import io
import itertools
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pypdfium2
import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone, translation

from archive.search import actions as index_actions
from tests.architecture.addresses import ADDRESSES
from tests.architecture.vault.keeping import Vault
from tests.architecture.vault.opening import open_vault
from tests.conftest import own_settings

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


@pytest.fixture(scope="module")
def common_vault(
    django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Vault, Path] | None]:
    """Fill a vault once for all addresses, around the transactions of the tests.

    Only on SQLite: on PostgreSQL a test's end closes the connection, and the vault with it.
    """
    if connection.vendor != "sqlite":
        yield None
        return
    folder = tmp_path_factory.mktemp("vault")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**own_settings(folder)), translation.override("vi"):
            vault = open_vault(timezone.now())
        yield vault, folder
        transaction.set_rollback(True)


@pytest.fixture
def vault(common_vault: tuple[Vault, Path] | None, db: None, tmp_path: Path) -> Vault:
    """Return a full vault; whatever is done to it is undone, and its files are the test's own."""
    if common_vault is None:
        return open_vault(timezone.now())
    found, folder = common_vault
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return found


@pytest.mark.parametrize("route", sorted(routes()))
def test_nothing_closed_comes_out(route: str, vault: Vault) -> None:
    if "search" in route or route.startswith("my/"):
        index_actions.rebuild_index()
    asked = list(_addresses(route, vault))
    assert asked, f"nothing in the vault to fill {route} with"
    found = []
    for name in (*OUTSIDERS, *INSIDERS) if connection.vendor == "sqlite" else ("visitor", "dung"):
        for method in ("get", "head", "post") if name in OUTSIDERS else ("get",):
            client = _signed_in(vault, name)
            # What HEAD says GET says too: once an address is enough to see that it is not more.
            for address, query in asked[:1] if method == "head" else asked:
                answer = getattr(client, method)(address, query)
                # 503 is an answer too: /healthz naming the part that does not answer.
                assert answer.status_code in {*range(500), 503}, f"{method} {address} as {name}"
                asked_words = address + " ".join(map(str, query.values()))
                for word in vault.leaked(name, said_in(answer), asked=asked_words):
                    found.append(f"{name}: {method} {address} says {word}")
    assert found == []


def _signed_in(vault: Vault, name: str) -> Client:
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


def _addresses(route: str, vault: Vault) -> Iterator[tuple[str, dict[str, Any]]]:
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
    return next(_addresses(route, vault))


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
