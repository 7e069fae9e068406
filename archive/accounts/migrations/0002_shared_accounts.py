from typing import Any

from django.db import migrations, models


def mark_those_of_earlier_versions(apps: Any, schema_editor: Any) -> None:
    """Mark the accounts of a demonstration that was loaded before there was a mark."""
    people = apps.get_model("accounts", "User").objects
    if people.filter(username="quantri", office__code="vp-minh-hoa").exists():
        names = "quantri luutru suutam thuky uyvien1 uyvien2 uyvien3 thamdinh truongphong nghiencuu"
        people.filter(username__in=names.split()).update(is_demonstration=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="is_demonstration",
            field=models.BooleanField(default=False, verbose_name="demonstration data"),
        ),
        migrations.RunPython(mark_those_of_earlier_versions, migrations.RunPython.noop),
    ]
