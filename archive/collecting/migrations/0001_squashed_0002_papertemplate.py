import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from archive.journal.tables import CreateModels


class Migration(migrations.Migration):
    """All earlier migrations of the room in one: what a new database is made by (docs/adr/0037)."""

    replaces = [("collecting", "0001_initial"), ("collecting", "0002_papertemplate")]

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
                name="Campaign",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("title", models.CharField(max_length=255, verbose_name="title")),
                    (
                        "due_on",
                        models.DateField(blank=True, null=True, verbose_name="to be done by"),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="campaigns",
                            to="units.unit",
                            verbose_name="office",
                        ),
                    ),
                    (
                        "witnesses",
                        models.ManyToManyField(
                            related_name="campaigns",
                            through="collecting.CampaignTarget",
                            to="collecting.witness",
                            verbose_name="witnesses",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "campaign",
                    "verbose_name_plural": "campaigns",
                    "ordering": ["due_on", "id"],
                },
            ),
            migrations.CreateModel(
                name="Witness",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=255, verbose_name="full name")),
                    (
                        "aliases",
                        models.CharField(blank=True, max_length=255, verbose_name="aliases"),
                    ),
                    (
                        "sort_key",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "born_written",
                        models.CharField(blank=True, max_length=120, verbose_name="born"),
                    ),
                    ("born_earliest", models.DateField(blank=True, editable=False, null=True)),
                    ("born_latest", models.DateField(blank=True, editable=False, null=True)),
                    (
                        "posts",
                        models.TextField(blank=True, verbose_name="posts and units, by period"),
                    ),
                    (
                        "witnessed",
                        models.TextField(blank=True, verbose_name="events and places witnessed"),
                    ),
                    (
                        "languages",
                        models.CharField(blank=True, max_length=120, verbose_name="languages"),
                    ),
                    (
                        "recommended_by",
                        models.CharField(blank=True, max_length=255, verbose_name="recommended by"),
                    ),
                    (
                        "frailty",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (0, "Not known"),
                                (1, "A little"),
                                (2, "Clearly"),
                                (3, "Severely"),
                            ],
                            default=0,
                            verbose_name="frailty",
                        ),
                    ),
                    (
                        "forgetting",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (0, "Not known"),
                                (1, "A little"),
                                (2, "Clearly"),
                                (3, "Severely"),
                            ],
                            default=0,
                            verbose_name="memory failing",
                        ),
                    ),
                    (
                        "alone_knows",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (0, "Not known"),
                                (1, "A little"),
                                (2, "Clearly"),
                                (3, "Severely"),
                            ],
                            default=0,
                            verbose_name="knows what nobody else does",
                        ),
                    ),
                    (
                        "last_contact_on",
                        models.DateField(blank=True, null=True, verbose_name="last contact"),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("to_be_met", "To be met"),
                                ("appointed", "Appointed"),
                                ("met", "Met"),
                                ("meet_again", "To be met again"),
                                ("declined", "Declined"),
                                ("deceased", "Deceased"),
                            ],
                            default="to_be_met",
                            max_length=12,
                            verbose_name="status",
                        ),
                    ),
                    ("private", models.BinaryField(default=bytes)),
                    (
                        "is_demonstration",
                        models.BooleanField(default=False, verbose_name="demonstration data"),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="entered at")),
                    ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="witnesses",
                            to="units.unit",
                            verbose_name="office",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="witness_entries",
                            to="catalogue.person",
                            verbose_name="person in the catalogue",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="witnesses_of",
                            to="units.unit",
                            verbose_name="unit they know most of",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "witness entry",
                    "verbose_name_plural": "witness entries",
                    "ordering": ["sort_key", "id"],
                    "indexes": [models.Index(fields=["office", "status"], name="witness_queue")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("alone_knows__lte", 3), ("forgetting__lte", 3), ("frailty__lte", 3)
                            ),
                            name="witness_degrees_have_four_steps",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="CampaignTarget",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "campaign",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            to="collecting.campaign",
                            verbose_name="campaign",
                        ),
                    ),
                    (
                        "witness",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            to="collecting.witness",
                            verbose_name="witness",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "target of a campaign",
                    "verbose_name_plural": "targets of campaigns",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("campaign", "witness"), name="one_target_per_witness"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Appointment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("starts_at", models.DateTimeField(verbose_name="begins at")),
                    (
                        "minutes",
                        models.PositiveSmallIntegerField(default=90, verbose_name="minutes"),
                    ),
                    ("place", models.CharField(blank=True, max_length=255, verbose_name="place")),
                    (
                        "mandate_number",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="mandate: number"
                        ),
                    ),
                    (
                        "mandate_on",
                        models.DateField(blank=True, null=True, verbose_name="mandate: date"),
                    ),
                    (
                        "mandate_signatory",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="mandate: signed by"
                        ),
                    ),
                    (
                        "equipment",
                        models.TextField(blank=True, verbose_name="equipment, one thing a line"),
                    ),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("pending", "Still to come"),
                                ("held", "Held"),
                                ("put_off", "Put off"),
                                ("cancelled", "Cancelled"),
                            ],
                            default="pending",
                            max_length=9,
                            verbose_name="outcome",
                        ),
                    ),
                    (
                        "interviewer",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="appointments",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="interviewer",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="appointments",
                            to="catalogue.record",
                            verbose_name="interview made of it",
                        ),
                    ),
                    (
                        "witness",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="appointments",
                            to="collecting.witness",
                            verbose_name="witness",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "appointment",
                    "verbose_name_plural": "appointments",
                    "ordering": ["starts_at", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("minutes__gte", 5), ("minutes__lte", 720)),
                            name="appointment_of_a_bearable_length",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PaperTemplate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("consent", "Consent form"),
                                ("witness", "Witness form"),
                                ("confirmation", "Confirmation of the transcript"),
                            ],
                            max_length=16,
                            verbose_name="paper",
                        ),
                    ),
                    ("version", models.PositiveIntegerField(verbose_name="version")),
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
                            related_name="paper_templates",
                            to="files.master",
                            verbose_name="file",
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="paper_templates",
                            to="units.unit",
                            verbose_name="office",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "template of a paper",
                    "verbose_name_plural": "templates of papers",
                    "ordering": ["office", "kind", "-version"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("office", "kind", "version"),
                            name="one_paper_template_per_version",
                        )
                    ],
                },
            ),
        ),
    ]
