"""The fixed cast: every permission test asks what the outsider gets.

An is the archivist of the Lâm Đồng office, Bình heads it, Chi is a collector there;
Dũng is the archivist of another office (the outsider with a key of his own);
Giang is a researcher with an account; Hạnh administers. A visitor is nobody.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper as Sqlite
from django.db.models.signals import post_migrate
from django.utils import timezone, translation
from django.utils.translation.reloader import translation_file_changed
from playwright.sync_api import Browser, expect, sync_playwright

from archive.access import gate
from archive.access.telling import telling_records
from archive.accounts.models import Role, RoleGrant, User
from archive.catalogue.models import AccessLevel, Record, RecordKind, Term, VettingStatus
from archive.catalogue.shipped_terms import install
from archive.journal.newest import newest_entry
from archive.ui.translations import compile_catalogues
from archive.units.models import Kind, Level, Unit
from tests.files.buckets import s3_server
from tests.patience import PATIENCE

CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_configure() -> None:
    """Let a fresh clone read Vietnamese: compiled catalogues are not in git."""
    locale = Path(__file__).parent.parent / "locale"
    compile_catalogues([locale])
    # Django may have looked for the catalogues before they were there, and remembers.
    translation_file_changed(None, locale / "django.mo")
    # A machine that does other work beside takes what time it takes.
    hypothesis.settings.register_profile(
        "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("patient")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out of a run on PostgreSQL what asks no database: it has run, or will, on SQLite.

    Tests that empty the database come last, whatever asks none first: whole archives are started
    there, and two workers should not end with one of them waiting for such a test.
    """
    if connection.vendor != "sqlite":
        config.hook.pytest_deselected(items=[item for item in items if not _is_for_both(item)])
        items[:] = [item for item in items if _is_for_both(item)]
    items.sort(key=lambda item: (_empties_the_database(item), _asks_the_database(item)))


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays to the end: all the modules and tests."""
    gc.collect()
    gc.freeze()


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return "db" in fixtures or "transactional_db" in fixtures or any(item.iter_markers("django_db"))


def _is_for_both(item: pytest.Item) -> bool:
    return _asks_the_database(item) and item.get_closest_marker("once") is None


def _empties_the_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    marks = (mark.kwargs.get("transaction", False) for mark in item.iter_markers("django_db"))
    return "transactional_db" in fixtures or "live_server" in fixtures or any(marks)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the test database of SQLite in a file, as an archive does, without waiting for the disk.

    One in memory has one connection, which a live server's threads share with the test: what a
    browser still asks while the test ends would run amid the transactions of the next one.
    """
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = tmp_path_factory.mktemp("database") / "archive"
        connection.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path | None:
    """Make the test database, and keep a copy of it before any test has touched it."""
    if connection.vendor != "sqlite" or not any(map(_asks_the_database, request.session.items)):
        return None
    path = tmp_path_factory.mktemp("migrated") / "archive.sqlite3"
    with django_db_blocker.unblock(), contextlib.closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return path


