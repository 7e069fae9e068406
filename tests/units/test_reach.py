"""Up from a unit to all it counts for: the same pairs as down from the whole."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.units.models import Level, Succession, Unit
from archive.units.reach import Reach


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
    reach = Reach()
    up = {(part, whole) for part in ids for whole in reach.wholes_of(part)}
    down = {
        (part, unit.pk)
        for unit in units.values()
        for part in Unit.objects.taken_in_by(unit).values_list("pk", flat=True)
    }
    assert up == down
    assert (units["district"].pk, units["today"].pk) in up


def test_counts_are_rolled_up_into_all_that_takes_a_unit_in(units: dict[str, Unit]) -> None:
    reach = Reach()
    counts = {units["district"].pk: 3, units["old"].pk: 2}
    rolled = {units["district"].pk: 3, units["old"].pk: 5, units["today"].pk: 5}
    assert reach.rolled_up(counts) == rolled
    assert reach.rolled_up(counts) == rolled


def test_two_queries_read_all_and_a_unit_entered_since_is_not_known(
    units: dict[str, Unit], django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        reach = Reach()
        reach.rolled_up({unit.pk: 1 for unit in units.values()})
    later = Unit.objects.create(code="vn-594", name="Thị xã La Gi", level=Level.DISTRICT)
    assert reach.knows([units["old"].pk])
    assert not reach.knows([later.pk])


def test_units_in_a_circle_end(units: dict[str, Unit]) -> None:
    today, old = units["today"], units["old"]
    Succession.objects.create(predecessor=today, successor=old, on=dt.date(2030, 1, 1))
    assert Reach().wholes_of(today.pk) == {today.pk, old.pk}
