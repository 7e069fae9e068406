import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from archive.journal.tables import CreateModels


class Migration(migrations.Migration):
    """All earlier migrations of the room in one: what a new database is made by (docs/adr/0037)."""

    replaces = [
        ("access", "0001_initial"),
        ("access", "0002_initial"),
        ("access", "0003_access_requests"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("catalogue", "0001_squashed_0008_further_fields"),
        ("files", "0001_squashed_0004_films_and_printouts"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Consent",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "giver",
                        models.CharField(
                            choices=[
                                ("witness", "The witness"),
                                ("guardian", "A guardian"),
                                ("heir", "An heir"),
                            ],
                            default="witness",
                            max_length=8,
                            verbose_name="given by",
                        ),
                    ),
                    (
                        "giver_name",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="name of the giver"
                        ),
                    ),
                    ("given_on", models.DateField(verbose_name="given on")),
                    (
                        "pseudonym",
                        models.CharField(blank=True, max_length=120, verbose_name="pseudonym"),
                    ),
                    (
                        "conditions",
                        models.TextField(
                            blank=True, verbose_name="conditions in the giver's words"
                        ),
                    ),
                    (
                        "form_version",
                        models.CharField(
                            blank=True, max_length=32, verbose_name="version of the form"
                        ),
                    ),
                    (
                        "language_read",
                        models.CharField(
                            blank=True,
                            default="vi",
                            max_length=32,
                            verbose_name="language it was read out in",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="entered at")),
                    (
                        "entered_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="entered by",
                        ),
                    ),
                    (
                        "form",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="consents",
                            to="files.master",
                            verbose_name="signed form",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="consents",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                    (
                        "witness",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="consents",
                            to="catalogue.person",
                            verbose_name="witness",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "consent",
                    "verbose_name_plural": "consents",
                    "ordering": ["-given_on", "-id"],
                },
            ),
            migrations.CreateModel(
                name="Clause",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "scope",
                        models.CharField(
                            choices=[
                                ("recording", "Being recorded"),
                                ("archiving", "Keeping in the archive"),
                                ("research", "Use in research"),
                                ("audio", "Publication of the sound"),
                                ("transcript", "Publication of the transcript"),
                                ("name", "Publication of the name"),
                                ("image", "Publication of images"),
                                ("teaching", "Use in teaching"),
                            ],
                            max_length=12,
                            verbose_name="allows",
                        ),
                    ),
                    ("begins_on", models.DateField(blank=True, null=True, verbose_name="from")),
                    ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                    (
                        "only_after_death",
                        models.BooleanField(
                            default=False, verbose_name="only after the witness's death"
                        ),
                    ),
                    (
                        "withdrawn_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at"),
                    ),
                    (
                        "withdrawal_reason",
                        models.CharField(
                            blank=True, max_length=500, verbose_name="reason for withdrawal"
                        ),
                    ),
                    (
                        "consent",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="clauses",
                            to="access.consent",
                            verbose_name="consent",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "clause of a consent",
                    "verbose_name_plural": "clauses of consents",
                    "ordering": ["id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("consent", "scope"), name="one_clause_per_scope"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("begins_on__isnull", True),
                                ("ends_on__isnull", True),
                                ("begins_on__lte", models.F("ends_on")),
                                _connector="OR",
                            ),
                            name="clause_begins_before_it_ends",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Grant",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("reason", models.CharField(max_length=255, verbose_name="reason")),
                    ("begins_at", models.DateTimeField(verbose_name="begins at")),
                    (
                        "ends_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="ends at"),
                    ),
                    (
                        "revoked_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="revoked at"),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="grants",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="record_grants",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="reader",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "grant",
                    "verbose_name_plural": "grants",
                    "indexes": [models.Index(fields=["user", "record"], name="grant_by_reader")],
                },
            ),
            migrations.CreateModel(
                name="QuietCopy",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("key", models.CharField(max_length=64)),
                    ("path", models.CharField(max_length=255, verbose_name="path")),
                    ("media_type", models.CharField(max_length=127, verbose_name="media type")),
                    ("digest", models.CharField(max_length=64, verbose_name="digest")),
                    ("size", models.PositiveBigIntegerField(verbose_name="size")),
                    ("made_at", models.DateTimeField(verbose_name="made at")),
                    (
                        "recording",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="quiet_copies",
                            to="catalogue.recording",
                            verbose_name="recording",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "silenced copy",
                    "verbose_name_plural": "silenced copies",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("recording", "key"), name="one_quiet_copy_per_key"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Seal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "from_ms",
                        models.PositiveBigIntegerField(
                            blank=True, null=True, verbose_name="from (ms)"
                        ),
                    ),
                    (
                        "to_ms",
                        models.PositiveBigIntegerField(
                            blank=True, null=True, verbose_name="to (ms)"
                        ),
                    ),
                    (
                        "from_page",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="from page"
                        ),
                    ),
                    (
                        "to_page",
                        models.PositiveIntegerField(blank=True, null=True, verbose_name="to page"),
                    ),
                    ("reason", models.CharField(max_length=255, verbose_name="reason")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="sealed until")),
                    (
                        "lifted_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="lifted at"),
                    ),
                    (
                        "consent",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seals",
                            to="access.consent",
                            verbose_name="asked for in the consent",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="seals",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "seal",
                    "verbose_name_plural": "seals",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("from_ms__isnull", False),
                                    ("from_ms__lt", models.F("to_ms")),
                                    ("from_page__isnull", True),
                                    ("to_ms__isnull", False),
                                    ("to_page__isnull", True),
                                ),
                                models.Q(
                                    ("from_ms__isnull", True),
                                    ("from_page__isnull", False),
                                    ("from_page__lte", models.F("to_page")),
                                    ("to_ms__isnull", True),
                                    ("to_page__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="seal_is_over_time_or_pages",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("to_page__isnull", True), ("to_page__lte", 20000), _connector="OR"
                            ),
                            name="seal_pages_can_be_counted",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Vigil",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("noted_until", models.DateTimeField(verbose_name="noted until")),
                ],
                options={
                    "verbose_name": "vigil",
                    "verbose_name_plural": "vigils",
                },
            ),
            migrations.CreateModel(
                name="AccessRequest",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("purpose", models.TextField(verbose_name="purpose")),
                    ("asked_at", models.DateTimeField(verbose_name="asked at")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "Waiting for an answer"),
                                ("granted", "Granted"),
                                ("refused", "Refused"),
                                ("taken_back", "Taken back by the reader"),
                            ],
                            default="waiting",
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    ("answer", models.TextField(blank=True, verbose_name="answer")),
                    (
                        "answered_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                    ),
                    (
                        "told_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="letter sent at"),
                    ),
                    (
                        "mail_failure",
                        models.CharField(
                            blank=True, max_length=300, verbose_name="why the letter failed"
                        ),
                    ),
                    (
                        "answered_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="answered by",
                        ),
                    ),
                    (
                        "grant",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="request",
                            to="access.grant",
                            verbose_name="grant",
                        ),
                    ),
                    (
                        "reader",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="access_requests",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="reader",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="access_requests",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "access request",
                    "verbose_name_plural": "access requests",
                    "ordering": ["-asked_at", "-id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state", "waiting")),
                            fields=("record", "reader"),
                            name="one_waiting_request_per_reader",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("answered_at__isnull", True), ("state", "waiting")),
                                models.Q(
                                    models.Q(("state", "waiting"), _negated=True),
                                    ("answered_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="request_is_answered_or_waits",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "granted"), _negated=True),
                                ("grant__isnull", False),
                                _connector="OR",
                            ),
                            name="request_granted_has_a_grant",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "refused"), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="request_refused_says_why",
                        ),
                    ],
                },
            ),
        ),
    ]
