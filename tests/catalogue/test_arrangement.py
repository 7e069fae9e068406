"""Fonds, series, files: opening, moving in one act, inheriting."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from archive.accounts.models import User
from archive.catalogue import arrangement
from archive.catalogue.models import Collection, Publication, Record
from archive.units.models import Unit


@pytest.fixture
def open_level(an: User, office: Unit, now: dt.datetime) -> Any:
    def make(code: str, parent: Collection | None = None, **more: Any) -> Collection:
        return arrangement.open_collection(
            actor=an,
            code=code,
            title=f"Hồ sơ {code}",
            level="fonds" if parent is None else "file",
            holder=office,
            parent=parent,
            at=now,
            **more,
        )

    return make


def test_a_subtree_moves_in_one_act(
    open_level: Any, an: User, make_record: Any, now: dt.datetime
) -> None:
    fonds, other = open_level("LD-P001"), open_level("LD-P002")
    series = open_level("LD-P001-ML1", fonds)
    file = open_level("LD-P001-ML1-H1", series)
    record = make_record(collection=file)
    arrangement.move_collection(actor=an, collection=series, parent=other, at=now)
    file.refresh_from_db()
    assert file.path == f"{other.pk}/{series.pk}/{file.pk}/"
    assert [level.code for level in arrangement.ancestors_of(file)] == ["LD-P002", "LD-P001-ML1"]
    assert not Record.objects.filter(arrangement.below(fonds)).exists()
    assert Record.objects.filter(arrangement.below(other)).get() == record


def test_a_level_is_not_moved_below_itself(open_level: Any, an: User, now: dt.datetime) -> None:
    fonds = open_level("LD-P001")
    file = open_level("LD-P001-H1", fonds)
    for parent in (fonds, file):
        with pytest.raises(arrangement.IntoItself):
            arrangement.move_collection(actor=an, collection=fonds, parent=parent, at=now)


def test_one_id_is_not_taken_for_the_beginning_of_another(
    open_level: Any, make_record: Any
) -> None:
    levels = [open_level(f"LD-P{number:03}") for number in range(1, 13)]
    make_record(collection=levels[-1])
    assert not Record.objects.filter(arrangement.below(levels[0])).exists()


def test_publication_is_inherited_overridden_and_follows_a_move(
    open_level: Any, an: User, now: dt.datetime
) -> None:
    shown = open_level("LD-P001", publication=Publication.SHOWN)
    hidden = open_level("LD-P002")
    file = open_level("LD-P001-H1", shown)
    kept_back = open_level("LD-P001-H2", shown, publication=Publication.HIDDEN)
    assert (shown.is_public, hidden.is_public) == (True, False)
    assert (file.is_public, kept_back.is_public) == (True, False)
    moved = arrangement.move_collection(actor=an, collection=file, parent=hidden, at=now)
    assert not moved.is_public
    arrangement.describe_collection(
        actor=an, collection=hidden, at=now, publication=Publication.SHOWN
    )
    file.refresh_from_db()
    assert file.is_public


def test_the_nearest_rights_hold_and_say_where_they_come_from(open_level: Any) -> None:
    fonds = open_level("LD-P001", rights="Chỉ dùng tại phòng đọc")
    file = open_level("LD-P001-H1", fonds)
    assert arrangement.rights_of(file) == arrangement.Inherited("Chỉ dùng tại phòng đọc", fonds)
    assert arrangement.rights_of(file, "Công khai").source is None


def test_what_is_part_of_a_collection_has_the_same_holder(
    open_level: Any, an: User, other_office: Unit, now: dt.datetime
) -> None:
    fonds = open_level("LD-P001")
    with pytest.raises(arrangement.OtherHolder):
        arrangement.open_collection(
            actor=an,
            code="X-1",
            title="Hồ sơ",
            level="file",
            holder=other_office,
            parent=fonds,
            at=now,
        )
