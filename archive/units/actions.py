"""Loading the published list of units."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from archive.units.models import Level, Succession, Unit
from archive.values.text import sort_key

DATA = Path(__file__).parent / "data"
REORGANISATION = dt.date(2025, 7, 1)
REORGANISATION_BASIS = "Nghị quyết 202/2025/QH15"
_TYPES = (
    "Thành phố ", "Thị xã ", "Thị trấn ", "Tỉnh ", "Quận ", "Huyện ", "Phường ", "Xã ", "Đặc khu ",
)  # fmt: skip
_BATCH = 1000


@dataclass(frozen=True)
class Loaded:
    """How many units and successions a load added."""

    units: int
    successions: int


@transaction.atomic
def load_units() -> Loaded:
    """Add the units of Vietnam before and since 1 July 2025 that are not there yet.

    Units already there are left as they are, since an office may have corrected them; a second
    load adds nothing.
    """
    return Loaded(units=_load_units(), successions=_load_successions())


def name_without_type(name: str) -> str:
    """`Huyện Đức Trọng` → `Đức Trọng`; units are sorted by it, as lists of them are."""
    for kind in _TYPES:
        rest = name.removeprefix(kind)
        if rest != name:
            return rest
    return name


def _load_units() -> int:
    known = dict(Unit.objects.values_list("code", "id"))
    added = 0
    rows = [row for row in _rows("units-vn.csv.gz") if row["code"] not in known]
    for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE):
        units = [_unit(row, known) for row in rows if row["level"] == level]
        for unit in Unit.objects.bulk_create(units, batch_size=_BATCH):
            known[unit.code] = unit.pk
        added += len(units)
    return added


def _unit(row: dict[str, str], known: dict[str, int]) -> Unit:
    return Unit(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        parent_id=known[row["parent"]] if row["parent"] else None,
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        sort_key=sort_key(name_without_type(row["name"])),
    )


def _load_successions() -> int:
    ids = dict(Unit.objects.values_list("code", "id"))
    known = set(Succession.objects.values_list("predecessor_id", "successor_id"))
    successions = [
        Succession(
            predecessor_id=ids[row["predecessor"]],
            successor_id=ids[row["successor"]],
            on=REORGANISATION,
            partial=row["partial"] == "1",
            basis=REORGANISATION_BASIS,
        )
        for row in _rows("successions-vn.csv.gz")
        if (ids[row["predecessor"]], ids[row["successor"]]) not in known
    ]
    Succession.objects.bulk_create(successions, batch_size=_BATCH)
    return len(successions)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
