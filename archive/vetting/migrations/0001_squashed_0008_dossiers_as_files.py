import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from archive.journal.tables import CreateModels
from archive.journal.triggers import forbidding
from archive.vetting.defaults import install
from archive.vetting.triggers import ROUND_IS_FIXED, refusing_after

# Rows that are facts from the moment they are written.
APPEND_ONLY = (
    "vetting_procedure",
    "vetting_provision",
    "vetting_competence",
    "vetting_councildecision",
    "vetting_seat",
    "vetting_conclusion",
    "vetting_paper",
    "vetting_obstacle",
    "vetting_meeting",
    "vetting_attendance",
    "vetting_ballot",
    "vetting_slip",
    "vetting_resubmission",
    "vetting_vettingdocument",
    "vetting_disclosure",
    "works_manuscript",
    "works_passage",
    "works_milestone",
)

# Until a council sits, a dossier may come back with another manuscript; then no more.
VERSION_IS_FIXED = " OR ".join(
    [
        ROUND_IS_FIXED,
        "(OLD.stage NOT IN ('submitted', 'returned')"
        " AND (NEW.frozen_digest <> OLD.frozen_digest"
        " OR NEW.manuscript_id IS DISTINCT FROM OLD.manuscript_id))",
    ]
)

# What comes too late: the table, the round's column after which, the act.
LATE = (
    ("vetting_councildecision", "concluded_at", "INSERT"),
    ("vetting_seat", "concluded_at", "INSERT"),
    ("vetting_opinion", "concluded_at", "INSERT"),
    ("vetting_opinion", "concluded_at", "UPDATE"),
    ("vetting_conclusion", "concluded_at", "INSERT"),
    ("vetting_paper", "closed_at", "INSERT"),
    ("vetting_meeting", "concluded_at", "INSERT"),
    ("vetting_attendance", "concluded_at", "INSERT"),
    ("vetting_ballot", "concluded_at", "INSERT"),
    ("vetting_slip", "concluded_at", "INSERT"),
    ("vetting_comment", "concluded_at", "INSERT"),
    ("vetting_comment", "concluded_at", "UPDATE"),
    ("vetting_answer", "closed_at", "INSERT"),
    ("vetting_answer", "closed_at", "UPDATE"),
    ("vetting_resubmission", "closed_at", "INSERT"),
    ("vetting_vettingdocument", "closed_at", "INSERT"),
)


def enter_procedures(apps, _schema_editor):
    """Every installation starts with the same procedures."""
    install(
        apps.get_model("vetting", "Procedure"),
        apps.get_model("vetting", "Provision"),
        apps.get_model("vetting", "Competence"),
        at=timezone.now(),
    )


