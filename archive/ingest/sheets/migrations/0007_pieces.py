"""The file of a spreadsheet gets a table of its own, and what is held is carried over into it."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Substr

_PIECE = 8 << 20


def carry_over(apps: Any, schema_editor: Any) -> None:
    """Copy piece by piece: some files are as long as the machine bears."""
    sheets, pieces = (apps.get_model("sheets", name).objects for name in ("Sheet", "Piece"))
    for pk in sheets.order_by("pk").values_list("pk", flat=True):
        number = 0
        while content := sheets.filter(pk=pk).values_list(_part(number), flat=True).get():
            pieces.create(sheet_id=pk, number=number, content=content)
            number += 1


def _part(number: int) -> Substr:
    return Substr("content", 1 + number * _PIECE, _PIECE, output_field=models.BinaryField())


class Migration(migrations.Migration):
    dependencies = [("sheets", "0006_reasons_worded_when_shown")]

    operations = [
        migrations.CreateModel(
            name="Piece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("content", models.BinaryField()),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="sheets.sheet",
                        verbose_name="spreadsheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of a spreadsheet's file",
                "verbose_name_plural": "pieces of spreadsheets' files",
                "ordering": ["sheet", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "number"), name="one_piece_per_number")
                ],
            },
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
