import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from archive.journal.tables import CreateModels


class Migration(migrations.Migration):
    """All earlier migrations of the room in one: what a new database is made by (docs/adr/0037)."""

    replaces = [
        ("ingest", "0001_initial"),
        ("ingest", "0002_heic"),
        ("ingest", "0003_likeness"),
        ("ingest", "0004_inbox_folder"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("catalogue", "0001_squashed_0008_further_fields"),
        ("files", "0001_squashed_0004_films_and_printouts"),
        ("units", "0001_initial"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Deposit",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("made_at", models.DateTimeField(verbose_name="opened at")),
                    (
                        "secrecy",
                        models.CharField(
                            choices=[
                                ("none", "Not a state secret"),
                                ("declassified", "Declassified"),
                                ("confidential", "Confidential"),
                                ("secret", "Secret"),
                                ("top_secret", "Top secret"),
                            ],
                            max_length=16,
                            verbose_name="secrecy",
                        ),
                    ),
                    (
                        "declassified_by",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="declassified by"
                        ),
                    ),
                    (
                        "declassified_on",
                        models.DateField(blank=True, null=True, verbose_name="declassified on"),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="deposits",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="brought by",
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="deposits",
                            to="units.unit",
                            verbose_name="office",
                        ),
                    ),
                    (
                        "folder",
                        models.CharField(
                            blank=True,
                            help_text="While files are taken in from it: office code and name of the folder.",
                            max_length=255,
                            verbose_name="folder of the inbox",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "deposit",
                    "verbose_name_plural": "deposits",
                    "ordering": ["-made_at", "-id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("secrecy", "declassified"), _negated=True),
                                models.Q(
                                    models.Q(("declassified_by", ""), _negated=True),
                                    ("declassified_on__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="deposit_declassified_by_a_paper",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("folder", ""),
                                ("secrecy__in", ["none", "declassified"]),
                                _connector="OR",
                            ),
                            name="deposit_from_the_inbox_admitted",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("folder", ""), _negated=True),
                            fields=("folder",),
                            name="one_deposit_per_inbox_folder",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DepositedFile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=255, verbose_name="name")),
                    ("sort_key", models.CharField(editable=False, max_length=1024)),
                    ("size", models.PositiveBigIntegerField(default=0, verbose_name="size")),
                    ("digest", models.CharField(blank=True, max_length=64, verbose_name="digest")),
                    ("received_at", models.DateTimeField(verbose_name="received at")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("received", "Received"),
                                ("checking", "Being checked"),
                                ("accepted", "Accepted"),
                                ("refused", "Refused"),
                            ],
                            default="received",
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    (
                        "reason",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("empty", "The file is empty."),
                                ("too_large", "The file is larger than the limit."),
                                ("unknown", "The kind of file is not known here."),
                                ("unsupported", "The archive cannot keep this kind of file yet."),
                                ("heic", "The photograph is in HEIC, which cannot be opened here."),
                                (
                                    "active",
                                    "The file is a web page or a drawing that can run programs.",
                                ),
                                ("truncated", "The file ends too early: part of it is missing."),
                                ("damaged", "The file is damaged and cannot be opened."),
                                ("encrypted", "The file is protected by a password."),
                                ("no_pages", "The file has no page."),
                                ("silent", "The recording has no sound in it."),
                                ("bomb", "The picture is too large to be opened safely."),
                                ("too_heavy", "Opening the file takes too much time or memory."),
                                ("old_encoding", "The text is written in an old encoding."),
                                ("lost", "The file did not arrive whole."),
                            ],
                            max_length=16,
                            verbose_name="reason",
                        ),
                    ),
                    ("detail", models.CharField(blank=True, max_length=300, verbose_name="detail")),
                    ("incoming", models.CharField(blank=True, editable=False, max_length=64)),
                    (
                        "steps_done",
                        models.PositiveIntegerField(default=0, verbose_name="steps done"),
                    ),
                    ("steps", models.PositiveIntegerField(default=0, verbose_name="steps")),
                    (
                        "finished_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
                    ),
                    (
                        "deposit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="files",
                            to="ingest.deposit",
                            verbose_name="deposit",
                        ),
                    ),
                    (
                        "master",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="deposited",
                            to="files.master",
                            verbose_name="master",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="deposited_files",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "deposited file",
                    "verbose_name_plural": "deposited files",
                    "ordering": ["deposit", "sort_key", "id"],
                    "indexes": [
                        models.Index(fields=["state", "finished_at"], name="deposited_unfinished")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("master__isnull", True),
                                    ("state", "refused"),
                                    models.Q(("reason", ""), _negated=True),
                                ),
                                models.Q(
                                    ("master__isnull", False), ("reason", ""), ("state", "accepted")
                                ),
                                models.Q(
                                    ("master__isnull", True),
                                    ("reason", ""),
                                    ("state__in", ["received", "checking"]),
                                ),
                                _connector="OR",
                            ),
                            name="deposited_file_ends_one_way",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Upload",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ("name", models.CharField(max_length=255, verbose_name="name")),
                    ("length", models.PositiveBigIntegerField(verbose_name="size")),
                    (
                        "expected_digest",
                        models.CharField(blank=True, max_length=64, verbose_name="digest"),
                    ),
                    ("incoming", models.CharField(editable=False, max_length=64)),
                    ("begun_at", models.DateTimeField(verbose_name="begun at")),
                    (
                        "deposit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="uploads",
                            to="ingest.deposit",
                            verbose_name="deposit",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="uploads",
                            to="ingest.depositedfile",
                            verbose_name="deposited file",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "upload",
                    "verbose_name_plural": "uploads",
                },
            ),
            migrations.CreateModel(
                name="Fingerprint",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("frame", models.PositiveIntegerField(default=0, verbose_name="frame")),
                    ("bits", models.CharField(max_length=64, verbose_name="bits")),
                    (
                        "master",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="fingerprints",
                            to="files.master",
                            verbose_name="master",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "fingerprint of a page",
                    "verbose_name_plural": "fingerprints of pages",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("master", "frame"), name="one_fingerprint_per_frame"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="FingerprintBand",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("key", models.PositiveIntegerField(verbose_name="place and bits")),
                    (
                        "fingerprint",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="bands",
                            to="ingest.fingerprint",
                            verbose_name="fingerprint of a page",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "band of a fingerprint",
                    "verbose_name_plural": "bands of fingerprints",
                    "indexes": [
                        models.Index(fields=["key", "fingerprint"], name="fingerprint_band_key")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Likeness",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("bits_apart", models.PositiveSmallIntegerField(verbose_name="bits apart")),
                    (
                        "earlier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="later_likenesses",
                            to="ingest.fingerprint",
                            verbose_name="earlier page",
                        ),
                    ),
                    (
                        "fingerprint",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="likenesses",
                            to="ingest.fingerprint",
                            verbose_name="fingerprint of a page",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "likeness",
                    "verbose_name_plural": "likenesses",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("fingerprint", "earlier"), name="one_likeness_a_pair"
                        )
                    ],
                },
            ),
        ),
    ]