class Migration(migrations.Migration):
    """All earlier migrations of the room in one: what a new database is made by (docs/adr/0037)."""

    replaces = [
        ("vetting", "0001_initial"),
        ("vetting", "0002_fixed_rows"),
        ("vetting", "0003_fixed_parts"),
        ("vetting", "0004_default_procedures"),
        ("vetting", "0005_disclosures_and_reminders"),
        ("vetting", "0006_round_indexes"),
        ("vetting", "0007_comment_places"),
        ("vetting", "0008_dossiers_as_files"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("catalogue", "0001_squashed_0008_further_fields"),
        ("files", "0001_squashed_0004_films_and_printouts"),
        ("units", "0001_initial"),
        ("works", "0001_squashed_0002_withdrawn_works_and_former_codes"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Competence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("procedure_code", models.CharField(max_length=32, verbose_name="procedure")),
                    (
                        "level",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("central", "Central"),
                                ("province", "Province level"),
                                ("district", "District level"),
                                ("commune", "Commune level"),
                            ],
                            max_length=16,
                            verbose_name="level",
                        ),
                    ),
                    (
                        "work_kind",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("committee_history", "Party committee history"),
                                ("tradition_history", "Tradition history"),
                                ("chronicle", "Chronicle"),
                                ("yearbook", "Commemorative record"),
                            ],
                            max_length=20,
                            verbose_name="kind of work",
                        ),
                    ),
                    (
                        "valid_from",
                        models.DateField(blank=True, null=True, verbose_name="valid from"),
                    ),
                    ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                    (
                        "body",
                        models.CharField(blank=True, max_length=255, verbose_name="competent body"),
                    ),
                    (
                        "body_en",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="competent body in English"
                        ),
                    ),
                    (
                        "body_level",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("central", "Central"),
                                ("province", "Province level"),
                                ("district", "District level"),
                                ("commune", "Commune level"),
                            ],
                            max_length=16,
                            verbose_name="level of the body",
                        ),
                    ),
                    ("basis", models.CharField(blank=True, max_length=500, verbose_name="basis")),
                    (
                        "basis_en",
                        models.CharField(
                            blank=True, max_length=500, verbose_name="basis in English"
                        ),
                    ),
                    (
                        "certainty",
                        models.CharField(
                            choices=[
                                ("sourced", "Stated by a source"),
                                ("practice", "Practice seen elsewhere"),
                                ("office", "The office's own decision"),
                                ("proposed", "Proposed by this program, for the office to decide"),
                                ("undetermined", "Not determined"),
                            ],
                            max_length=12,
                            verbose_name="certainty",
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
                ],
                options={
                    "verbose_name": "competence",
                    "verbose_name_plural": "competences",
                    "ordering": ["procedure_code", "work_kind", "level", "valid_from", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_from__isnull", True),
                                ("valid_to__isnull", True),
                                ("valid_from__lte", models.F("valid_to")),
                                _connector="OR",
                            ),
                            name="competence_begins_before_it_ends",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("body", ""), _negated=True),
                                ("certainty", "undetermined"),
                                _connector="OR",
                            ),
                            name="competence_without_body_is_undetermined",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Procedure",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=32, verbose_name="code")),
                    ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                    ("name", models.CharField(max_length=255, verbose_name="name")),
                    (
                        "name_en",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="name in English"
                        ),
                    ),
                    (
                        "subject_kind",
                        models.CharField(
                            choices=[
                                ("work", "Compiled work"),
                                ("record", "Document or testimony"),
                            ],
                            max_length=8,
                            verbose_name="vets",
                        ),
                    ),
                    (
                        "document_number",
                        models.CharField(blank=True, max_length=64, verbose_name="document number"),
                    ),
                    (
                        "document_on",
                        models.DateField(blank=True, null=True, verbose_name="document date"),
                    ),
                    (
                        "issuer",
                        models.CharField(blank=True, max_length=255, verbose_name="issued by"),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="what is known of it")),
                    (
                        "note_en",
                        models.TextField(
                            blank=True, verbose_name="what is known of it, in English"
                        ),
                    ),
                    (
                        "valid_from",
                        models.DateField(blank=True, null=True, verbose_name="valid from"),
                    ),
                    ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
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
                ],
                options={
                    "verbose_name": "procedure",
                    "verbose_name_plural": "procedures",
                    "ordering": ["code", "-version"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("code", "version"), name="one_procedure_per_version"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_from__isnull", True),
                                ("valid_to__isnull", True),
                                ("valid_from__lte", models.F("valid_to")),
                                _connector="OR",
                            ),
                            name="procedure_begins_before_it_ends",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Provision",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("purpose", "Purpose and obligation"),
                                ("stage", "Stage"),
                                ("council", "Council"),
                                ("paper", "Required paper"),
                                ("criterion", "Criterion"),
                                ("period", "Period"),
                                ("rule", "Rule of work"),
                                ("verdict", "Verdict"),
                            ],
                            max_length=12,
                            verbose_name="kind",
                        ),
                    ),
                    ("code", models.CharField(max_length=40, verbose_name="code")),
                    ("label", models.CharField(max_length=500, verbose_name="demand")),
                    (
                        "label_en",
                        models.CharField(
                            blank=True, max_length=500, verbose_name="demand in English"
                        ),
                    ),
                    ("value", models.CharField(blank=True, max_length=40, verbose_name="value")),
                    ("basis", models.CharField(blank=True, max_length=500, verbose_name="basis")),
                    (
                        "basis_en",
                        models.CharField(
                            blank=True, max_length=500, verbose_name="basis in English"
                        ),
                    ),
                    (
                        "certainty",
                        models.CharField(
                            choices=[
                                ("sourced", "Stated by a source"),
                                ("practice", "Practice seen elsewhere"),
                                ("office", "The office's own decision"),
                                ("proposed", "Proposed by this program, for the office to decide"),
                                ("undetermined", "Not determined"),
                            ],
                            max_length=12,
                            verbose_name="certainty",
                        ),
                    ),
                    (
                        "procedure",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="provisions",
                            to="vetting.procedure",
                            verbose_name="procedure",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "provision",
                    "verbose_name_plural": "provisions",
                    "ordering": ["procedure", "position", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("procedure", "kind", "code"), name="one_provision_per_code"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Round",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=100, unique=True, verbose_name="code")),
                    ("number", models.PositiveIntegerField(verbose_name="round")),
                    (
                        "empowered_by",
                        models.CharField(
                            blank=True,
                            max_length=255,
                            verbose_name="document that empowers the body",
                        ),
                    ),
                    (
                        "empowered_on",
                        models.DateField(
                            blank=True, null=True, verbose_name="date of that document"
                        ),
                    ),
                    (
                        "stage",
                        models.CharField(
                            choices=[
                                ("submitted", "Dossier submitted"),
                                ("returned", "Dossier returned for completion"),
                                ("council_formed", "Council formed"),
                                ("under_review", "Under review"),
                                ("revision_required", "Passed, to be revised as concluded"),
                                ("resubmitted", "Revised and sent back"),
                                ("vetted", "Vetted"),
                                ("not_passed", "Not passed"),
                                ("suspended", "Suspended"),
                                ("withdrawn", "Withdrawn"),
                            ],
                            db_index=True,
                            default="submitted",
                            max_length=20,
                            verbose_name="stage",
                        ),
                    ),
                    (
                        "suspended_from",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("submitted", "Dossier submitted"),
                                ("returned", "Dossier returned for completion"),
                                ("council_formed", "Council formed"),
                                ("under_review", "Under review"),
                                ("revision_required", "Passed, to be revised as concluded"),
                                ("resubmitted", "Revised and sent back"),
                                ("vetted", "Vetted"),
                                ("not_passed", "Not passed"),
                                ("suspended", "Suspended"),
                                ("withdrawn", "Withdrawn"),
                            ],
                            max_length=20,
                            verbose_name="stage before suspension",
                        ),
                    ),
                    (
                        "request_number",
                        models.CharField(
                            blank=True, max_length=64, verbose_name="number of the request"
                        ),
                    ),
                    ("requested_on", models.DateField(verbose_name="date of the request")),
                    ("frozen", models.JSONField(default=dict, verbose_name="frozen version")),
                    (
                        "frozen_digest",
                        models.CharField(
                            max_length=64, verbose_name="SHA-256 of the frozen version"
                        ),
                    ),
                    (
                        "review_due_on",
                        models.DateField(blank=True, null=True, verbose_name="opinions due on"),
                    ),
                    ("status_before", models.CharField(blank=True, editable=False, max_length=20)),
                    ("submitted_at", models.DateTimeField(verbose_name="submitted at")),
                    ("stage_since", models.DateTimeField(verbose_name="at this stage since")),
                    (
                        "concluded_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="concluded at"),
                    ),
                    (
                        "closed_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
                    ),
                    (
                        "body",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="vetting_rounds",
                            to="units.unit",
                            verbose_name="vetting body",
                        ),
                    ),
                    (
                        "competence",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="rounds",
                            to="vetting.competence",
                            verbose_name="competence",
                        ),
                    ),
                    (
                        "manuscript",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="vetting_rounds",
                            to="works.manuscript",
                            verbose_name="manuscript that is vetted",
                        ),
                    ),
                    (
                        "procedure",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="rounds",
                            to="vetting.procedure",
                            verbose_name="procedure",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="vetting_rounds",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                    (
                        "requested_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="submitted by",
                        ),
                    ),
                    (
                        "work",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="vetting_rounds",
                            to="works.work",
                            verbose_name="work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "vetting round",
                    "verbose_name_plural": "vetting rounds",
                    "ordering": ["-submitted_at", "-id"],
                    "indexes": [
                        models.Index(fields=["stage_since", "id"], name="round_by_waiting"),
                        models.Index(
                            fields=["body", "closed_at", "stage", "stage_since"],
                            name="round_by_body_waiting",
                        ),
                        models.Index(
                            condition=models.Q(("closed_at__isnull", True)),
                            fields=[
                                "stage_since",
                                "id",
                                "stage",
                                "body",
                                "record",
                                "work",
                                "review_due_on",
                            ],
                            name="round_open_by_waiting",
                        ),
                        models.Index(
                            fields=[
                                "stage",
                                "closed_at",
                                "submitted_at",
                                "body",
                                "record",
                                "work",
                                "stage_since",
                                "review_due_on",
                            ],
                            name="round_by_stage",
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("record__isnull", False), ("work__isnull", True)),
                                models.Q(("record__isnull", True), ("work__isnull", False)),
                                _connector="OR",
                            ),
                            name="round_has_one_subject",
                        ),
                        models.UniqueConstraint(
                            fields=("record", "number"), name="one_round_per_record_number"
                        ),
                        models.UniqueConstraint(
                            fields=("work", "number"), name="one_round_per_work_number"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("closed_at__isnull", True)),
                            fields=("record",),
                            name="one_open_round_per_record",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("closed_at__isnull", True)),
                            fields=("work",),
                            name="one_open_round_per_work",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Resubmission",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "number",
                        models.CharField(
                            blank=True, max_length=64, verbose_name="number of the report"
                        ),
                    ),
                    ("on", models.DateField(verbose_name="date of the report")),
                    ("sent_at", models.DateTimeField(verbose_name="sent at")),
                    (
                        "manuscript",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="resubmissions",
                            to="works.manuscript",
                            verbose_name="corrected manuscript",
                        ),
                    ),
                    (
                        "sent_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="sent by",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="resubmissions",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "corrected version sent back",
                    "verbose_name_plural": "corrected versions sent back",
                    "ordering": ["round", "id"],
                },
            ),
            migrations.CreateModel(
                name="Paper",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=40, verbose_name="code")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("filed", "Filed"),
                                ("missing", "Missing"),
                                ("not_applicable", "Not applicable"),
                            ],
                            max_length=16,
                            verbose_name="state",
                        ),
                    ),
                    ("number", models.CharField(blank=True, max_length=64, verbose_name="number")),
                    ("on", models.DateField(blank=True, null=True, verbose_name="date")),
                    (
                        "note",
                        models.CharField(blank=True, max_length=500, verbose_name="note or reason"),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="entered at")),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="entered by",
                        ),
                    ),
                    (
                        "master",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="vetting_papers",
                            to="files.master",
                            verbose_name="file",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="papers",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "paper of a dossier",
                    "verbose_name_plural": "papers of a dossier",
                    "ordering": ["round", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "not_applicable"), _negated=True),
                                models.Q(("note", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="paper_not_applicable_says_why",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Obstacle",
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
                                ("competence", "Competence of the body"),
                                ("people", "People and expertise"),
                                ("sources", "Sources"),
                                ("money", "Money and norms"),
                                ("procedure", "The procedure itself"),
                                ("other", "Other"),
                            ],
                            max_length=12,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "text",
                        models.CharField(max_length=1000, verbose_name="what stands in the way"),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="entered at")),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="entered by",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="obstacles",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "obstacle",
                    "verbose_name_plural": "obstacles",
                    "ordering": ["round", "id"],
                },
            ),
            migrations.CreateModel(
                name="Meeting",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("held_on", models.DateField(verbose_name="held on")),
                    ("place", models.CharField(blank=True, max_length=255, verbose_name="place")),
                    ("minutes", models.TextField(verbose_name="minutes")),
                    (
                        "minutes_number",
                        models.CharField(
                            blank=True, max_length=64, verbose_name="number of the minutes"
                        ),
                    ),
                    (
                        "also_present",
                        models.CharField(blank=True, max_length=500, verbose_name="also present"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="recorded by",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="meetings",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "council meeting",
                    "verbose_name_plural": "council meetings",
                    "ordering": ["round", "held_on", "id"],
                },
            ),
            migrations.CreateModel(
                name="CouncilDecision",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=64, verbose_name="number")),
                    ("on", models.DateField(verbose_name="date")),
                    ("signatory", models.CharField(max_length=150, verbose_name="signed by")),
                    ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                    ("entered_at", models.DateTimeField(verbose_name="entered at")),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="decisions",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "council decision",
                    "verbose_name_plural": "council decisions",
                    "ordering": ["round", "id"],
                },
            ),
            migrations.CreateModel(
                name="Conclusion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "verdict",
                        models.CharField(
                            choices=[
                                ("vetted", "Vetted"),
                                ("revision_required", "Revision required"),
                                ("not_passed", "Not passed"),
                            ],
                            max_length=20,
                            verbose_name="verdict",
                        ),
                    ),
                    ("number", models.CharField(max_length=64, verbose_name="number")),
                    ("on", models.DateField(verbose_name="date")),
                    ("signatory", models.CharField(max_length=150, verbose_name="signed by")),
                    ("text", models.TextField(verbose_name="conclusion")),
                    ("findings", models.JSONField(default=dict, verbose_name="findings")),
                    (
                        "corroboration",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("corroborated", "Corroborated by another source"),
                                ("single_source", "A single source, to be used with a note"),
                                ("contradicted", "Contradicted by another source"),
                            ],
                            max_length=16,
                            verbose_name="corroboration",
                        ),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="recorded by",
                        ),
                    ),
                    (
                        "round",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="conclusion",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "conclusion",
                    "verbose_name_plural": "conclusions",
                    "ordering": ["round"],
                },
            ),
            migrations.CreateModel(
                name="Ballot",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("question", models.CharField(max_length=255, verbose_name="question")),
                    ("spoilt", models.PositiveIntegerField(default=0, verbose_name="spoilt slips")),
                    (
                        "envelope",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="mark on the sealed envelope"
                        ),
                    ),
                    ("counted_at", models.DateTimeField(verbose_name="counted at")),
                    (
                        "counted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="counted by",
                        ),
                    ),
                    (
                        "meeting",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="ballots",
                            to="vetting.meeting",
                            verbose_name="meeting",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="ballots",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "ballot",
                    "verbose_name_plural": "ballots",
                    "ordering": ["round", "id"],
                },
            ),
            migrations.CreateModel(
                name="Seat",
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
                                ("chair", "Chair"),
                                ("vice_chair", "Vice-chair"),
                                ("secretary", "Secretary"),
                                ("reviewer", "Reviewer"),
                                ("member", "Member"),
                            ],
                            max_length=12,
                            verbose_name="role",
                        ),
                    ),
                    ("office", models.CharField(blank=True, max_length=255, verbose_name="office")),
                    ("field", models.CharField(blank=True, max_length=255, verbose_name="field")),
                    (
                        "conflict_note",
                        models.CharField(
                            blank=True,
                            max_length=500,
                            verbose_name="why seated although they had a part in it",
                        ),
                    ),
                    (
                        "decision",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seats",
                            to="vetting.councildecision",
                            verbose_name="decision",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="vetting_seats",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="person",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seats",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                    (
                        "replaces",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replacement",
                            to="vetting.seat",
                            verbose_name="in place of",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "seat",
                    "verbose_name_plural": "seats",
                    "ordering": ["round", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("round", "person"), name="one_seat_per_person"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("role", ""), _negated=True), name="seat_has_a_role"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Comment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "paragraph",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="paragraph"
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
                        "quote",
                        models.CharField(blank=True, max_length=500, verbose_name="quoted words"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("fact", "Fact"),
                                ("source", "Source"),
                                ("date", "Date"),
                                ("name", "Name"),
                                ("judgement", "Judgement"),
                                ("wording", "Wording"),
                                ("image", "Picture"),
                            ],
                            max_length=12,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "weight",
                        models.CharField(
                            choices=[
                                ("must", "Must be mended"),
                                ("should", "Should be mended"),
                                ("may", "Left to the compilers"),
                            ],
                            default="should",
                            max_length=8,
                            verbose_name="weight",
                        ),
                    ),
                    ("text", models.TextField(verbose_name="comment")),
                    ("written_at", models.DateTimeField(verbose_name="written at")),
                    (
                        "handed_in_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="handed in at"),
                    ),
                    (
                        "citation",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="works.citation",
                            verbose_name="source it points at",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="comments",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                    (
                        "seat",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="comments",
                            to="vetting.seat",
                            verbose_name="seat",
                        ),
                    ),
                    (
                        "box",
                        models.CharField(
                            blank=True, max_length=40, null=True, verbose_name="part of the page"
                        ),
                    ),
                    (
                        "until_ms",
                        models.PositiveBigIntegerField(
                            blank=True, null=True, verbose_name="until (ms)"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "comment",
                    "verbose_name_plural": "comments",
                    "ordering": ["round", "paragraph", "page", "at_ms", "id"],
                    "indexes": [
                        models.Index(fields=["seat", "handed_in_at"], name="comment_by_seat")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Answer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("accepted", models.BooleanField(verbose_name="taken in")),
                    (
                        "where_changed",
                        models.CharField(
                            blank=True, max_length=500, verbose_name="where it was changed"
                        ),
                    ),
                    (
                        "why_not",
                        models.TextField(blank=True, verbose_name="why it was not taken in"),
                    ),
                    ("answered_at", models.DateTimeField(verbose_name="answered at")),
                    (
                        "answered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="answered by",
                        ),
                    ),
                    (
                        "comment",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answer",
                            to="vetting.comment",
                            verbose_name="comment",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answers",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "answer to a comment",
                    "verbose_name_plural": "answers to comments",
                    "ordering": ["round", "comment"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("accepted", True),
                                    models.Q(("where_changed", ""), _negated=True),
                                ),
                                models.Q(
                                    ("accepted", False), models.Q(("why_not", ""), _negated=True)
                                ),
                                _connector="OR",
                            ),
                            name="answer_says_where_or_why",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Opinion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("points", models.JSONField(default=dict, verbose_name="by criterion")),
                    ("text", models.TextField(blank=True, verbose_name="opinion")),
                    (
                        "verdict",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("vetted", "Vetted"),
                                ("revision_required", "Revision required"),
                                ("not_passed", "Not passed"),
                            ],
                            max_length=20,
                            verbose_name="proposed verdict",
                        ),
                    ),
                    (
                        "late_reason",
                        models.CharField(
                            blank=True, max_length=500, verbose_name="reason for being late"
                        ),
                    ),
                    ("saved_at", models.DateTimeField(verbose_name="saved at")),
                    (
                        "handed_in_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="handed in at"),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="opinions",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                    (
                        "seat",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="opinion",
                            to="vetting.seat",
                            verbose_name="seat",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "opinion",
                    "verbose_name_plural": "opinions",
                    "ordering": ["round", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("handed_in_at__isnull", True),
                                models.Q(
                                    models.Q(("text", ""), _negated=True),
                                    models.Q(("verdict", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="opinion_handed_in_says_something",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Attendance",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "meeting",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attendances",
                            to="vetting.meeting",
                            verbose_name="meeting",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                    (
                        "seat",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attendances",
                            to="vetting.seat",
                            verbose_name="seat",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "attendance",
                    "verbose_name_plural": "attendances",
                    "ordering": ["meeting", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("meeting", "seat"), name="present_once_per_meeting"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Slip",
                fields=[
                    (
                        "serial",
                        models.UUIDField(
                            default=uuid.uuid4,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                            verbose_name="serial",
                        ),
                    ),
                    (
                        "choice",
                        models.CharField(
                            choices=[
                                ("vetted", "Vetted"),
                                ("revision_required", "Revision required"),
                                ("not_passed", "Not passed"),
                            ],
                            max_length=20,
                            verbose_name="choice",
                        ),
                    ),
                    (
                        "ballot",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="slips",
                            to="vetting.ballot",
                            verbose_name="ballot",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "ballot slip",
                    "verbose_name_plural": "ballot slips",
                    "ordering": ["ballot", "serial"],
                },
            ),
            migrations.CreateModel(
                name="VettingDocument",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=64, verbose_name="number")),
                    ("on", models.DateField(verbose_name="date")),
                    ("signatory", models.CharField(max_length=150, verbose_name="signed by")),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    ("issued_at", models.DateTimeField(verbose_name="entered at")),
                    (
                        "issued_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="entered by",
                        ),
                    ),
                    (
                        "resubmission",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="vetting.resubmission",
                            verbose_name="accepted version",
                        ),
                    ),
                    (
                        "round",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="document",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "vetting document",
                    "verbose_name_plural": "vetting documents",
                    "ordering": ["round"],
                },
            ),
            migrations.CreateModel(
                name="Disclosure",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "opinions",
                        models.BooleanField(default=False, verbose_name="the written opinions"),
                    ),
                    (
                        "names",
                        models.BooleanField(default=False, verbose_name="the names of the council"),
                    ),
                    (
                        "number",
                        models.CharField(max_length=64, verbose_name="number of the decision"),
                    ),
                    ("on", models.DateField(verbose_name="date of the decision")),
                    ("signatory", models.CharField(max_length=150, verbose_name="signed by")),
                    ("entered_at", models.DateTimeField(verbose_name="entered at")),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="entered by",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="disclosures",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "publication of opinions",
                    "verbose_name_plural": "publications of opinions",
                    "ordering": ["round", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("number", ""), _negated=True),
                                models.Q(("signatory", ""), _negated=True),
                            ),
                            name="disclosure_rests_on_a_decision",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Reminder",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("due_on", models.DateField(verbose_name="opinion due on")),
                    ("step", models.SmallIntegerField(verbose_name="days from the due day")),
                    ("tried_at", models.DateTimeField(verbose_name="last tried at")),
                    (
                        "sent_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="sent at"),
                    ),
                    (
                        "failure",
                        models.CharField(
                            blank=True, max_length=300, verbose_name="why it was not sent"
                        ),
                    ),
                    (
                        "seat",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reminders",
                            to="vetting.seat",
                            verbose_name="seat",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "reminder",
                    "verbose_name_plural": "reminders",
                    "ordering": ["seat", "due_on", "step"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("seat", "due_on", "step"), name="one_reminder_per_step"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Packing",
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
                                ("waiting", "Waiting for the worker"),
                                ("at_work", "Being made"),
                                ("ready", "Ready"),
                                ("failed", "Failed"),
                                ("cancelled", "Stopped"),
                                ("cleared", "Cleared away after its time"),
                            ],
                            default="waiting",
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    ("asked_at", models.DateTimeField(verbose_name="asked for at")),
                    ("done", models.PositiveBigIntegerField(default=0, verbose_name="bytes done")),
                    (
                        "total",
                        models.PositiveBigIntegerField(default=0, verbose_name="bytes in all"),
                    ),
                    (
                        "finished_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
                    ),
                    ("size", models.PositiveBigIntegerField(default=0, verbose_name="size")),
                    ("digest", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                    (
                        "last_link",
                        models.CharField(
                            blank=True, max_length=64, verbose_name="last link of the journal"
                        ),
                    ),
                    (
                        "failure",
                        models.CharField(blank=True, max_length=300, verbose_name="why it failed"),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="asked for by",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="packings",
                            to="vetting.round",
                            verbose_name="round",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "making of a dossier",
                    "verbose_name_plural": "makings of dossiers",
                    "ordering": ["-id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ["waiting", "at_work"])),
                            fields=("round",),
                            name="one_dossier_made_at_a_time",
                        )
                    ],
                },
            ),
        ),
        *(forbidding(table) for table in APPEND_ONLY),
        forbidding("vetting_opinion", when="OLD.handed_in_at IS NOT NULL"),
        forbidding("vetting_comment", when="OLD.handed_in_at IS NOT NULL"),
        forbidding("vetting_answer", acts=("DELETE",)),
        forbidding("vetting_reminder", when="OLD.sent_at IS NOT NULL"),
        forbidding("vetting_round", when=VERSION_IS_FIXED, acts=("UPDATE",)),
        forbidding("vetting_round", acts=("DELETE",)),
        *(refusing_after(table, column=column, act=act) for table, column, act in LATE),
        migrations.RunPython(enter_procedures, migrations.RunPython.noop, elidable=False),
    ]
