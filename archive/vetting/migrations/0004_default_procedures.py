from django.db import migrations
from django.utils import timezone

from archive.vetting.defaults import install


def enter(apps, _schema_editor):
    install(
        apps.get_model("vetting", "Procedure"),
        apps.get_model("vetting", "Provision"),
        apps.get_model("vetting", "Competence"),
        at=timezone.now(),
    )


class Migration(migrations.Migration):
    """Every installation starts with the same three procedures."""

    dependencies = [("vetting", "0003_fixed_parts")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop, elidable=False)]
