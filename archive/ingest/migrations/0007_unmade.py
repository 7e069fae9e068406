from __future__ import annotations

from typing import Any

from django.db import migrations


def carry_over(apps: Any, schema_editor: Any) -> None:
    """Keep what the last renewal could not make, where its name is one file's only."""
    last = apps.get_model("ingest", "Renewal").objects.order_by("-pk").first()
    masters = apps.get_model("files", "Master").objects
    unmade = apps.get_model("files", "Unmade").objects
    for failure in last.failures if last else []:
        named = masters.filter(original_name=failure["name"])[:2]
        if len(named) == 1:
            for part, reason in failure["why"].items():
                unmade.create(master=named[0], part=part, reason=reason, at=last.asked_at)


class Migration(migrations.Migration):
    dependencies = [("ingest", "0006_asked_jobs"), ("files", "0007_unmade")]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField("renewal", "failed"),
        migrations.RemoveField("renewal", "failures"),
    ]
