from django.db import migrations

from archive.journal.triggers import forbidding


class Migration(migrations.Migration):
    """Entries are never updated or deleted, whoever asks."""

    dependencies = [("journal", "0001_initial")]

    operations = [forbidding("journal_entry")]
