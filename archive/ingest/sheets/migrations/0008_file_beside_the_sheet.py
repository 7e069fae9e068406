from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """After what was carried over is committed: PostgreSQL alters no table with checks to do."""

    dependencies = [("sheets", "0007_pieces")]

    operations = [migrations.RemoveField("sheet", "content")]
