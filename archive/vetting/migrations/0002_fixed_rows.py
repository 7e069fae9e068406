from django.db import migrations

from archive.journal.triggers import execute, forbidding
from archive.vetting.triggers import (
    APPEND_ONLY,
    ROUND_IS_FIXED,
    refuse_after,
    stop_refusing_after,
)

# Nobody joins a council, and nothing is written for it, after the conclusion.
BEFORE_CONCLUSION = (
    "vetting_councildecision",
    "vetting_seat",
    "vetting_opinion",
    "vetting_conclusion",
)


def refuse(_apps, schema_editor):
    connection = schema_editor.connection
    for table in BEFORE_CONCLUSION:
        execute(connection, refuse_after(connection.vendor, table, column="concluded_at"))
    draft = refuse_after(connection.vendor, "vetting_opinion", column="concluded_at", act="UPDATE")
    execute(connection, draft)


def allow(_apps, schema_editor):
    connection = schema_editor.connection
    for table in BEFORE_CONCLUSION:
        execute(connection, stop_refusing_after(connection.vendor, table))
    draft = stop_refusing_after(connection.vendor, "vetting_opinion", act="UPDATE")
    execute(connection, draft)


class Migration(migrations.Migration):
    """Procedures, councils, opinions handed in and conclusions are facts; the database holds it."""

    dependencies = [("vetting", "0001_initial")]

    operations = [
        *(forbidding(table) for table in APPEND_ONLY),
        forbidding("vetting_opinion", when="OLD.handed_in_at IS NOT NULL"),
        forbidding("vetting_round", when=ROUND_IS_FIXED, acts=("UPDATE",)),
        forbidding("vetting_round", acts=("DELETE",)),
        migrations.RunPython(refuse, allow, elidable=False),
    ]
