import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from archive.journal.tables import CreateModels


class Migration(migrations.Migration):
    """All earlier migrations of the room in one: what a new database is made by (docs/adr/0037)."""

    replaces = [("works", "0001_initial"), ("works", "0002_withdrawn_works_and_former_codes")]

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
                name="Work",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=80, unique=True, verbose_name="code")),
                    ("title", models.CharField(max_length=500, verbose_name="title")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("committee_history", "Party committee history"),
                                ("tradition_history", "Tradition history"),
                                ("chronicle", "Chronicle"),
                                ("yearbook", "Commemorative record"),
                            ],
                            max_length=20,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "period_from",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="period from"
                        ),
                    ),
                    (
                        "period_to",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="period to"
                        ),
                    ),
                    ("summary", models.TextField(blank=True, verbose_name="summary")),
                    (
                        "stage",
                        models.CharField(
                            choices=[
                                ("planned", "Planned"),
                                ("collecting", "Collecting sources"),
                                ("outlined", "Outlined"),
                                ("drafting", "Being written"),
                                ("consulting", "In consultation"),
                                ("submitted", "Vetting dossier sent"),
                                ("returned_incomplete", "Dossier returned for completion"),
                                ("council_formed", "Vetting council formed"),
                                ("under_review", "Under review by the council"),
                                ("revision_required", "Passed, to be revised as concluded"),
                                ("not_passed", "Not passed, to be vetted again"),
                                ("revised_resubmitted", "Revised and sent back"),
                                ("vetted", "Work vetted"),
                                ("approved", "Approved by the Party committee"),
                                ("licensed", "Licensed for publication"),
                                ("published", "Published"),
                                ("legacy_published", "Published before the guideline"),
                                ("suspended", "Suspended"),
                                ("withdrawn", "Withdrawn"),
                                ("superseded", "Superseded by a new edition"),
                            ],
                            default="planned",
                            max_length=20,
                            verbose_name="stage",
                        ),
                    ),
                    (
                        "expected_on",
                        models.DateField(
                            blank=True, null=True, verbose_name="expected to be finished on"
                        ),
                    ),
                    (
                        "vetted_on",
                        models.DateField(
                            blank=True, editable=False, null=True, verbose_name="vetted on"
                        ),
                    ),
                    (
                        "published_year",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="year of publication"
                        ),
                    ),
                    (
                        "publication",
                        models.CharField(
                            blank=True, max_length=500, verbose_name="publication data"
                        ),
                    ),
                    (
                        "legacy_rule",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="rule then in force"
                        ),
                    ),
                    (
                        "online_address",
                        models.URLField(blank=True, verbose_name="address on the Internet"),
                    ),
                    (
                        "online_on",
                        models.DateField(blank=True, null=True, verbose_name="online since"),
                    ),
                    (
                        "is_public",
                        models.BooleanField(default=False, verbose_name="shown to the public"),
                    ),
                    (
                        "is_demonstration",
                        models.BooleanField(default=False, verbose_name="demonstration data"),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="works_owned",
                            to="units.unit",
                            verbose_name="responsible office",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="works",
                            to="units.unit",
                            verbose_name="unit",
                        ),
                    ),
                    (
                        "withdrawn_at",
                        models.DateTimeField(
                            blank=True, editable=False, null=True, verbose_name="taken back at"
                        ),
                    ),
                    (
                        "withdrawn_reason",
                        models.CharField(
                            blank=True,
                            editable=False,
                            max_length=500,
                            verbose_name="reason for taking it back",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="supersedes",
                            to="works.work",
                            verbose_name="superseded by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "work",
                    "verbose_name_plural": "works",
                    "ordering": ["code"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("period_from__isnull", True),
                                ("period_to__isnull", True),
                                ("period_from__lte", models.F("period_to")),
                                _connector="OR",
                            ),
                            name="work_period_in_order",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("stage__in", ["vetted", "approved", "licensed", "published"]),
                                    _negated=True,
                                ),
                                ("vetted_on__isnull", False),
                                _connector="OR",
                            ),
                            name="work_is_vetted_before_it_is_published",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("stage", "legacy_published"), _negated=True),
                                models.Q(("legacy_rule", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="legacy_work_names_its_rule",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("withdrawn_at__isnull", True),
                                models.Q(
                                    ("is_public", False),
                                    models.Q(("withdrawn_reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="work_taken_back_is_not_shown_and_says_why",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Milestone",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "stage",
                        models.CharField(
                            choices=[
                                ("planned", "Planned"),
                                ("collecting", "Collecting sources"),
                                ("outlined", "Outlined"),
                                ("drafting", "Being written"),
                                ("consulting", "In consultation"),
                                ("submitted", "Vetting dossier sent"),
                                ("returned_incomplete", "Dossier returned for completion"),
                                ("council_formed", "Vetting council formed"),
                                ("under_review", "Under review by the council"),
                                ("revision_required", "Passed, to be revised as concluded"),
                                ("not_passed", "Not passed, to be vetted again"),
                                ("revised_resubmitted", "Revised and sent back"),
                                ("vetted", "Work vetted"),
                                ("approved", "Approved by the Party committee"),
                                ("licensed", "Licensed for publication"),
                                ("published", "Published"),
                                ("legacy_published", "Published before the guideline"),
                                ("suspended", "Suspended"),
                                ("withdrawn", "Withdrawn"),
                                ("superseded", "Superseded by a new edition"),
                            ],
                            max_length=20,
                            verbose_name="stage",
                        ),
                    ),
                    ("on", models.DateField(verbose_name="date")),
                    (
                        "number",
                        models.CharField(blank=True, max_length=64, verbose_name="document number"),
                    ),
                    (
                        "issuer",
                        models.CharField(blank=True, max_length=255, verbose_name="issued by"),
                    ),
                    ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
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
                        "work",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="milestones",
                            to="works.work",
                            verbose_name="work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "milestone",
                    "verbose_name_plural": "milestones",
                    "ordering": ["work", "id"],
                },
            ),
            migrations.CreateModel(
                name="Manuscript",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("version", models.PositiveIntegerField(verbose_name="version")),
                    ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                    ("added_at", models.DateTimeField(verbose_name="added at")),
                    (
                        "added_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="added by",
                        ),
                    ),
                    (
                        "master",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="manuscripts",
                            to="files.master",
                            verbose_name="master",
                        ),
                    ),
                    (
                        "work",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="manuscripts",
                            to="works.work",
                            verbose_name="work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "manuscript",
                    "verbose_name_plural": "manuscripts",
                    "ordering": ["work", "-version"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("work", "version"), name="one_manuscript_per_version"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Compiler",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=150, verbose_name="name")),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("steering", "Steering board"),
                                ("chief_editor", "Chief editor"),
                                ("compiler", "Compilation board"),
                            ],
                            default="compiler",
                            max_length=12,
                            verbose_name="role",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="compilations",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="account",
                        ),
                    ),
                    (
                        "work",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="compilers",
                            to="works.work",
                            verbose_name="work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "compiler",
                    "verbose_name_plural": "compilers",
                    "ordering": ["work", "role", "id"],
                },
            ),
            migrations.CreateModel(
                name="Citation",
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
                            blank=True, null=True, verbose_name="at (ms)"
                        ),
                    ),
                    (
                        "place_in_work",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="place in the work"
                        ),
                    ),
                    ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="citations",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                    (
                        "work",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="citations",
                            to="works.work",
                            verbose_name="work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "citation",
                    "verbose_name_plural": "citations",
                    "ordering": ["work", "id"],
                },
            ),
            migrations.CreateModel(
                name="Passage",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveIntegerField(verbose_name="paragraph")),
                    ("text", models.TextField(verbose_name="text")),
                    (
                        "manuscript",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="passages",
                            to="works.manuscript",
                            verbose_name="manuscript",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "passage",
                    "verbose_name_plural": "passages",
                    "ordering": ["manuscript", "number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("manuscript", "number"), name="one_passage_per_number"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="FormerWorkCode",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "code",
                        models.CharField(max_length=80, unique=True, verbose_name="former code"),
                    ),
                    (
                        "work",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="former_codes",
                            to="works.work",
                            verbose_name="work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "former code of a work",
                    "verbose_name_plural": "former codes of works",
                },
            ),
        ),
    ]
