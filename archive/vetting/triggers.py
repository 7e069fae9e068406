"""What of a round the database itself refuses to change, on SQLite and on PostgreSQL."""

from __future__ import annotations

from archive.journal.triggers import Install, Statements

# Rows that are facts from the moment they are written.
APPEND_ONLY = (
    "vetting_procedure",
    "vetting_provision",
    "vetting_competence",
    "vetting_councildecision",
    "vetting_seat",
    "vetting_conclusion",
)

# What a round was about and under which rule stays as it was submitted; once concluded, so does
# when; once closed, everything.
_FIXED = ("code", "number", "record_id", "work_id", "procedure_id", "requested_on", "submitted_at")
ROUND_IS_FIXED = " OR ".join(
    [
        "OLD.closed_at IS NOT NULL",
        "(OLD.concluded_at IS NOT NULL AND (NEW.concluded_at IS DISTINCT FROM OLD.concluded_at"
        " OR NEW.body_id <> OLD.body_id))",
        *(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _FIXED),
    ]
)


def refuse_after(vendor: str, table: str, *, column: str, act: str = "INSERT") -> Statements:
    """Return the statements that refuse new rows in `table` once its round has `column` set."""
    name = f"{table}_no_late_{act.lower()}"
    reached = f"(SELECT {column} FROM vetting_round WHERE id = NEW.round_id) IS NOT NULL"  # noqa: S608
    message = f"{table}: the round is past this ({column})"
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN IF {reached} THEN "
            f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; "
            "END IF; RETURN NEW; END; $$ LANGUAGE plpgsql;",
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION {name}();",
        ]
    return [
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW WHEN {reached} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END;"
    ]


def stop_refusing_after(vendor: str, table: str, *, act: str = "INSERT") -> Statements:
    name = f"{table}_no_late_{act.lower()}"
    return [f"DROP TRIGGER IF EXISTS {name}{f' ON {table}' if vendor == 'postgresql' else ''};"]


def refusing_after(table: str, *, column: str, act: str = "INSERT") -> Install:
    """Return the migration operation that installs that refusal, and removes it backwards."""
    return Install(
        there=lambda vendor: refuse_after(vendor, table, column=column, act=act),
        back=lambda vendor: stop_refusing_after(vendor, table, act=act),
    )
