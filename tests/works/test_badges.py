"""The derived badge: computed from citations, and only from works the viewer may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from archive.access import gate
from archive.accounts.models import User
from archive.units.models import Unit
from archive.works.badges import Standing, badges_of
from archive.works.models import Citation, Work, WorkStage


@pytest.mark.parametrize(
    ("stage", "standing"),
    [
        (WorkStage.DRAFTING, Standing.COMPILING),
        (WorkStage.NOT_PASSED, Standing.COMPILING),
        (WorkStage.SUBMITTED, Standing.IN_VETTING),
        (WorkStage.REVISED_RESUBMITTED, Standing.IN_VETTING),
        (WorkStage.PUBLISHED, Standing.VETTED),
        (WorkStage.LEGACY_PUBLISHED, Standing.PRINTED_BEFORE),
    ],
)
def test_the_badge_follows_the_furthest_work(
    stage: WorkStage, standing: Standing, make_record: Any, office: Unit, an: User
) -> None:
    record, uncited = make_record(), make_record()
    fields: dict[str, Any] = {"kind": "chronicle", "unit": office, "owner": office}
    first = Work.objects.create(code="A", title="A", stage=WorkStage.PLANNED, **fields)
    day = dt.date(2026, 1, 5)
    further = Work.objects.create(
        code="B", title="B", stage=stage, vetted_on=day, legacy_rule="x", **fields
    )
    for work in (first, further):
        Citation.objects.create(work=work, record=record)
    badges = badges_of([record.pk, uncited.pk], gate.visible_works(an))
    assert badges[record.pk].standing == standing
    assert badges[uncited.pk].standing == Standing.UNCITED
    # Neither work is shown to the public, and so the badge does not tell of them.
    hidden = badges_of([record.pk], gate.visible_works(AnonymousUser()))
    assert hidden[record.pk].standing == Standing.UNCITED
