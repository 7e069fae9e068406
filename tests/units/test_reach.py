"""Up from a unit to all it counts for: the same pairs as down from the whole."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.units.models import Level, Succession, Unit
from archive.units.reach import wholes_of


@pytest.fixture
def units(lam_dong: Unit) -> dict[str, Unit]:
    old = Unit.objects.create(code="vn-60", name="Bình Thuận", level=Level.PROVINCE)
    district = Unit.objects.create(
        code="vn-593", name="Thành phố Phan Thiết", level=Level.DISTRICT, parent=old
    )
    Succession.objects.create(predecessor=old, successor=lam_dong, on=dt.date(2025, 7, 1))
    return {"today": lam_dong, "old": old, "district": district}


def test_up_and_down_agree(units: dict[str, Unit]) -> None:
    ids = [unit.pk for unit in units.values()]
    up = {(part, whole) for part, wholes in wholes_of(ids).items() for whole in wholes}
    down = {
        (part, unit.pk)
        for unit in units.values()
        for part in Unit.objects.taken_in_by(unit).values_list("pk", flat=True)
    }
    assert up == down
    assert (units["district"].pk, units["today"].pk) in up


def test_one_query_for_many_and_none_for_none(
    units: dict[str, Unit], django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        wholes_of([unit.pk for unit in units.values()])
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert wholes_of([]) == {}
