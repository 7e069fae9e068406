import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """All earlier migrations of the room in one: what a new database is made by (docs/adr/0037)."""

    replaces = [
        ("sheets", "0001_initial"),
        ("sheets", "0002_row_consent"),
        ("sheets", "0003_sheet_states"),
        ("sheets", "0004_levels_among_rows"),
        ("sheets", "0005_undo_stopped"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_squashed_0003_access_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("catalogue", "0001_squashed_0008_further_fields"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="received at")),
                ("name", models.CharField(max_length=255, verbose_name="file name")),
                ("content", models.BinaryField()),
                ("encoding", models.CharField(blank=True, max_length=16, verbose_name="encoding")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("unreadable", "Cannot be read"),
                            ("checked", "Checked"),
                            ("running", "Being imported"),
                            ("stopped", "Stopped"),
                            ("done", "Imported"),
                            ("undoing", "Being undone"),
                            ("undo_stopped", "Undone in part"),
                            ("undone", "Undone"),
                        ],
                        default="received",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("notices", models.JSONField(default=list, verbose_name="notices")),
                ("row_count", models.PositiveIntegerField(default=0, verbose_name="rows")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="brought by",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="units.unit",
                        verbose_name="office",
                    ),
                ),
            ],
            options={
                "verbose_name": "spreadsheet",
                "verbose_name_plural": "spreadsheets",
                "ordering": ["-made_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="row")),
                ("cells", models.JSONField(default=dict, verbose_name="cells")),
                ("plan", models.JSONField(default=dict, editable=False)),
                ("errors", models.PositiveSmallIntegerField(default=0, verbose_name="errors")),
                ("problems", models.JSONField(default=list, verbose_name="problems")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("faulty", "Faulty, left out"),
                            ("created", "Record entered"),
                            ("updated", "Record changed"),
                            ("unchanged", "Nothing to change"),
                            ("undone", "Undone"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("before", models.JSONField(default=dict, editable=False)),
                ("version_after", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "record",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sheet_rows",
                        to="catalogue.record",
                        verbose_name="record",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="sheets.sheet",
                        verbose_name="spreadsheet",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sheet_rows",
                        to="access.consent",
                        verbose_name="consent",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sheet_rows",
                        to="catalogue.collection",
                        verbose_name="collection",
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=1000, editable=False)),
            ],
            options={
                "verbose_name": "row of a spreadsheet",
                "verbose_name_plural": "rows of spreadsheets",
                "ordering": ["sheet", "number"],
                "indexes": [
                    models.Index(
                        fields=["sheet", "outcome", "rank", "number"], name="sheet_row_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "number"), name="one_row_per_number")
                ],
            },
        ),
    ]
