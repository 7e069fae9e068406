"""A large archive stays quick: sizes the database knows, columns read before the first look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signals
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test import Client

from archive.catalogue.models import AccessLevel
from archive.interop.upkeep import learn_sizes
from archive.interop.warming import warm_up


def test_the_database_is_told_how_large_its_tables_are(make_record: Any) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks by itself")
    make_record()
    learn_sizes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'catalogue_record'")
        assert cursor.fetchone()[0] > 0


@pytest.fixture
def lasting_connection() -> Iterator[None]:
    """Keep the test's own connection open over a request, as the test client does."""
    told = (signals.request_started, signals.request_finished)
    for signal in told:
        signal.disconnect(close_old_connections)
    yield
    for signal in told:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("lasting_connection")
@pytest.mark.parametrize("secure", [False, True])
def test_after_warming_up_the_first_look_reads_nothing_anew(
    make_record: Any, settings: Any, django_assert_max_num_queries: Any, secure: bool
) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.ALLOWED_HOSTS = ["archive.example"]
    settings.SECURE_SSL_REDIRECT = secure
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    cache.clear()
    make_record(released=AccessLevel.PUBLIC)
    warm_up(get_wsgi_application())
    with django_assert_max_num_queries(12):
        page = Client(SERVER_NAME="archive.example").get("/records/", secure=secure)
    assert page.context["page"].paginator.count == 1
    cache.clear()


def test_a_server_whose_lists_cannot_be_read_ahead_starts_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(environ: object, start_response: object) -> None:
        raise ValueError("no static files")

    warm_up(broken)  # type: ignore[arg-type]
    assert "could not be read ahead" in caplog.text
