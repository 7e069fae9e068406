from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0006_asked_jobs")]

    operations = [
        migrations.CreateModel(
            name="Unmade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(blank=True, max_length=16, verbose_name="part")),
                ("reason", models.CharField(max_length=16, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "master",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unmade",
                        to="files.master",
                        verbose_name="master",
                    ),
                ),
            ],
            options={
                "verbose_name": "part not made",
                "verbose_name_plural": "parts not made",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("master", "part"), name="one_unmade_per_part")
                ],
            },
        ),
    ]
