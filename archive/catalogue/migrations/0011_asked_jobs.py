from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def end_alike(apps: Any, schema_editor: Any) -> None:
    mergings = apps.get_model("catalogue", "TermMerging").objects
    mergings.filter(state="refused").update(
        state="failed",
        reason="Trong lúc đó, một trong hai giá trị đã được gộp với giá trị khác.",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0010_records_by_vetting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "termmerging",
            "reason",
            models.CharField(blank=True, max_length=500, verbose_name="why it failed"),
        ),
        # Before columns are made wider: PostgreSQL alters no table with checks still to do.
        migrations.RunPython(end_alike, migrations.RunPython.noop),
        migrations.AlterField(
            "termmerging",
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
            "termmerging", "done", models.PositiveBigIntegerField(default=0, verbose_name="done")
        ),
        migrations.AlterField(
            "termmerging", "total", models.PositiveBigIntegerField(default=0, verbose_name="in all")
        ),
        migrations.AlterField(
            "termmerging",
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
