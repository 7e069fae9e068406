import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from archive.journal.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("catalogue", "0001_initial"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="ReadingList",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    ("made_at", models.DateTimeField(verbose_name="made at")),
                    ("changed_at", models.DateTimeField(verbose_name="changed at")),
                    (
                        "owner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="reading_lists",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="owner",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "reading list",
                    "verbose_name_plural": "reading lists",
                    "ordering": ["-changed_at", "-id"],
                    "constraints": [
                        models.UniqueConstraint(fields=("owner", "name"), name="one_list_of_a_name")
                    ],
                },
            ),
            migrations.CreateModel(
                name="ListedPlace",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "page",
                        models.PositiveIntegerField(blank=True, null=True, verbose_name="page"),
                    ),
                    (
                        "at_ms",
                        models.PositiveBigIntegerField(
                            blank=True, null=True, verbose_name="moment (ms)"
                        ),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    ("position", models.PositiveIntegerField(verbose_name="position")),
                    ("added_at", models.DateTimeField(verbose_name="added at")),
                    (
                        "record",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                    (
                        "reading_list",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="places",
                            to="research.readinglist",
                            verbose_name="reading list",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "listed place",
                    "verbose_name_plural": "listed places",
                    "ordering": ["position", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("page__isnull", True), ("at_ms__isnull", True), _connector="OR"
                            ),
                            name="listed_place_is_page_or_moment",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("at_ms__isnull", True), ("page__isnull", True)),
                            fields=("reading_list", "record"),
                            name="listed_record_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("page__isnull", False)),
                            fields=("reading_list", "record", "page"),
                            name="listed_page_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("at_ms__isnull", False)),
                            fields=("reading_list", "record", "at_ms"),
                            name="listed_moment_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SavedSearch",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    ("text", models.CharField(blank=True, max_length=1000, verbose_name="words")),
                    ("facets", models.JSONField(blank=True, default=dict, verbose_name="choices")),
                    (
                        "year_from",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="from year"
                        ),
                    ),
                    (
                        "year_to",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="to year"
                        ),
                    ),
                    (
                        "ignores_marks",
                        models.BooleanField(default=False, verbose_name="ignores marks"),
                    ),
                    (
                        "often",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (0, "No e-mail"),
                                (1, "At most once a day"),
                                (7, "At most once a week"),
                            ],
                            default=0,
                            verbose_name="letters",
                        ),
                    ),
                    (
                        "feed_key",
                        models.CharField(
                            max_length=64, null=True, unique=True, verbose_name="key of the feed"
                        ),
                    ),
                    ("known", models.JSONField(blank=True, null=True, verbose_name="found before")),
                    ("made_at", models.DateTimeField(verbose_name="made at")),
                    (
                        "followed_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="last looked at"),
                    ),
                    (
                        "is_too_wide",
                        models.BooleanField(
                            default=False, verbose_name="finds too much to be followed"
                        ),
                    ),
                    (
                        "mailed_at",
                        models.DateTimeField(
                            blank=True, null=True, verbose_name="last letter sent at"
                        ),
                    ),
                    (
                        "mail_failed_at",
                        models.DateTimeField(
                            blank=True, null=True, verbose_name="letter failed at"
                        ),
                    ),
                    (
                        "mail_failure",
                        models.CharField(
                            blank=True, max_length=300, verbose_name="why the letter failed"
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="saved_searches",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="owner",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "saved search",
                    "verbose_name_plural": "saved searches",
                    "ordering": ["name", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("owner", "name"), name="one_saved_search_of_a_name"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Finding",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("found_at", models.DateTimeField(verbose_name="found at")),
                    (
                        "mailed_at",
                        models.DateTimeField(
                            blank=True, null=True, verbose_name="written about at"
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                    (
                        "search",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="findings",
                            to="research.savedsearch",
                            verbose_name="saved search",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "finding",
                    "verbose_name_plural": "findings",
                    "ordering": ["-found_at", "-id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("search", "record"), name="one_finding_per_record"
                        )
                    ],
                },
            ),
        ),
    ]
