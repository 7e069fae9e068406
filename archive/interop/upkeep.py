"""What the database has to be told so that it stays quick."""

from __future__ import annotations

from django.db import connection

_ROWS_LOOKED_AT = 20_000
"""Of a thousand it takes a value that ninety thousand records have for one that a thousand have."""


def learn_sizes() -> None:
    """Have SQLite look at how many rows its tables have and how unlike their columns are.

    Without that it takes the wrong index, and finding two dozen records among a hundred thousand
    costs fifty milliseconds instead of one. PostgreSQL looks by itself.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {_ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")
