"""Addresses of people, places and subjects: made from names, never twice the same."""

from __future__ import annotations

from typing import Any

import pytest

from archive.catalogue import authorities
from archive.catalogue.models import Person

pytestmark = pytest.mark.django_db


def test_names_that_fold_alike_get_addresses_of_their_own() -> None:
    people = authorities.people_named(["Hoa", "Hoà", "Hoả", "Hoa 2", "文", "!"])
    assert len({person.slug for person in people}) == 6
    again = authorities.people_named(["Hóa", "Hoá", "Hoạ"])
    assert len({person.slug for person in again}) == 2


def test_gaps_are_filled_and_taken_numbers_passed_over() -> None:
    for number in (1, 2, 3, 5, 8):
        slug = "hoa" if number == 1 else f"hoa-{number}"
        Person.objects.create(slug=slug, name=slug, canonical_name=slug, sort_key=slug)
    assert authorities.free_slugs(Person, ["Hoa"] * 4) == ["hoa-4", "hoa-6", "hoa-7", "hoa-9"]


def test_many_new_names_cost_a_handful_of_queries(django_assert_max_num_queries: Any) -> None:
    names = [f"Nhân chứng minh hoạ số {number}" for number in range(300)]
    with django_assert_max_num_queries(8):
        authorities.people_named(names)
    with django_assert_max_num_queries(3):
        assert len(authorities.people_named(names)) == 300
