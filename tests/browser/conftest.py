"""A real Chromium before a live server. Where none can be had the tests are skipped, and say so."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from archive.accounts.models import User
from archive.search.actions import rebuild_index
from archive.units.models import Unit
from tests.browser.holdings import Holdings, fill
from tests.patience import PATIENCE

# Where each page looked at is kept as a picture: on CI always, elsewhere if a folder is named.
PICTURES = os.environ.get("BROWSER_PICTURES") or ("artefacts" if os.environ.get("CI") else "")


@pytest.fixture(autouse=True, scope="session")
def _static_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the live server, which starts before any test's settings, a folder that is there."""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static_root")):
        yield


@pytest.fixture
def holdings(an: User, office: Unit, now: dt.datetime) -> Holdings:
    found = fill(an=an, office=office, now=now)
    rebuild_index()
    return found


@pytest.fixture
def open_page(
    chromium: Browser, live_server: LiveServer, request: pytest.FixtureRequest
) -> Iterator[Any]:
    """Return a maker of pages: `open_page(user, phone=, dark=, script=, touch=)`.

    What the pages still asked is answered before the database is emptied.
    """
    contexts = []

    def make(
        user: User | None = None,
        *,
        phone: bool = False,
        dark: bool = False,
        script: bool = True,
        touch: bool = False,
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": 360, "height": 740} if phone else {"width": 1280, "height": 860},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
            has_touch=touch,
            is_mobile=touch,
            locale="vi-VN",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        if user is not None:
            sign_in(page, user)
        return page

    yield make
    with contextlib.ExitStack() as closing:
        closing.callback(_wait_for_answers)
        for context in contexts:
            closing.callback(context.close)


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/sign-in/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "mat-khau-minh-hoa")
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/")


def _wait_for_answers() -> None:
    """Wait for the threads of the live server, one for each connection of a browser."""
    for thread in threading.enumerate():
        if "process_request" in thread.name:
            thread.join(PATIENCE)


def keep_picture(page: Page, name: str) -> None:
    """Keep what the page looks like, where a folder for it was named."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
