import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from archive.catalogue.shipped_terms import install
from archive.journal.tables import CreateModels
from archive.journal.triggers import forbidding


def enter_shipped(apps, _schema_editor):
    """Enter the terms a catalogue begins with."""
    install(apps.get_model("catalogue", "Term"))


class Migration(migrations.Migration):
    """All earlier migrations of the room in one: what a new database is made by (docs/adr/0037)."""

    replaces = [
        ("catalogue", "0001_initial"),
        ("catalogue", "0002_page_texts"),
        ("catalogue", "0003_bodies_and_events"),
        ("catalogue", "0004_corroboration_share"),
        ("catalogue", "0005_vocabularies"),
        ("catalogue", "0006_access_ceilings"),
        ("catalogue", "0007_related_subjects_and_merged_terms"),
        ("catalogue", "0008_further_fields"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("files", "0001_squashed_0004_films_and_printouts"),
        ("units", "0001_initial"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Person",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("slug", models.SlugField(max_length=120, unique=True, verbose_name="address")),
                    ("name", models.CharField(max_length=255, verbose_name="preferred name")),
                    (
                        "canonical_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "sort_key",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    (
                        "is_demonstration",
                        models.BooleanField(default=False, verbose_name="demonstration data"),
                    ),
                    (
                        "born_written",
                        models.CharField(blank=True, max_length=120, verbose_name="born"),
                    ),
                    ("born_earliest", models.DateField(blank=True, editable=False, null=True)),
                    ("born_latest", models.DateField(blank=True, editable=False, null=True)),
                    (
                        "died_written",
                        models.CharField(blank=True, max_length=120, verbose_name="died"),
                    ),
                    ("died_earliest", models.DateField(blank=True, editable=False, null=True)),
                    ("died_latest", models.DateField(blank=True, editable=False, null=True)),
                    (
                        "plain_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                ],
                options={
                    "verbose_name": "person",
                    "verbose_name_plural": "people",
                    "ordering": ["sort_key", "slug"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Collection",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "code",
                        models.CharField(max_length=80, unique=True, verbose_name="reference code"),
                    ),
                    ("title", models.CharField(max_length=500, verbose_name="title")),
                    ("level", models.CharField(max_length=32, verbose_name="level")),
                    (
                        "path",
                        models.CharField(
                            db_index=True, default="", editable=False, max_length=1000
                        ),
                    ),
                    (
                        "creator",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="name of creator"
                        ),
                    ),
                    (
                        "date_written",
                        models.CharField(blank=True, max_length=120, verbose_name="dates"),
                    ),
                    (
                        "scope_and_content",
                        models.TextField(blank=True, verbose_name="scope and content"),
                    ),
                    ("history", models.TextField(blank=True, verbose_name="archival history")),
                    (
                        "rights",
                        models.CharField(
                            blank=True,
                            help_text="Left empty, what the level above says holds.",
                            max_length=500,
                            verbose_name="rights",
                        ),
                    ),
                    (
                        "publication",
                        models.CharField(
                            choices=[
                                ("inherited", "As the level above"),
                                ("shown", "Shown"),
                                ("hidden", "Not shown"),
                            ],
                            default="inherited",
                            max_length=12,
                            verbose_name="shown to the public",
                        ),
                    ),
                    (
                        "is_public",
                        models.BooleanField(
                            default=False, editable=False, verbose_name="in effect shown"
                        ),
                    ),
                    (
                        "is_demonstration",
                        models.BooleanField(default=False, verbose_name="demonstration data"),
                    ),
                    (
                        "holder",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="collections",
                            to="units.unit",
                            verbose_name="held by",
                        ),
                    ),
                    (
                        "accruals",
                        models.CharField(blank=True, max_length=255, verbose_name="accruals"),
                    ),
                    (
                        "arrangement",
                        models.TextField(blank=True, verbose_name="system of arrangement"),
                    ),
                    (
                        "creator_history",
                        models.TextField(
                            blank=True, verbose_name="administrative or biographical history"
                        ),
                    ),
                    (
                        "extent",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="extent and medium"
                        ),
                    ),
                    ("finding_aids", models.TextField(blank=True, verbose_name="finding aids")),
                    (
                        "languages",
                        models.CharField(blank=True, max_length=120, verbose_name="languages"),
                    ),
                    ("notes", models.TextField(blank=True, verbose_name="notes")),
                    (
                        "access_ceiling",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("public", "Public"),
                                ("registered", "Registered readers"),
                                ("restricted", "Restricted"),
                                ("closed", "Closed"),
                            ],
                            max_length=12,
                            verbose_name="open at most to",
                        ),
                    ),
                    (
                        "ceiling",
                        models.CharField(
                            choices=[
                                ("public", "Public"),
                                ("registered", "Registered readers"),
                                ("restricted", "Restricted"),
                                ("closed", "Closed"),
                            ],
                            db_index=True,
                            default="public",
                            editable=False,
                            max_length=12,
                            verbose_name="in effect open at most to",
                        ),
                    ),
                    (
                        "acquisition",
                        models.TextField(
                            blank=True, verbose_name="immediate source of acquisition or transfer"
                        ),
                    ),
                    (
                        "appraisal",
                        models.TextField(
                            blank=True, verbose_name="appraisal, destruction and scheduling"
                        ),
                    ),
                    (
                        "archivist_note",
                        models.TextField(blank=True, verbose_name="archivist's note"),
                    ),
                    ("date_earliest", models.DateField(blank=True, editable=False, null=True)),
                    ("date_edtf", models.CharField(blank=True, editable=False, max_length=120)),
                    ("date_latest", models.DateField(blank=True, editable=False, null=True)),
                    (
                        "described_on",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="dates of description"
                        ),
                    ),
                    (
                        "information_symbol",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="information symbol"
                        ),
                    ),
                    (
                        "keywords",
                        models.CharField(blank=True, max_length=500, verbose_name="keywords"),
                    ),
                    (
                        "page_count",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="number of pages"
                        ),
                    ),
                    (
                        "paper_code",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="code of the paper original"
                        ),
                    ),
                    (
                        "preservation",
                        models.CharField(
                            blank=True, max_length=32, verbose_name="physical condition"
                        ),
                    ),
                    (
                        "publication_note",
                        models.TextField(blank=True, verbose_name="publication note"),
                    ),
                    (
                        "related_material",
                        models.TextField(blank=True, verbose_name="related units of description"),
                    ),
                    (
                        "reliability",
                        models.CharField(
                            blank=True, max_length=32, verbose_name="reliability level"
                        ),
                    ),
                    (
                        "reserve_regime",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="reserve copy: regime"
                        ),
                    ),
                    (
                        "reserve_state",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="reserve copy: state"
                        ),
                    ),
                    (
                        "retention",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="retention period"
                        ),
                    ),
                    (
                        "rules",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="rules or conventions"
                        ),
                    ),
                    (
                        "scripts",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="scripts of material"
                        ),
                    ),
                    (
                        "sheet_count",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="number of sheets"
                        ),
                    ),
                    (
                        "status",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("open", "Open: still growing"),
                                ("closed", "Closed: complete"),
                            ],
                            max_length=8,
                            verbose_name="status of the fonds",
                        ),
                    ),
                    (
                        "use_mode",
                        models.CharField(blank=True, max_length=255, verbose_name="mode of use"),
                    ),
                    (
                        "parent",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="children",
                            to="catalogue.collection",
                            verbose_name="part of",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "collection",
                    "verbose_name_plural": "collections",
                    "ordering": ["code"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("date_earliest__isnull", True),
                                ("date_latest__isnull", True),
                                ("date_earliest__lte", models.F("date_latest")),
                                _connector="OR",
                            ),
                            name="collection_earliest_before_latest",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="FormerAddress",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("model", models.CharField(max_length=16, verbose_name="kind")),
                    ("slug", models.SlugField(max_length=120, verbose_name="former address")),
                    ("current_slug", models.SlugField(max_length=120, verbose_name="address")),
                ],
                options={
                    "verbose_name": "former address",
                    "verbose_name_plural": "former addresses",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("model", "slug"), name="one_way_from_an_address"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PersonName",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=255, verbose_name="name")),
                    (
                        "canonical_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("birth", "Birth name"),
                                ("alias", "Alias"),
                                ("pen", "Pen name"),
                                ("other", "Other name"),
                            ],
                            default="alias",
                            max_length=8,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="names",
                            to="catalogue.person",
                            verbose_name="person",
                        ),
                    ),
                    ("note", models.CharField(blank=True, max_length=255, verbose_name="note")),
                    (
                        "plain_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                ],
                options={
                    "verbose_name": "name of a person",
                    "verbose_name_plural": "names of people",
                    "ordering": ["id"],
                },
            ),
            migrations.CreateModel(
                name="Place",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("slug", models.SlugField(max_length=120, unique=True, verbose_name="address")),
                    ("name", models.CharField(max_length=255, verbose_name="preferred name")),
                    (
                        "canonical_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "sort_key",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    (
                        "is_demonstration",
                        models.BooleanField(default=False, verbose_name="demonstration data"),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="places",
                            to="units.unit",
                            verbose_name="unit",
                        ),
                    ),
                    (
                        "plain_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                ],
                options={
                    "verbose_name": "place",
                    "verbose_name_plural": "places",
                    "ordering": ["sort_key", "slug"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="PlaceName",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=255, verbose_name="name")),
                    (
                        "canonical_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    ("note", models.CharField(blank=True, max_length=255, verbose_name="note")),
                    (
                        "place",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="names",
                            to="catalogue.place",
                            verbose_name="place",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("former", "Former name"),
                                ("wartime", "War-time name"),
                                ("parallel", "Name in another language"),
                                ("other", "Other name"),
                            ],
                            default="other",
                            max_length=8,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "plain_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                ],
                options={
                    "verbose_name": "name of a place",
                    "verbose_name_plural": "names of places",
                    "ordering": ["id"],
                },
            ),
            migrations.CreateModel(
                name="Subject",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("slug", models.SlugField(max_length=120, unique=True, verbose_name="address")),
                    ("name", models.CharField(max_length=255, verbose_name="preferred name")),
                    (
                        "canonical_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "sort_key",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    (
                        "is_demonstration",
                        models.BooleanField(default=False, verbose_name="demonstration data"),
                    ),
                    (
                        "plain_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "broader",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="narrower",
                            to="catalogue.subject",
                            verbose_name="broader subject",
                        ),
                    ),
                    (
                        "related",
                        models.ManyToManyField(
                            blank=True, to="catalogue.subject", verbose_name="related subjects"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "subject",
                    "verbose_name_plural": "subjects",
                    "ordering": ["sort_key", "slug"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Body",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("slug", models.SlugField(max_length=120, unique=True, verbose_name="address")),
                    ("name", models.CharField(max_length=255, verbose_name="preferred name")),
                    (
                        "canonical_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "plain_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "sort_key",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    (
                        "is_demonstration",
                        models.BooleanField(default=False, verbose_name="demonstration data"),
                    ),
                    (
                        "date_written",
                        models.CharField(blank=True, max_length=120, verbose_name="date"),
                    ),
                    ("date_edtf", models.CharField(blank=True, editable=False, max_length=120)),
                    ("date_earliest", models.DateField(blank=True, editable=False, null=True)),
                    ("date_latest", models.DateField(blank=True, editable=False, null=True)),
                ],
                options={
                    "verbose_name": "corporate body",
                    "verbose_name_plural": "corporate bodies",
                    "ordering": ["sort_key", "slug"],
                    "abstract": False,
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("date_earliest__isnull", True),
                                ("date_latest__isnull", True),
                                ("date_earliest__lte", models.F("date_latest")),
                                _connector="OR",
                            ),
                            name="body_earliest_before_latest",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="BodyName",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=255, verbose_name="name")),
                    (
                        "canonical_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "plain_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    ("note", models.CharField(blank=True, max_length=255, verbose_name="note")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("former", "Former name"),
                                ("short", "Short name"),
                                ("parallel", "Name in another language"),
                                ("other", "Other name"),
                            ],
                            default="former",
                            max_length=8,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "body",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="names",
                            to="catalogue.body",
                            verbose_name="corporate body",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "name of a corporate body",
                    "verbose_name_plural": "names of corporate bodies",
                    "ordering": ["id"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Event",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("slug", models.SlugField(max_length=120, unique=True, verbose_name="address")),
                    ("name", models.CharField(max_length=255, verbose_name="preferred name")),
                    (
                        "canonical_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "plain_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "sort_key",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    (
                        "is_demonstration",
                        models.BooleanField(default=False, verbose_name="demonstration data"),
                    ),
                    (
                        "date_written",
                        models.CharField(blank=True, max_length=120, verbose_name="date"),
                    ),
                    ("date_edtf", models.CharField(blank=True, editable=False, max_length=120)),
                    ("date_earliest", models.DateField(blank=True, editable=False, null=True)),
                    ("date_latest", models.DateField(blank=True, editable=False, null=True)),
                    (
                        "places",
                        models.ManyToManyField(
                            blank=True,
                            related_name="events",
                            to="catalogue.place",
                            verbose_name="places",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "event",
                    "verbose_name_plural": "events",
                    "ordering": ["sort_key", "slug"],
                    "abstract": False,
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("date_earliest__isnull", True),
                                ("date_latest__isnull", True),
                                ("date_earliest__lte", models.F("date_latest")),
                                _connector="OR",
                            ),
                            name="event_earliest_before_latest",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Record",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "code",
                        models.CharField(max_length=80, unique=True, verbose_name="reference code"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("document", "Document"),
                                ("photograph", "Photograph"),
                                ("interview", "Interview"),
                                ("memoir", "Memoir"),
                                ("map", "Map"),
                                ("object", "Object"),
                                ("publication", "Publication"),
                            ],
                            max_length=16,
                            verbose_name="kind",
                        ),
                    ),
                    ("title", models.CharField(max_length=500, verbose_name="title")),
                    ("abstract", models.TextField(blank=True, verbose_name="abstract")),
                    (
                        "creator",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="name of creator"
                        ),
                    ),
                    (
                        "document_type",
                        models.CharField(blank=True, max_length=120, verbose_name="document type"),
                    ),
                    (
                        "number_and_symbol",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="number and symbol"
                        ),
                    ),
                    (
                        "issuing_body",
                        models.CharField(blank=True, max_length=255, verbose_name="issuing body"),
                    ),
                    (
                        "date_written",
                        models.CharField(blank=True, max_length=120, verbose_name="date"),
                    ),
                    ("date_edtf", models.CharField(blank=True, editable=False, max_length=120)),
                    (
                        "date_earliest",
                        models.DateField(blank=True, db_index=True, editable=False, null=True),
                    ),
                    (
                        "date_latest",
                        models.DateField(blank=True, db_index=True, editable=False, null=True),
                    ),
                    (
                        "extent",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="extent and medium"
                        ),
                    ),
                    (
                        "languages",
                        models.CharField(
                            blank=True, default="vi", max_length=120, verbose_name="languages"
                        ),
                    ),
                    (
                        "scope_and_content",
                        models.TextField(blank=True, verbose_name="scope and content"),
                    ),
                    (
                        "keywords",
                        models.CharField(blank=True, max_length=500, verbose_name="keywords"),
                    ),
                    ("notes", models.TextField(blank=True, verbose_name="notes")),
                    ("rights", models.CharField(blank=True, max_length=500, verbose_name="rights")),
                    (
                        "giver",
                        models.CharField(blank=True, max_length=255, verbose_name="given by"),
                    ),
                    (
                        "receipt",
                        models.CharField(blank=True, max_length=120, verbose_name="receipt"),
                    ),
                    (
                        "received_on",
                        models.DateField(blank=True, null=True, verbose_name="received on"),
                    ),
                    (
                        "original_location",
                        models.CharField(
                            blank=True,
                            max_length=255,
                            verbose_name="existence and location of originals",
                        ),
                    ),
                    (
                        "originality",
                        models.CharField(
                            blank=True, max_length=32, verbose_name="original or copy"
                        ),
                    ),
                    (
                        "condition",
                        models.CharField(
                            default="good", max_length=32, verbose_name="physical condition"
                        ),
                    ),
                    (
                        "retention",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="retention period"
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
                        "processing_state",
                        models.CharField(
                            choices=[
                                ("registered", "Registered"),
                                ("digitised", "Digitised"),
                                ("described", "Described"),
                                ("transcribed", "Transcribed"),
                                ("witness_confirmed", "Confirmed by the witness"),
                            ],
                            default="registered",
                            max_length=20,
                            verbose_name="processing",
                        ),
                    ),
                    (
                        "vetting_status",
                        models.CharField(
                            choices=[
                                ("not_submitted", "Not submitted for vetting"),
                                ("submitted", "Submitted for vetting"),
                                ("under_review", "Under review"),
                                ("revision_required", "Revision required"),
                                ("not_passed", "Not passed"),
                                ("vetted", "Vetted"),
                            ],
                            default="not_submitted",
                            max_length=20,
                            verbose_name="vetting status",
                        ),
                    ),
                    (
                        "access_level",
                        models.CharField(
                            choices=[
                                ("public", "Public"),
                                ("registered", "Registered readers"),
                                ("restricted", "Restricted"),
                                ("closed", "Closed"),
                            ],
                            default="closed",
                            max_length=12,
                            verbose_name="access level",
                        ),
                    ),
                    (
                        "released_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="released at"),
                    ),
                    (
                        "withdrawn_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at"),
                    ),
                    (
                        "withdrawn_reason",
                        models.CharField(
                            blank=True, max_length=500, verbose_name="reason for withdrawal"
                        ),
                    ),
                    (
                        "is_demonstration",
                        models.BooleanField(default=False, verbose_name="demonstration data"),
                    ),
                    ("created_at", models.DateTimeField(verbose_name="entered at")),
                    ("changed_at", models.DateTimeField(verbose_name="changed at")),
                    ("version", models.PositiveIntegerField(default=1, editable=False)),
                    (
                        "collection",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="records",
                            to="catalogue.collection",
                            verbose_name="collection",
                        ),
                    ),
                    (
                        "created_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="entered by",
                        ),
                    ),
                    (
                        "holder",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="records_held",
                            to="units.unit",
                            verbose_name="held by",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="records",
                            to="units.unit",
                            verbose_name="unit at the time",
                        ),
                    ),
                    (
                        "autograph",
                        models.CharField(blank=True, max_length=255, verbose_name="autograph"),
                    ),
                    (
                        "copies_location",
                        models.CharField(
                            blank=True,
                            max_length=255,
                            verbose_name="existence and location of copies",
                        ),
                    ),
                    (
                        "information_symbol",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="information symbol"
                        ),
                    ),
                    (
                        "order_number",
                        models.CharField(
                            blank=True, max_length=32, verbose_name="number in the file"
                        ),
                    ),
                    (
                        "publication_note",
                        models.TextField(blank=True, verbose_name="publication note"),
                    ),
                    (
                        "related_material",
                        models.TextField(blank=True, verbose_name="related units of description"),
                    ),
                    (
                        "reliability",
                        models.CharField(
                            blank=True, max_length=32, verbose_name="reliability level"
                        ),
                    ),
                    (
                        "appraisal",
                        models.TextField(
                            blank=True, verbose_name="appraisal, destruction and scheduling"
                        ),
                    ),
                    (
                        "archivist_note",
                        models.TextField(blank=True, verbose_name="archivist's note"),
                    ),
                    (
                        "described_on",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="dates of description"
                        ),
                    ),
                    ("history", models.TextField(blank=True, verbose_name="archival history")),
                    (
                        "page_count",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="number of pages"
                        ),
                    ),
                    (
                        "paper_code",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="code of the paper original"
                        ),
                    ),
                    (
                        "reserve_regime",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="reserve copy: regime"
                        ),
                    ),
                    (
                        "reserve_state",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="reserve copy: state"
                        ),
                    ),
                    (
                        "rules",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="rules or conventions"
                        ),
                    ),
                    (
                        "scripts",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="scripts of material"
                        ),
                    ),
                    (
                        "sheet_count",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="number of sheets"
                        ),
                    ),
                    (
                        "use_mode",
                        models.CharField(blank=True, max_length=255, verbose_name="mode of use"),
                    ),
                    (
                        "people",
                        models.ManyToManyField(
                            related_name="records",
                            through="catalogue.Appearance",
                            to="catalogue.person",
                            verbose_name="people",
                        ),
                    ),
                    (
                        "places",
                        models.ManyToManyField(
                            blank=True,
                            related_name="records",
                            to="catalogue.place",
                            verbose_name="places",
                        ),
                    ),
                    (
                        "subjects",
                        models.ManyToManyField(
                            blank=True,
                            related_name="records",
                            to="catalogue.subject",
                            verbose_name="subjects",
                        ),
                    ),
                    (
                        "events",
                        models.ManyToManyField(
                            blank=True,
                            related_name="records",
                            to="catalogue.event",
                            verbose_name="events",
                        ),
                    ),
                    (
                        "bodies",
                        models.ManyToManyField(
                            related_name="records",
                            through="catalogue.Involvement",
                            to="catalogue.body",
                            verbose_name="corporate bodies",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "record",
                    "verbose_name_plural": "records",
                    "ordering": ["code"],
                    "indexes": [
                        models.Index(
                            fields=["access_level", "released_at"], name="record_released"
                        ),
                        models.Index(
                            fields=["-released_at", "code"], name="record_latest_released"
                        ),
                        models.Index(fields=["holder", "changed_at"], name="record_by_holder"),
                        models.Index(fields=["-changed_at", "-id"], name="record_latest_changed"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("date_earliest__isnull", True),
                                ("date_latest__isnull", True),
                                ("date_earliest__lte", models.F("date_latest")),
                                _connector="OR",
                            ),
                            name="record_earliest_before_latest",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("released_at__isnull", True),
                                ("vetting_status", "vetted"),
                                _connector="OR",
                            ),
                            name="record_released_only_when_vetted",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("withdrawn_at__isnull", True),
                                ("released_at__isnull", True),
                                _connector="OR",
                            ),
                            name="record_withdrawn_is_not_released",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Appearance",
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
                                ("creator", "Creator"),
                                ("witness", "Witness"),
                                ("interviewer", "Interviewer"),
                                ("present", "Also present"),
                                ("mentioned", "Mentioned"),
                            ],
                            default="mentioned",
                            max_length=16,
                            verbose_name="role",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="appearances",
                            to="catalogue.person",
                            verbose_name="person",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="appearances",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "appearance",
                    "verbose_name_plural": "appearances",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("record", "person", "role"), name="one_appearance_per_role"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Interview",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
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
                        "place",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="place of the interview"
                        ),
                    ),
                    (
                        "equipment",
                        models.CharField(blank=True, max_length=255, verbose_name="equipment"),
                    ),
                    (
                        "tape_condition",
                        models.CharField(
                            blank=True, max_length=255, verbose_name="condition of the tape"
                        ),
                    ),
                    (
                        "remarks",
                        models.TextField(blank=True, verbose_name="remarks of the interviewer"),
                    ),
                    (
                        "record",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="interview",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                    (
                        "documents",
                        models.ManyToManyField(
                            blank=True,
                            related_name="interviews_about",
                            to="catalogue.record",
                            verbose_name="related documents",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "interview",
                    "verbose_name_plural": "interviews",
                },
            ),
            migrations.CreateModel(
                name="FormerCode",
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
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="former_codes",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "former code",
                    "verbose_name_plural": "former codes",
                },
            ),
            migrations.CreateModel(
                name="Recording",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("part", models.PositiveIntegerField(default=1, verbose_name="part")),
                    ("label", models.CharField(blank=True, max_length=120, verbose_name="label")),
                    (
                        "starts_ms",
                        models.PositiveBigIntegerField(default=0, verbose_name="starts at (ms)"),
                    ),
                    (
                        "duration_ms",
                        models.PositiveBigIntegerField(default=0, verbose_name="duration (ms)"),
                    ),
                    (
                        "master",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recordings",
                            to="files.master",
                            verbose_name="master",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="recordings",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "recording",
                    "verbose_name_plural": "recordings",
                    "ordering": ["record", "part"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("record", "part"), name="one_recording_per_part"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Transcript",
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
                                ("verbatim", "Verbatim"),
                                ("edited", "Edited"),
                                ("translation", "Translation"),
                            ],
                            default="verbatim",
                            max_length=12,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "language",
                        models.CharField(default="vi", max_length=16, verbose_name="language"),
                    ),
                    ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                    (
                        "is_current",
                        models.BooleanField(default=True, verbose_name="current version"),
                    ),
                    ("made_at", models.DateTimeField(verbose_name="made at")),
                    ("is_draft", models.BooleanField(default=False, verbose_name="draft")),
                    (
                        "source_name",
                        models.CharField(blank=True, max_length=255, verbose_name="made from file"),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    (
                        "made_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="made by",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="transcripts",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "transcript",
                    "verbose_name_plural": "transcripts",
                    "ordering": ["record", "kind", "language", "-version"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("record", "kind", "language", "version"),
                            name="one_transcript_per_version",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("is_current", True)),
                            fields=("record", "kind", "language"),
                            name="one_current_transcript",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("is_draft", True)),
                            fields=("record", "kind", "language"),
                            name="one_draft_transcript",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("is_draft", False), ("is_current", False), _connector="OR"
                            ),
                            name="a_draft_is_not_the_current_transcript",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Segment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("position", models.PositiveIntegerField(verbose_name="position")),
                    ("start_ms", models.PositiveBigIntegerField(verbose_name="from (ms)")),
                    ("end_ms", models.PositiveBigIntegerField(verbose_name="to (ms)")),
                    (
                        "speaker",
                        models.CharField(blank=True, max_length=120, verbose_name="speaker"),
                    ),
                    ("text", models.TextField(verbose_name="text")),
                    ("revision", models.PositiveIntegerField(default=1, editable=False)),
                    (
                        "transcript",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="segments",
                            to="catalogue.transcript",
                            verbose_name="transcript",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "segment",
                    "verbose_name_plural": "segments",
                    "ordering": ["transcript", "position"],
                    "indexes": [
                        models.Index(fields=["transcript", "start_ms"], name="segment_by_time")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("transcript", "position"), name="one_segment_per_position"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("start_ms__lte", models.F("end_ms"))),
                            name="segment_begins_before_it_ends",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Confirmation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("confirmed_on", models.DateField(verbose_name="confirmed on")),
                    ("remarks", models.TextField(blank=True, verbose_name="remarks")),
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
                        "page",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="confirmations",
                            to="files.master",
                            verbose_name="signed page",
                        ),
                    ),
                    (
                        "witness",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="confirmations",
                            to="catalogue.person",
                            verbose_name="witness",
                        ),
                    ),
                    (
                        "transcript",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="confirmations",
                            to="catalogue.transcript",
                            verbose_name="transcript",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "confirmation by a witness",
                    "verbose_name_plural": "confirmations by witnesses",
                    "ordering": ["-confirmed_on", "-id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("transcript", "witness"), name="one_confirmation_per_witness"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Page",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveIntegerField(verbose_name="page")),
                    (
                        "label",
                        models.CharField(blank=True, max_length=32, verbose_name="page label"),
                    ),
                    ("frame", models.PositiveIntegerField(default=0, verbose_name="frame")),
                    ("text", models.TextField(blank=True, verbose_name="text")),
                    (
                        "text_quality",
                        models.CharField(
                            choices=[
                                ("none", "No text"),
                                ("text_layer", "Text layer of the file"),
                                ("machine", "Read by machine"),
                                ("corrected", "Corrected by hand"),
                                ("checked", "Checked"),
                            ],
                            default="none",
                            max_length=12,
                            verbose_name="text quality",
                        ),
                    ),
                    ("words", models.JSONField(blank=True, default=list, verbose_name="words")),
                    (
                        "master",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pages",
                            to="files.master",
                            verbose_name="master",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="pages",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                    (
                        "by_hand",
                        models.BooleanField(
                            default=False,
                            help_text="Handwriting, or too faded for a machine.",
                            verbose_name="to be transcribed by hand",
                        ),
                    ),
                    (
                        "confidence",
                        models.PositiveSmallIntegerField(
                            blank=True,
                            help_text="Of the machine in its reading, 0–100.",
                            null=True,
                            verbose_name="confidence",
                        ),
                    ),
                    (
                        "text_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="text written by",
                        ),
                    ),
                    (
                        "text_version",
                        models.PositiveIntegerField(default=0, verbose_name="version of the text"),
                    ),
                ],
                options={
                    "verbose_name": "page",
                    "verbose_name_plural": "pages",
                    "ordering": ["record", "number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("record", "number"), name="one_page_per_number"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("number__gte", 1)), name="pages_count_from_one"
                        ),
                    ],
                    "indexes": [
                        models.Index(
                            fields=["text_quality", "by_hand", "confidence", "record"],
                            name="page_worst_read_first",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Draft",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("version", models.PositiveIntegerField(verbose_name="version")),
                    ("values", models.JSONField(verbose_name="values")),
                    ("saved_at", models.DateTimeField(verbose_name="saved at")),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="author",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="drafts",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "draft",
                    "verbose_name_plural": "drafts",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("record", "author"), name="one_draft_per_author"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Chapter",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("start_ms", models.PositiveBigIntegerField(verbose_name="from (ms)")),
                    (
                        "end_ms",
                        models.PositiveBigIntegerField(
                            blank=True, null=True, verbose_name="to (ms)"
                        ),
                    ),
                    ("title", models.CharField(max_length=300, verbose_name="title")),
                    ("synopsis", models.TextField(blank=True, verbose_name="synopsis")),
                    (
                        "partial_transcript",
                        models.TextField(blank=True, verbose_name="first words"),
                    ),
                    ("keywords", models.TextField(blank=True, verbose_name="keywords")),
                    ("people", models.TextField(blank=True, verbose_name="people")),
                    ("places", models.TextField(blank=True, verbose_name="places")),
                    (
                        "latitude",
                        models.DecimalField(
                            blank=True,
                            decimal_places=5,
                            max_digits=8,
                            null=True,
                            verbose_name="latitude",
                        ),
                    ),
                    (
                        "longitude",
                        models.DecimalField(
                            blank=True,
                            decimal_places=5,
                            max_digits=8,
                            null=True,
                            verbose_name="longitude",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="chapters",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "chapter",
                    "verbose_name_plural": "chapters",
                    "ordering": ["record", "start_ms", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("end_ms__isnull", True),
                                ("start_ms__lte", models.F("end_ms")),
                                _connector="OR",
                            ),
                            name="chapter_begins_before_it_ends",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("latitude__isnull", True),
                                models.Q(("latitude__gte", -90), ("latitude__lte", 90)),
                                _connector="OR",
                            ),
                            name="chapter_latitude_on_earth",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("longitude__isnull", True),
                                models.Q(("longitude__gte", -180), ("longitude__lte", 180)),
                                _connector="OR",
                            ),
                            name="chapter_longitude_on_earth",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PageDraft",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("version", models.PositiveIntegerField(verbose_name="version")),
                    ("text", models.TextField(blank=True, verbose_name="text")),
                    ("saved_at", models.DateTimeField(verbose_name="saved at")),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="author",
                        ),
                    ),
                    (
                        "page",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="drafts",
                            to="catalogue.page",
                            verbose_name="page",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "draft of a page's text",
                    "verbose_name_plural": "drafts of page texts",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("page", "author"), name="one_page_draft_per_author"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PageText",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("frame", models.PositiveIntegerField(default=0, verbose_name="frame")),
                    ("version", models.PositiveIntegerField(verbose_name="version")),
                    ("text", models.TextField(blank=True, verbose_name="text")),
                    ("words", models.JSONField(blank=True, default=list, verbose_name="words")),
                    (
                        "quality",
                        models.CharField(
                            choices=[
                                ("none", "No text"),
                                ("text_layer", "Text layer of the file"),
                                ("machine", "Read by machine"),
                                ("corrected", "Corrected by hand"),
                                ("checked", "Checked"),
                            ],
                            max_length=12,
                            verbose_name="text quality",
                        ),
                    ),
                    ("written_at", models.DateTimeField(verbose_name="written at")),
                    ("checked_at", models.DateTimeField(null=True, verbose_name="checked at")),
                    (
                        "checked_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="checked by",
                        ),
                    ),
                    (
                        "master",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="files.master",
                            verbose_name="master",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="page_texts",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                    (
                        "written_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="written by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "version of a page's text",
                    "verbose_name_plural": "versions of page texts",
                    "ordering": ["record", "master", "frame", "-version"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("record", "master", "frame", "version"),
                            name="one_page_text_per_version",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("checked_by__isnull", False),
                                    ("quality", "checked"),
                                    ("checked_at__isnull", False),
                                ),
                                models.Q(
                                    models.Q(("quality", "checked"), _negated=True),
                                    ("checked_at__isnull", True),
                                    ("checked_by__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            name="a_checked_page_text_says_by_whom",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("checked_by__isnull", True),
                                models.Q(("checked_by", models.F("written_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="nobody_checks_their_own_page_text",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="EventName",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=255, verbose_name="name")),
                    (
                        "canonical_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "plain_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    ("note", models.CharField(blank=True, max_length=255, verbose_name="note")),
                    (
                        "event",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="names",
                            to="catalogue.event",
                            verbose_name="event",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "name of an event",
                    "verbose_name_plural": "names of events",
                    "ordering": ["id"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Involvement",
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
                                ("issuer", "Issuing body"),
                                ("creator", "Creator"),
                                ("recipient", "Recipient"),
                                ("mentioned", "Mentioned"),
                            ],
                            default="mentioned",
                            max_length=16,
                            verbose_name="role",
                        ),
                    ),
                    (
                        "body",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="involvements",
                            to="catalogue.body",
                            verbose_name="corporate body",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="involvements",
                            to="catalogue.record",
                            verbose_name="record",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "involvement",
                    "verbose_name_plural": "involvements",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("record", "body", "role"), name="one_involvement_per_role"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Post",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "date_written",
                        models.CharField(blank=True, max_length=120, verbose_name="date"),
                    ),
                    ("date_edtf", models.CharField(blank=True, editable=False, max_length=120)),
                    ("date_earliest", models.DateField(blank=True, editable=False, null=True)),
                    ("date_latest", models.DateField(blank=True, editable=False, null=True)),
                    ("title", models.CharField(max_length=255, verbose_name="post")),
                    (
                        "body",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="posts",
                            to="catalogue.body",
                            verbose_name="corporate body",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="posts",
                            to="catalogue.person",
                            verbose_name="person",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "post",
                    "verbose_name_plural": "posts",
                    "ordering": ["date_earliest", "id"],
                    "abstract": False,
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("date_earliest__isnull", True),
                                ("date_latest__isnull", True),
                                ("date_earliest__lte", models.F("date_latest")),
                                _connector="OR",
                            ),
                            name="post_earliest_before_latest",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SubjectName",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=255, verbose_name="name")),
                    (
                        "canonical_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    (
                        "plain_name",
                        models.CharField(db_index=True, default="", editable=False, max_length=255),
                    ),
                    ("note", models.CharField(blank=True, max_length=255, verbose_name="note")),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="names",
                            to="catalogue.subject",
                            verbose_name="subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "term a subject is used for",
                    "verbose_name_plural": "terms subjects are used for",
                    "ordering": ["id"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Corroboration",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("from_ms", models.PositiveBigIntegerField(verbose_name="from (ms)")),
                    ("to_ms", models.PositiveBigIntegerField(verbose_name="to (ms)")),
                    (
                        "other_page",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="page there"
                        ),
                    ),
                    (
                        "other_from_ms",
                        models.PositiveBigIntegerField(
                            blank=True, null=True, verbose_name="from (ms) there"
                        ),
                    ),
                    (
                        "other_to_ms",
                        models.PositiveBigIntegerField(
                            blank=True, null=True, verbose_name="to (ms) there"
                        ),
                    ),
                    (
                        "relation",
                        models.CharField(
                            choices=[
                                ("confirms", "Confirms"),
                                ("contradicts", "Contradicts"),
                                ("adds", "Adds to"),
                            ],
                            max_length=12,
                            verbose_name="relation",
                        ),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    ("made_at", models.DateTimeField(verbose_name="made at")),
                    (
                        "made_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="made by",
                        ),
                    ),
                    (
                        "other",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="held_against",
                            to="catalogue.record",
                            verbose_name="held against",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="corroborations",
                            to="catalogue.record",
                            verbose_name="testimony",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "corroboration",
                    "verbose_name_plural": "corroborations",
                    "ordering": ["record", "from_ms", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("from_ms__lt", models.F("to_ms"))),
                            name="corroboration_begins_before_it_ends",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("other_from_ms__isnull", True), ("other_to_ms__isnull", True)
                                ),
                                models.Q(
                                    ("other_from_ms__isnull", False),
                                    ("other_from_ms__lt", models.F("other_to_ms")),
                                    ("other_page__isnull", True),
                                    ("other_to_ms__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="corroboration_by_page_or_by_stretch",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("other_page__isnull", True),
                                ("other_page__gte", 1),
                                _connector="OR",
                            ),
                            name="corroboration_pages_count_from_one",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Share",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("from_ms", models.PositiveBigIntegerField(verbose_name="from (ms)")),
                    ("to_ms", models.PositiveBigIntegerField(verbose_name="to (ms)")),
                    (
                        "done_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="done at"),
                    ),
                    (
                        "transcriber",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="shares",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="transcriber",
                        ),
                    ),
                    (
                        "transcript",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="shares",
                            to="catalogue.transcript",
                            verbose_name="transcript",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "share of a transcript",
                    "verbose_name_plural": "shares of transcripts",
                    "ordering": ["transcript", "from_ms", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("from_ms__lt", models.F("to_ms"))),
                            name="share_begins_before_it_ends",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Term",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "vocabulary",
                        models.CharField(
                            choices=[
                                ("level", "Level of description"),
                                ("document_type", "Document type"),
                                ("originality", "Original or copy"),
                                ("condition", "Physical condition"),
                                ("reliability", "Reliability level"),
                                ("retention", "Retention period"),
                                ("language", "Language"),
                                ("script", "Script"),
                            ],
                            max_length=16,
                            verbose_name="vocabulary",
                        ),
                    ),
                    ("code", models.SlugField(max_length=32, verbose_name="code")),
                    (
                        "label_vi",
                        models.CharField(max_length=120, verbose_name="name in Vietnamese"),
                    ),
                    ("label_en", models.CharField(max_length=120, verbose_name="name in English")),
                    ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                    (
                        "retired_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="retired at"),
                    ),
                    (
                        "merged_into",
                        models.ForeignKey(
                            blank=True,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="absorbed",
                            to="catalogue.term",
                            verbose_name="merged into",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "term",
                    "verbose_name_plural": "terms",
                    "ordering": ["vocabulary", "position", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("vocabulary", "code"), name="one_term_per_code"
                        ),
                        models.UniqueConstraint(
                            fields=("vocabulary", "label_vi"), name="one_term_per_name_vi"
                        ),
                        models.UniqueConstraint(
                            fields=("vocabulary", "label_en"), name="one_term_per_name_en"
                        ),
                    ],
                },
            ),
        ),
        forbidding("catalogue_pagetext"),
        # A code stands in descriptions as text: it must never come to mean nothing.
        forbidding("catalogue_term", acts=("DELETE",)),
        forbidding(
            "catalogue_term",
            when="NEW.code <> OLD.code OR NEW.vocabulary <> OLD.vocabulary",
            acts=("UPDATE",),
        ),
        migrations.RunPython(enter_shipped, migrations.RunPython.noop, elidable=False),
    ]
