from __future__ import annotations

from typing import Any

from django.db import migrations, models


def end_alike(apps: Any, schema_editor: Any) -> None:
    apps.get_model("ingest", "Renewal").objects.filter(state="finished").update(state="done")


class Migration(migrations.Migration):
    dependencies = [("ingest", "0005_renewals")]

    operations = [
        migrations.RenameField("renewal", "started_at", "asked_at"),
        migrations.RenameField("renewal", "ended_at", "finished_at"),
        migrations.RenameField("renewal", "looked_at", "done"),
        migrations.RenameField("renewal", "due", "total"),
        migrations.AddField(
            "renewal",
            "reason",
            models.CharField(blank=True, max_length=500, verbose_name="why it failed"),
        ),
        # Before columns are made wider: PostgreSQL alters no table with checks still to do.
        migrations.RunPython(end_alike, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            "renewal",
            {
                "ordering": ["-id"],
                "verbose_name": "renewal of derivatives",
                "verbose_name_plural": "renewals of derivatives",
            },
        ),
        migrations.AlterField(
            "renewal", "asked_at", models.DateTimeField(verbose_name="asked for at")
        ),
        migrations.AlterField(
            "renewal",
            "finished_at",
            models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
        ),
        migrations.AlterField(
            "renewal", "done", models.PositiveBigIntegerField(default=0, verbose_name="done")
        ),
        migrations.AlterField(
            "renewal", "total", models.PositiveBigIntegerField(default=0, verbose_name="in all")
        ),
        migrations.AlterField(
            "renewal",
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
