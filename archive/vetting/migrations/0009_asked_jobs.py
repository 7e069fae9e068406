from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def end_alike(apps: Any, schema_editor: Any) -> None:
    """Packings end as every asked job does; that a file was cleared away stands beside."""
    packings = apps.get_model("vetting", "Packing").objects
    packings.filter(state="cancelled").update(state="stopped")
    packings.filter(state="cleared").update(state="done", cleared_at=F("finished_at"))
    packings.filter(state="ready").update(state="done")


class Migration(migrations.Migration):
    dependencies = [
        ("vetting", "0008_dossiers_as_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("packing", "failure", "reason"),
        migrations.AddField(
            "packing",
            "cleared_at",
            models.DateTimeField(blank=True, null=True, verbose_name="cleared away at"),
        ),
        # Before columns are made wider: PostgreSQL alters no table with checks still to do.
        migrations.RunPython(end_alike, migrations.RunPython.noop),
        migrations.AlterField(
            "packing",
            "asked_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked for by",
            ),
        ),
        migrations.AlterField(
            "packing",
            "reason",
            models.CharField(blank=True, max_length=500, verbose_name="why it failed"),
        ),
        migrations.AlterField(
            "packing", "done", models.PositiveBigIntegerField(default=0, verbose_name="done")
        ),
        migrations.AlterField(
            "packing", "total", models.PositiveBigIntegerField(default=0, verbose_name="in all")
        ),
        migrations.AlterField(
            "packing",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "Waiting for the worker"),
                    ("at_work", "At work"),
                    ("done", "Done"),
                    ("stopped", "Stopped"),
                    ("failed", "Failed"),
                ],
                default="waiting",
                max_length=16,
                verbose_name="state",
            ),
        ),
    ]
