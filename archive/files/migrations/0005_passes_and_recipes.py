from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def tell_shares(apps: Any, schema_editor: Any) -> None:
    """What nobody had asked for was the daily share, or taken up by it."""
    apps.get_model("files", "FixityPass").objects.filter(asked_by=None).update(is_share=True)


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0004_films_and_printouts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="fixitypass",
            name="is_share",
            field=models.BooleanField(default=False, verbose_name="daily share"),
        ),
        migrations.AlterField(
            model_name="fixitypass",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked for by",
            ),
        ),
        migrations.RunPython(tell_shares, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="derivative",
            index=models.Index(fields=["role", "recipe"], name="derivative_recipe"),
        ),
    ]
