"""Every address answers whoever may ask anything; no link leads to where its reader may not go."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import Resolver404, resolve

from archive.accounts.models import Role, RoleGrant
from archive.catalogue.models import Page, Record, Segment
from archive.research.models import ReadingList, SavedSearch
from archive.works.models import Work
from tests.architecture.test_leaks import first_address, routes, vault

__all__ = ["vault"]


@pytest.mark.django_db
def test_every_address_answers_an_administrator(vault: Any) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(vault.cast["hanh"], "django.contrib.auth.backends.ModelBackend")
    broken = []
    for route in sorted(routes()):
        address, query = first_address(route, vault)
        status = client.get(address, query).status_code
        if status >= 500 and route != "healthz":  # it says so when no worker runs
            broken.append(f"{status} {address}")
        # Whatever may be got may be asked about (RFC 9110, 9.1); tus has no GET.
        asked = client.head(address, query).status_code
        if (asked == 405) != (status == 405) and "/uploads/" not in route:
            broken.append(f"HEAD {address}")
    assert broken == []


# What views ask for that is no part of an address to link to.
UNWRITTEN = ("at", "day", "entry", "page", "share", "version", "year_from", "year_to")


@pytest.mark.django_db
@pytest.mark.once
def test_a_number_no_machine_holds_is_no_number_anywhere(vault: Any) -> None:
    """Python itself refuses to read a number of more than 4,300 digits."""
    client = Client(raise_request_exception=False)
    client.force_login(vault.cast["hanh"], "django.contrib.auth.backends.ModelBackend")
    broken = []
    for route in sorted(routes().keys() - {"healthz"}):
        address, query = first_address(route, vault)
        huge = dict.fromkeys((*UNWRITTEN, *query), "9" * 5000)
        for method in ("get", "post"):
            with transaction.atomic():
                status = getattr(client, method)(address, huge).status_code
                transaction.set_rollback(True)
            if status >= 500:
                broken.append(f"{status} {method} {address}")
    assert broken == []


@pytest.mark.django_db
@pytest.mark.once
def test_a_sign_no_xml_may_hold_breaks_no_file(vault: Any) -> None:
    """A control sign out of a broken scan or a pasted text spoils neither a paper nor a feed."""
    for model, fields in (
        (Record, ("title", "abstract")), (Page, ("text",)), (Segment, ("text",)),
        (Work, ("title",)), (SavedSearch, ("name",)), (ReadingList, ("name",)),
    ):  # fmt: skip
        spoilt: dict[str, Any] = {each: Concat(each, Value("\x0b\ufffe")) for each in fields}
        model._default_manager.update(**spoilt)
    client = Client(raise_request_exception=False)
    client.force_login(vault.cast["hanh"], "django.contrib.auth.backends.ModelBackend")
    broken, written = [], 0
    for route in sorted(routes()):
        if route.endswith(("/", "image", "thumbnail", "<str:digest>")):
            continue
        address, query = first_address(route, vault)
        answer: Any = client.get(address, query)
        if answer.status_code >= 500 and route != "healthz":
            broken.append(f"{answer.status_code} {address}")
        elif answer.status_code == 200:
            try:
                written += sum(1 for _part in _xml_in(answer))
            except ElementTree.ParseError as error:
                broken.append(f"{error} {address}")
    assert broken == []
    assert written > 40


def _xml_in(answer: Any) -> Iterator[ElementTree.Element]:
    """Read every piece of XML in an answer: the whole, or the parts of an office's file."""
    body = b"".join(answer) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for name in packed.namelist():
                if name.endswith(".xml"):
                    yield ElementTree.fromstring(packed.read(name))
    elif body.startswith(b"<?xml"):
        yield ElementTree.fromstring(body)


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize("name", ["an", "binh", "chi", "em", "giang", "hanh"])
def test_no_link_leads_to_a_refusal(name: str, vault: Any) -> None:
    """Whoever follows what a page offers is not sent away: one link of each route is tried."""
    RoleGrant.objects.create(user=vault.cast["giang"], role=Role.COUNCIL_MEMBER)
    client = Client()
    client.force_login(vault.cast[name], "django.contrib.auth.backends.ModelBackend")
    found = {"": "/desk/", "vetting": "/desk/vetting/", "home": "/"}
    queue, refused = [*found.values()], []
    for address in queue:
        answer = client.get(address)
        if answer.status_code in {403, 404}:
            refused.append(f"{answer.status_code} {address}")
        elif answer.headers["Content-Type"].startswith("text/html") and not answer.streaming:
            for link in re.findall(r'<a [^>]*href="([^"#]+)"', answer.content.decode()):
                onward = urljoin(address, unescape(link))
                route = _route(onward)
                if route not in found:
                    found[route] = onward
                    queue.append(onward)
    assert refused == []


@functools.cache
def _route(address: str) -> str:
    try:
        return str(resolve(urlsplit(address).path).route)
    except Resolver404:
        return ""
