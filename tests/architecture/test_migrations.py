"""A new database and one that grew with the versions hold the same tables."""

from __future__ import annotations

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader


def test_the_short_way_leads_where_the_long_one_does() -> None:
    short, long = MigrationLoader(None), MigrationLoader(None, replace_migrations=False)
    for key, migration in long.replacements.items():
        long.graph.remove_replacement_node(key, migration.replaces)
    detector = MigrationAutodetector(long.project_state(), short.project_state())
    assert detector.changes(long.graph) == {}
