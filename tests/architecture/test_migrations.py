"""A new database and one that grew with the versions hold the same tables, and what was in them."""

from __future__ import annotations

import datetime as dt
import importlib

import pytest
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from archive.ingest.sheets import actions
from archive.ingest.sheets.models import Sheet
from archive.units.models import Unit


def test_the_short_way_leads_where_the_long_one_does() -> None:
    short, long = MigrationLoader(None), MigrationLoader(None, replace_migrations=False)
    for key, migration in long.replacements.items():
        long.graph.remove_replacement_node(key, migration.replaces)
    detector = MigrationAutodetector(long.project_state(), short.project_state())
    assert detector.changes(long.graph) == {}


@pytest.mark.django_db(transaction=True)
def test_the_file_of_a_spreadsheet_is_carried_over_whole(
    office: Unit, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = "Mã tra cứu,Tiêu đề\r\nLD-1,Nghị quyết\r\n".encode()
    earlier = [("sheets", "0006_reasons_worded_when_shown")]
    today = [("sheets", "0008_file_beside_the_sheet")]
    pieces = importlib.import_module("archive.ingest.sheets.migrations.0007_pieces")
    monkeypatch.setattr(pieces, "_PIECE", 7)
    try:
        executor = MigrationExecutor(connection)
        executor.migrate(earlier)
        sheets = executor.loader.project_state(earlier).apps.get_model("sheets", "Sheet").objects
        for content in (came, b""):
            sheets.create(office_id=office.pk, made_at=now, name="a.csv", content=content)
    finally:
        MigrationExecutor(connection).migrate(today)
    full, empty = Sheet.objects.order_by("pk")
    held = list(full.pieces.values_list("content", flat=True))
    assert b"".join(map(bytes, held)) == came and len(held) == -(-len(came) // 7)
    assert not empty.pieces.exists()
    assert actions.check_sheet(sheet=full).row_count == 1
