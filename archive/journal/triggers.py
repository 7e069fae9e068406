"""SQL that makes a table append-only on SQLite and on PostgreSQL.

A rule kept only in Python is walked past by the first `UPDATE` typed by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

Statements = list[str]
StatementsOf = Callable[[str], Statements]  # what a database of this vendor is told


def forbid(vendor: str, table: str, *, when: str = "", acts: tuple[str, ...]) -> Statements:
    """Return the statements that refuse `acts` (UPDATE, DELETE) on `table` for rows where `when`.

    `when` is an SQL condition over the row as it stood (`OLD.…`); empty means every row.
    """
    make = _forbid_postgresql if vendor == "postgresql" else _forbid_sqlite
    return [statement for act in acts for statement in make(table, act, when)]


def allow(vendor: str, table: str, *, acts: tuple[str, ...]) -> Statements:
    """Return the statements that take the refusals away again (for migrations and tests)."""
    suffix = f" ON {table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {_name(table, act)}{suffix};" for act in acts]


class Install(Operation):
    """A migration operation that executes the statements of a vendor, and others backwards.

    `RunPython` would do it too, but has every model rendered anew each time, for nothing here.
    """

    reduces_to_sql = True

    def __init__(self, *, there: StatementsOf, back: StatementsOf) -> None:
        self.there, self.back = there, back

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are nothing that Django knows of."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        execute(schema_editor.connection, self.there(schema_editor.connection.vendor))

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        execute(schema_editor.connection, self.back(schema_editor.connection.vendor))


def forbidding(
    table: str, *, when: str = "", acts: tuple[str, ...] = ("UPDATE", "DELETE")
) -> Install:
    """Return the migration operation that installs the refusals, and removes them backwards."""
    return Install(
        there=lambda vendor: forbid(vendor, table, when=when, acts=acts),
        back=lambda vendor: allow(vendor, table, acts=acts),
    )


def execute(connection: BaseDatabaseWrapper, statements: Statements) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _name(table: str, act: str) -> str:
    return f"{table}_no_{act.lower()}"


def _forbid_sqlite(table: str, act: str, when: str) -> Statements:
    condition = f"WHEN {when} " if when else ""
    return [
        f"CREATE TRIGGER {_name(table, act)} BEFORE {act} ON {table} FOR EACH ROW {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {act} refused'); END;"
    ]


def _forbid_postgresql(table: str, act: str, when: str) -> Statements:
    condition = f"WHEN ({when}) " if when else ""
    return [
        f"CREATE OR REPLACE FUNCTION {_name(table, act)}() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} is append-only: {act} refused' "
        "USING ERRCODE = 'integrity_constraint_violation'; END; $$ LANGUAGE plpgsql;",
        f"CREATE TRIGGER {_name(table, act)} BEFORE {act} ON {table} FOR EACH ROW {condition}"
        f"EXECUTE FUNCTION {_name(table, act)}();",
    ]
