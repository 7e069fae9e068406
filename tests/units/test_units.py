from __future__ import annotations

import datetime as dt
from collections import Counter

from django.core.management import call_command
from django.test import TestCase

from archive.units.actions import load_units, name_without_type
from archive.units.models import Level, Succession, Unit

LAST_DAY, FIRST_DAY = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


def levels_on(day: dt.date) -> Counter[str]:
    return Counter(Unit.objects.as_of(day).territories().values_list("level", flat=True))


def codes(units) -> set[str]:
    return set(units.values_list("code", flat=True))


class TestVietnam(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        load_units()

    def test_the_list_is_the_one_of_its_day(self) -> None:
        assert levels_on(LAST_DAY) == {
            Level.PROVINCE: 63, Level.DISTRICT: 696, Level.COMMUNE: 10_035,
        }  # fmt: skip
        assert levels_on(FIRST_DAY) == {Level.PROVINCE: 34, Level.COMMUNE: 3321}

    def test_every_new_unit_has_its_origins_and_every_old_commune_went_somewhere(self) -> None:
        new = Unit.objects.filter(valid_from=FIRST_DAY)
        assert not new.filter(origins__isnull=True).exists()
        ended = Unit.objects.filter(valid_to=LAST_DAY, level=Level.COMMUNE)
        assert not ended.filter(successions__isnull=True).exists()

    def test_new_lam_dong_has_its_124_units_and_three_predecessors(self) -> None:
        lam_dong = Unit.objects.get(code="vn-68-2025")
        assert lam_dong.children.as_of(FIRST_DAY).count() == 124
        assert lam_dong.children.filter(name__startswith="Đặc khu").get().name == "Đặc khu Phú Quý"
        names = lam_dong.origins.values_list("predecessor__name", flat=True)
        assert set(names) == {"Lâm Đồng", "Bình Thuận", "Đắk Nông"}

    def test_lam_dong_of_today_takes_in_what_was_described_under_older_units(self) -> None:
        found = codes(Unit.objects.filter(code="vn-68-2025").with_predecessors())
        assert {"vn-68-2025", "vn-68", "vn-60", "vn-67", "vn-678", "vn-24958"} <= found
        assert "vn-01" not in found
        assert len(found) == 1 + 124 + 3 + 28 + 329

    def test_a_former_district_can_still_be_chosen_and_takes_in_only_its_communes(self) -> None:
        duc_trong = Unit.objects.get(code="vn-678")
        found = Unit.objects.taken_in_by(duc_trong)
        assert codes(found) == {"vn-678", *duc_trong.children.values_list("code", flat=True)}
        assert duc_trong.dated_name == "Huyện Đức Trọng (đến 30/06/2025)"
        heirs = Unit.objects.filter(origins__predecessor__parent=duc_trong)
        assert "Xã Đức Trọng" in {unit.name for unit in heirs}

    def test_a_new_commune_takes_in_the_communes_it_came_from_and_no_district(self) -> None:
        found = Unit.objects.filter(code="vn-24958-2025").with_predecessors()
        assert {unit.name for unit in found} == {
            "Xã Đức Trọng", "Thị trấn Liên Nghĩa", "Xã Phú Hội",
        }  # fmt: skip

    def test_an_island_district_passed_into_its_special_zone(self) -> None:
        con_dao = Unit.objects.get(name="Huyện Côn Đảo")
        heirs = Unit.objects.filter(origins__predecessor=con_dao)
        assert [unit.name for unit in heirs] == ["Đặc khu Côn Đảo"]

    def test_one_query_however_deep(self) -> None:
        lam_dong = Unit.objects.get(code="vn-68-2025")
        with self.assertNumQueries(1):
            list(Unit.objects.taken_in_by(lam_dong))

    def test_a_second_load_adds_nothing_and_keeps_corrections(self) -> None:
        before = Unit.objects.count(), Succession.objects.count()
        Unit.objects.filter(code="vn-68").update(valid_from=dt.date(1976, 1, 1))
        call_command("load_units")
        assert (Unit.objects.count(), Succession.objects.count()) == before
        assert Unit.objects.get(code="vn-68").valid_from == dt.date(1976, 1, 1)

    def test_units_sort_by_name_without_type_in_vietnamese_order(self) -> None:
        names = Unit.objects.filter(parent__code="vn-68").values_list("name", flat=True)
        assert list(names)[:3] == ["Huyện Bảo Lâm", "Thành phố Bảo Lộc", "Huyện Di Linh"]


def test_a_type_is_taken_off_only_in_front() -> None:
    assert name_without_type("Huyện Đức Trọng") == "Đức Trọng"
    assert name_without_type("Xã Xã Đàn") == "Xã Đàn"


def test_nothing_is_taken_in_by_no_unit(db: None) -> None:
    assert not Unit.objects.taken_in_by().exists()
