"""Every address answers whoever may ask anything: no page breaks for an administrator."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

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