@pytest.fixture(scope="session")
def migrated(django_db_setup: Path | None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database on SQLite as migrating leaves it, to be copied: migrating takes seconds."""
    if connection.vendor != "sqlite":
        pytest.skip("an archive of its own is tried once, on SQLite")
    if django_db_setup is not None:
        return django_db_setup
    folder = tmp_path_factory.mktemp("migrated")
    environment = {**os.environ, "DATA_DIR": str(folder)}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)
    return folder / "archive.sqlite3"


@pytest.fixture(autouse=True, scope="session")
def _flush_past_triggers() -> Iterator[None]:
    """Let the flush after a transactional test empty the append-only tables on SQLite.

    The refusals are taken away for the flush and put back word for word. PostgreSQL needs none of
    it: there the flush is a TRUNCATE, which fires no row triggers.
    """
    plain_flush = Sqlite.ops_class.execute_sql_flush

    def flush(operations: Any, sql_list: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            try:
                plain_flush(operations, sql_list)
            finally:
                for _name, sql in triggers:
                    cursor.execute(sql)

    with mock.patch.object(Sqlite.ops_class, "execute_sql_flush", flush):
        yield


@pytest.fixture(autouse=True, scope="session")
def _vocabularies_after_a_flush() -> Iterator[None]:
    """Let the terms that a migration enters be there again after a transactional test."""

    def enter(**_sent: Any) -> None:
        if "catalogue_term" in connection.introspection.table_names():
            install(Term)

    post_migrate.connect(enter, sender=apps.get_app_config("catalogue"))
    yield
    post_migrate.disconnect(enter, sender=apps.get_app_config("catalogue"))


def own_settings(folder: Path) -> dict[str, Any]:
    """Return what a test sets: media and index folders of its own, no cache, a fast hasher."""
    static_root = folder / "static"  # of its own: each client looks through all it holds
    static_root.mkdir(exist_ok=True)

    def stored(name: str) -> dict[str, Any]:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder / "media" / name, "base_url": None},
        }

    return {
        "MEDIA_ROOT": folder / "media",
        "STATIC_ROOT": static_root,
        "SEARCH_INDEX_ROOT": folder / "search_index",
        "STORAGES": {
            **settings.STORAGES,
            "masters": stored("masters"),
            "derivatives": stored("derivatives"),
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        # What one test counted is nothing to the next, whose journal begins with the same numbers.
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
        # A test asks oftener than a person, and the next one gives its people the same numbers.
        "SEARCHES_PER_MINUTE": 0,
        "FINDING_AIDS_AT_ONCE": 0,
        "SUGGESTIONS_PER_MINUTE": 0,
        "SIGN_INS_PER_MINUTE": 0,
        # One fast hasher: the cast signs in hundreds of times.
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    """Give every test media and index folders of its own."""
    for name, value in own_settings(tmp_path).items():
        setattr(settings, name, value)


@pytest.fixture(autouse=True)
def _in_vietnamese() -> Iterator[None]:
    """Begin every test in the language of the screens, whatever the one before it asked for."""
    with translation.override("vi"):
        yield


@pytest.fixture
def telling_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep which descriptions tell a name until somebody acts, as an archive does.

    Within the transaction of a test it would be looked up for each of thousands of requests.
    """
    kept: dict[str, frozenset[int]] = {}

    def telling(now: dt.datetime) -> frozenset[int]:
        last = newest_entry().digest
        if last not in kept:
            kept[last] = telling_records(now)
        return kept[last]

    monkeypatch.setattr(gate, "telling_records", telling)


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """Return the address of a server on this machine that speaks S3; without one, skip."""
    with s3_server() as address:
        yield address


@pytest.fixture(scope="session")
def _launch() -> Iterator[Callable[[], Browser]]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium on this machine: `apt-get install chromium` brings one")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; in one, Django refuses to ask the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        launched: list[Browser] = []

        def launch() -> Browser:
            if not launched or not launched[-1].is_connected():
                launched.append(
                    playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
                )
            return launched[-1]

        yield launch
        for browser in launched:
            browser.close()


@pytest.fixture
def chromium(_launch: Callable[[], Browser]) -> Browser:
    """Return one browser for all tests, or another where it broke down in the test before.

    Where none can be had the tests are skipped, and say so.
    """
    expect.set_options(timeout=1000 * PATIENCE)
    return _launch()


@pytest.fixture
def now() -> dt.datetime:
    return timezone.localtime()


@pytest.fixture
def lam_dong(db: None) -> Unit:
    return Unit.objects.create(
        code="vn-68-2025",
        name="Lâm Đồng",
        level=Level.PROVINCE,
        valid_from=dt.date(2025, 7, 1),
    )


OFFICES = {
    "vp-lam-dong": "Phòng Lý luận chính trị – Lịch sử Đảng (minh hoạ)",
    "vp-tinh-khac": "Văn phòng tỉnh khác (minh hoạ)",
}
CAST: dict[str, tuple[str, str, tuple[Role, ...]]] = {
    "an": ("An", "vp-lam-dong", (Role.ARCHIVIST,)),
    "binh": ("Bình", "vp-lam-dong", (Role.OFFICE_HEAD, Role.VETTING_HEAD)),
    "chi": ("Chi", "vp-lam-dong", (Role.COLLECTOR,)),
    "em": ("Em", "vp-lam-dong", (Role.VETTING_SECRETARY,)),
    "dung": ("Dũng", "vp-tinh-khac", (Role.ARCHIVIST, Role.OFFICE_HEAD)),
    "giang": ("Giang", "", (Role.RESEARCHER,)),
    "hanh": ("Hạnh", "vp-lam-dong", (Role.ADMINISTRATOR,)),
}


def office_of(code: str) -> Unit:
    values = {"name": OFFICES[code], "kind": Kind.OFFICE, "level": Level.PROVINCE}
    return Unit.objects.get_or_create(code=code, defaults=values)[0]


def called(username: str, office: Unit | None = None) -> User:
    """Return one of the cast, who enters the database here."""
    full_name, code, roles = CAST[username]
    office = office or (office_of(code) if code else None)
    user = User.objects.create_user(
        username=username, password="mat-khau-minh-hoa", full_name=full_name, office=office
    )
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


@pytest.fixture
def office(db: None) -> Unit:
    return office_of("vp-lam-dong")


@pytest.fixture
def other_office(db: None) -> Unit:
    return office_of("vp-tinh-khac")


@pytest.fixture
def an(office: Unit) -> User:
    return called("an", office)


@pytest.fixture
def binh(office: Unit) -> User:
    return called("binh", office)


@pytest.fixture
def chi(office: Unit) -> User:
    return called("chi", office)


@pytest.fixture
def em(office: Unit) -> User:
    return called("em", office)


@pytest.fixture
def dung(other_office: Unit) -> User:
    return called("dung", other_office)


@pytest.fixture
def giang(db: None) -> User:
    return called("giang")


@pytest.fixture
def hanh(office: Unit) -> User:
    return called("hanh", office)


@pytest.fixture
def visitor() -> AnonymousUser:
    return AnonymousUser()


MakeRecord = Callable[..., Record]


@pytest.fixture
def make_record(office: Unit, now: dt.datetime) -> MakeRecord:
    """Return a maker of records as rows, for tests that are not about how records come to be."""
    count = 0

    def make(*, released: AccessLevel | None = None, **fields: Any) -> Record:
        nonlocal count
        count += 1
        if released is not None:
            fields.setdefault("vetting_status", VettingStatus.VETTED)
            fields |= {"released_at": now - dt.timedelta(minutes=1), "access_level": released}
        values: dict[str, Any] = {
            "code": f"LD-P001-H001-{count:04}",
            "kind": RecordKind.DOCUMENT,
            "title": f"Báo cáo công tác sưu tầm tư liệu số {count}",
            "holder": office,
            "created_at": now,
            "changed_at": now,
        }
        return Record.objects.create(**(values | fields))

    return make
