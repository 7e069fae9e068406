"""How far the journal has come: what is kept of anything is kept as of an entry."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection


class Newest(NamedTuple):
    """The last entry; of an empty journal 0 and ""."""

    id: int
    digest: str


def newest_entry() -> Newest:
    """Return the last entry of the journal."""
    # Every page asks this several times, and a query set takes ten times as long to be put in SQL.
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, digest FROM journal_entry ORDER BY id DESC LIMIT 1")
        row: tuple[int, str] | None = cursor.fetchone()
    return Newest(*row) if row else Newest(0, "")
