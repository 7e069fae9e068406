from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hearing", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("listening", "heard_ms", "done"),
        migrations.RenameField("listening", "total_ms", "total"),
        migrations.AddField(
            "listening",
            "finished_at",
            models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
        ),
        migrations.AlterField(
            "listening",
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
            "listening",
            "reason",
            models.CharField(blank=True, max_length=500, verbose_name="why it failed"),
        ),
        migrations.AlterField(
            "listening", "done", models.PositiveBigIntegerField(default=0, verbose_name="done")
        ),
        migrations.AlterField(
            "listening", "total", models.PositiveBigIntegerField(default=0, verbose_name="in all")
        ),
        migrations.AlterField(
            "listening",
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
