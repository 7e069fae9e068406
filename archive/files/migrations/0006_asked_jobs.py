from __future__ import annotations

from typing import Any

from django.db import migrations, models


def end_alike(apps: Any, schema_editor: Any) -> None:
    """Passes end as every asked job does; of several asked for at once the last one stays."""
    passes = apps.get_model("files", "FixityPass").objects
    passes.filter(state="finished").update(state="done")
    passes.filter(state="unreachable").update(state="failed", reason="Kho không trả lời")
    asked = passes.filter(asked_by__isnull=False, state__in=["waiting", "at_work"])
    if last := asked.order_by("-pk").first():
        asked.exclude(pk=last.pk).update(state="stopped")


class Migration(migrations.Migration):
    dependencies = [("files", "0005_passes_and_recipes")]

    operations = [
        migrations.RemoveIndex("fixitypass", "fixity_pass_latest"),
        migrations.RenameField("fixitypass", "started_at", "asked_at"),
        migrations.RenameField("fixitypass", "ended_at", "finished_at"),
        migrations.RenameField("fixitypass", "checked", "done"),
        migrations.RenameField("fixitypass", "due", "total"),
        migrations.AddField(
            "fixitypass",
            "reason",
            models.CharField(blank=True, max_length=500, verbose_name="why it failed"),
        ),
        # Before columns are made wider: PostgreSQL alters no table with checks still to do.
        migrations.RunPython(end_alike, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            "fixitypass",
            {
                "ordering": ["-id"],
                "verbose_name": "fixity pass",
                "verbose_name_plural": "fixity passes",
            },
        ),
        migrations.AlterField(
            "fixitypass", "asked_at", models.DateTimeField(verbose_name="asked for at")
        ),
        migrations.AlterField(
            "fixitypass",
            "finished_at",
            models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
        ),
        migrations.AlterField(
            "fixitypass", "done", models.PositiveBigIntegerField(default=0, verbose_name="done")
        ),
        migrations.AlterField(
            "fixitypass", "total", models.PositiveBigIntegerField(default=0, verbose_name="in all")
        ),
        migrations.AlterField(
            "fixitypass",
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
        migrations.AddConstraint(
            "fixitypass",
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(
                    ("state__in", ["waiting", "at_work"]), ("asked_by__isnull", False)
                ),
                name="one_asked_fixity_pass_at_a_time",
            ),
        ),
    ]
