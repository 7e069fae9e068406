import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from archive.journal.triggers import forbidding


class Migration(migrations.Migration):
    """All earlier migrations of the room in one: what a new database is made by (docs/adr/0037)."""

    replaces = [("journal", "0001_initial"), ("journal", "0002_append_only")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("act", models.CharField(db_index=True, max_length=64, verbose_name="act")),
                ("subject_type", models.CharField(max_length=64, verbose_name="subject type")),
                ("subject_id", models.CharField(max_length=64, verbose_name="subject id")),
                ("subject_label", models.CharField(max_length=255, verbose_name="subject")),
                ("before", models.JSONField(default=dict, verbose_name="before")),
                ("after", models.JSONField(default=dict, verbose_name="after")),
                (
                    "basis_number",
                    models.CharField(blank=True, max_length=128, verbose_name="basis: number"),
                ),
                ("basis_on", models.DateField(blank=True, null=True, verbose_name="basis: date")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("previous_digest", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="actor",
                    ),
                ),
            ],
            options={
                "verbose_name": "journal entry",
                "verbose_name_plural": "journal entries",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        fields=["subject_type", "subject_id", "id"], name="journal_subject"
                    )
                ],
            },
        ),
        # Entries are never updated or deleted, whoever asks.
        forbidding("journal_entry"),
    ]
