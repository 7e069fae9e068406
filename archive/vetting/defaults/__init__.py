"""The procedures every installation starts with; what no source says is left empty and said so.

What is stated here as Guideline 90's rests on a public summary whose text breaks off; every row
carries that in its basis. An office replaces a row by entering a new version, never by editing.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from archive.vetting.defaults.competences import COMPETENCES
from archive.vetting.defaults.guideline_90 import GUIDELINE_90
from archive.vetting.defaults.records import RECORDS
from archive.vetting.defaults.rule_996 import RULE_996

PROCEDURES = (GUIDELINE_90, RULE_996, RECORDS)


def install(
    procedure_model: Any, provision_model: Any, competence_model: Any, *, at: dt.datetime
) -> None:
    """Enter the default procedures and competences that are not there yet.

    The models are passed in because migrations bring their own.
    """
    for row in PROCEDURES:
        if procedure_model.objects.filter(code=row.code).exists():
            continue
        procedure = procedure_model.objects.create(version=1, entered_at=at, **row.columns())
        provision_model.objects.bulk_create(
            provision_model(procedure=procedure, position=position, **demand.columns())
            for position, demand in enumerate(row.demands, start=1)
        )
        competence_model.objects.bulk_create(
            competence_model(entered_at=at, procedure_code=row.code, **competence)
            for competence in COMPETENCES[row.code]
        )
