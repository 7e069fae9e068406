from django.db import migrations

from archive.journal.triggers import allow as allow_again
from archive.journal.triggers import execute, forbid, forbidding
from archive.vetting.triggers import ROUND_IS_FIXED, refuse_after, stop_refusing_after

# Until a council sits, a dossier may come back with another manuscript; then no more.
VERSION_IS_FIXED = " OR ".join(
    [
        ROUND_IS_FIXED,
        "(OLD.stage NOT IN ('submitted', 'returned')"
        " AND (NEW.frozen_digest <> OLD.frozen_digest"
        " OR NEW.manuscript_id IS DISTINCT FROM OLD.manuscript_id))",
    ]
)

APPEND_ONLY = (
    "vetting_paper",
    "vetting_obstacle",
    "vetting_meeting",
    "vetting_attendance",
    "vetting_ballot",
    "vetting_slip",
    "vetting_resubmission",
    "vetting_vettingdocument",
    "works_manuscript",
    "works_passage",
    "works_milestone",
)
# (table, the round's column after which, the act)
LATE = (
    ("vetting_paper", "closed_at", "INSERT"),
    ("vetting_meeting", "concluded_at", "INSERT"),
    ("vetting_attendance", "concluded_at", "INSERT"),
    ("vetting_ballot", "concluded_at", "INSERT"),
    ("vetting_slip", "concluded_at", "INSERT"),
    ("vetting_comment", "concluded_at", "INSERT"),
    ("vetting_comment", "concluded_at", "UPDATE"),
    ("vetting_answer", "closed_at", "INSERT"),
    ("vetting_answer", "closed_at", "UPDATE"),
    ("vetting_resubmission", "closed_at", "INSERT"),
    ("vetting_vettingdocument", "closed_at", "INSERT"),
)


def _fix_round(connection, when):
    vendor, table, acts = connection.vendor, "vetting_round", ("UPDATE",)
    execute(connection, allow_again(vendor, table, acts=acts))
    execute(connection, forbid(vendor, table, when=when, acts=acts))


def refuse(_apps, schema_editor):
    connection = schema_editor.connection
    _fix_round(connection, VERSION_IS_FIXED)
    for table, column, act in LATE:
        execute(connection, refuse_after(connection.vendor, table, column=column, act=act))


def allow(_apps, schema_editor):
    connection = schema_editor.connection
    _fix_round(connection, ROUND_IS_FIXED)
    for table, _column, act in LATE:
        execute(connection, stop_refusing_after(connection.vendor, table, act=act))


class Migration(migrations.Migration):
    """Papers, minutes, ballots, versions and documents are facts; comments and answers freeze."""

    dependencies = [("vetting", "0002_fixed_rows"), ("works", "0001_initial")]

    operations = [
        *(forbidding(table) for table in APPEND_ONLY),
        forbidding("vetting_comment", when="OLD.handed_in_at IS NOT NULL"),
        forbidding("vetting_answer", acts=("DELETE",)),
        migrations.RunPython(refuse, allow, elidable=False),
    ]
