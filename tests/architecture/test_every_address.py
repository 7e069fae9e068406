"""Every address answers whoever may ask anything; no link leads to where its reader may not go."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from archive.accounts.models import Role, RoleGrant
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
    assert broken == []


@pytest.mark.django_db
@pytest.mark.once
def test_no_link_leads_to_a_refusal(vault: Any) -> None:
    """Whoever follows what a page offers is not sent away: one link of each route is tried."""
    RoleGrant.objects.create(user=vault.cast["giang"], role=Role.COUNCIL_MEMBER)
    refused = []
    for name in ("an", "binh", "chi", "em", "giang", "hanh"):
        client = Client()
        client.force_login(vault.cast[name], "django.contrib.auth.backends.ModelBackend")
        found = {"": "/desk/", "vetting": "/desk/vetting/", "home": "/"}
        queue = [*found.values()]
        for address in queue:
            answer = client.get(address)
            if answer.status_code in {403, 404}:
                refused.append(f"{name}: {answer.status_code} {address}")
            elif answer.headers["Content-Type"].startswith("text/html") and not answer.streaming:
                for link in re.findall(r'<a [^>]*href="([^"#]+)"', answer.content.decode()):
                    onward = urljoin(address, unescape(link))
                    route = _route(onward)
                    if route not in found:
                        found[route] = onward
                        queue.append(onward)
    assert refused == []


def _route(address: str) -> str:
    try:
        return str(resolve(urlsplit(address).path).route)
    except Resolver404:
        return ""
