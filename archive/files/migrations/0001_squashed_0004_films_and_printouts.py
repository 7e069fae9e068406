import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from archive.journal.tables import CreateModels


class Migration(migrations.Migration):
    """All earlier migrations of the room in one: what a new database is made by (docs/adr/0037)."""

    replaces = [
        ("files", "0001_initial"),
        ("files", "0002_alto"),
        ("files", "0003_fixity_passes"),
        ("files", "0004_films_and_printouts"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Master",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "algorithm",
                        models.CharField(
                            choices=[("sha256", "SHA-256")],
                            default="sha256",
                            max_length=16,
                            verbose_name="algorithm",
                        ),
                    ),
                    ("digest", models.CharField(max_length=64, unique=True, verbose_name="digest")),
                    ("size", models.PositiveBigIntegerField(verbose_name="size")),
                    (
                        "family",
                        models.CharField(
                            choices=[
                                ("image", "Image"),
                                ("pdf", "PDF"),
                                ("audio", "Audio"),
                                ("video", "Video"),
                                ("text", "Text document"),
                            ],
                            max_length=8,
                            verbose_name="family",
                        ),
                    ),
                    ("media_type", models.CharField(max_length=127, verbose_name="media type")),
                    (
                        "puid",
                        models.CharField(
                            blank=True, max_length=32, verbose_name="PRONOM identifier"
                        ),
                    ),
                    (
                        "original_name",
                        models.CharField(max_length=255, verbose_name="original name"),
                    ),
                    (
                        "technical",
                        models.JSONField(default=dict, verbose_name="technical metadata"),
                    ),
                    ("stored_at", models.DateTimeField(verbose_name="stored at")),
                ],
                options={
                    "verbose_name": "master",
                    "verbose_name_plural": "masters",
                },
            ),
            migrations.CreateModel(
                name="FixityCheck",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField(verbose_name="at")),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("intact", "Intact"),
                                ("altered", "Altered"),
                                ("missing", "Missing"),
                            ],
                            max_length=8,
                            verbose_name="outcome",
                        ),
                    ),
                    (
                        "found_digest",
                        models.CharField(blank=True, max_length=64, verbose_name="digest found"),
                    ),
                    (
                        "master",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="fixity_checks",
                            to="files.master",
                            verbose_name="master",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "fixity check",
                    "verbose_name_plural": "fixity checks",
                    "indexes": [models.Index(fields=["master", "-at"], name="fixity_latest")],
                },
            ),
            migrations.CreateModel(
                name="Derivative",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("thumbnail", "Thumbnail"),
                                ("page_image", "Page image"),
                                ("pyramid", "Pyramid"),
                                ("web_audio", "Web audio"),
                                ("peaks", "Waveform peaks"),
                                ("poster", "Poster"),
                                ("film", "Film for the browser"),
                                ("printout", "Printout as PDF"),
                                ("words", "Words with boxes"),
                                ("alto", "Words with boxes, as ALTO"),
                            ],
                            max_length=16,
                            verbose_name="role",
                        ),
                    ),
                    (
                        "frame",
                        models.PositiveIntegerField(
                            default=0,
                            help_text="Page of a PDF or frame of a TIFF, counted from 0.",
                            verbose_name="frame",
                        ),
                    ),
                    ("path", models.CharField(max_length=255, unique=True, verbose_name="path")),
                    ("media_type", models.CharField(max_length=127, verbose_name="media type")),
                    ("digest", models.CharField(max_length=64, verbose_name="digest")),
                    ("size", models.PositiveBigIntegerField(verbose_name="size")),
                    (
                        "width",
                        models.PositiveIntegerField(blank=True, null=True, verbose_name="width"),
                    ),
                    (
                        "height",
                        models.PositiveIntegerField(blank=True, null=True, verbose_name="height"),
                    ),
                    ("recipe", models.CharField(max_length=64, verbose_name="recipe")),
                    ("made_at", models.DateTimeField(verbose_name="made at")),
                    (
                        "master",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="derivatives",
                            to="files.master",
                            verbose_name="master",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "derivative",
                    "verbose_name_plural": "derivatives",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("master", "role", "frame"),
                            name="one_derivative_per_role_and_frame",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="FixityPass",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "Waiting"),
                                ("at_work", "At work"),
                                ("finished", "Finished"),
                                ("stopped", "Stopped"),
                                ("unreachable", "The storage did not answer"),
                            ],
                            default="waiting",
                            max_length=16,
                            verbose_name="state",
                        ),
                    ),
                    ("started_at", models.DateTimeField(verbose_name="started at")),
                    (
                        "ended_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="ended at"),
                    ),
                    ("due", models.PositiveIntegerField(default=0, verbose_name="due")),
                    ("checked", models.PositiveIntegerField(default=0, verbose_name="checked")),
                    ("size", models.PositiveBigIntegerField(default=0, verbose_name="bytes read")),
                    ("faults", models.PositiveIntegerField(default=0, verbose_name="faults")),
                    (
                        "unknown_count",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="files nobody entered"
                        ),
                    ),
                    (
                        "unknown",
                        models.JSONField(
                            blank=True,
                            default=list,
                            help_text="The first two hundred.",
                            verbose_name="their names",
                        ),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            blank=True,
                            help_text="Empty: the daily share.",
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="asked for by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "fixity pass",
                    "verbose_name_plural": "fixity passes",
                    "indexes": [models.Index(fields=["-started_at"], name="fixity_pass_latest")],
                },
            ),
        ),
    ]
