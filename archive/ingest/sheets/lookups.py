"""Finding the unit or the collection a cell names, thousands of times without asking twice."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import defaultdict
from dataclasses import dataclass

from archive.catalogue.models import Collection
from archive.ingest.models import DepositedFile, FileState
from archive.units.actions import name_without_type
from archive.units.models import Level, Unit
from archive.values.text import canonical

SEPARATOR = " — "


@dataclass(frozen=True)
class Found:
    """The id of what a cell means, or the candidates there are."""

    id: int | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Unit:
    id: int
    code: str
    name: str
    parent_id: int | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    level: str


class UnitIndex:
    """Every territory by code and by name, with and without its type."""

    def __init__(self) -> None:
        rows = Unit.objects.territories().values_list(
            "id", "code", "name", "parent_id", "valid_from", "valid_to", "level"
        )
        self._by_id = {row[0]: _Unit(*row) for row in rows}
        self._by_code = {unit.code: unit for unit in self._by_id.values()}
        self._by_name: dict[str, list[_Unit]] = defaultdict(list)
        for unit in self._by_id.values():
            for name in {canonical(unit.name), canonical(name_without_type(unit.name))}:
                self._by_name[name].append(unit)

    def find(
        self, text: str, earliest: dt.date | None = None, latest: dt.date | None = None
    ) -> Found:
        """The unit a cell names: a code, `name — code`, or a name, `Huyện Đức Trọng, Lâm Đồng`.

        Names came back: of several, only those that were there in the record's time count.
        """
        if unit := self._by_code.get(text.rpartition(SEPARATOR)[2].strip()):
            return Found(unit.id)
        name, *wider = [part.strip() for part in text.split(",")]
        fitting = [unit for unit in self._called(name) if self._lies_in(unit, wider)]
        then = [unit for unit in fitting if _existed(unit, earliest, latest)]
        for candidates in (fitting, then):
            if len(candidates) == 1:
                return Found(candidates[0].id)
        if fitting:
            return Found(candidates=tuple(self._label(unit) for unit in fitting[:5]))
        close = difflib.get_close_matches(canonical(name), self._by_name, n=3, cutoff=0.8)
        return Found(candidates=tuple(self._label(self._by_name[key][0]) for key in close))

    def _called(self, name: str) -> list[_Unit]:
        """Provinces are kept without their type, whatever it was at the time."""
        if found := self._by_name.get(canonical(name)):
            return found
        bare = self._by_name.get(canonical(name_without_type(name[:1].upper() + name[1:])), [])
        return [unit for unit in bare if unit.level == Level.PROVINCE]

    def label(self, unit_id: int) -> str:
        unit = self._by_id[unit_id]
        return f"{unit.name}{SEPARATOR}{unit.code}"

    def _label(self, unit: _Unit) -> str:
        parent = self._by_id.get(unit.parent_id or 0)
        return f"{unit.name}{f', {parent.name}' if parent else ''}{SEPARATOR}{unit.code}"

    def _lies_in(self, unit: _Unit, wider: list[str]) -> bool:
        names = []
        above = self._by_id.get(unit.parent_id or 0)
        while above:
            names += [canonical(above.name), canonical(name_without_type(above.name))]
            above = self._by_id.get(above.parent_id or 0)
        return all(
            canonical(part) in names or canonical(name_without_type(part)) in names
            for part in wider
        )


class CollectionIndex:
    """The collections of one office by code and by title."""

    def __init__(self, office: Unit) -> None:
        rows = Collection.objects.filter(holder=office)
        self._ids: dict[str, int] = {}
        self._codes: dict[int, str] = {}
        self._levels: dict[str, Collection] = {}
        self.parents: dict[str, str | None] = {}
        brief = rows.only("id", "code", "title", "path", "parent", "ceiling", "is_public")
        for level in brief:
            self._ids.setdefault(canonical(level.title), level.pk)
            self._codes[level.pk] = level.code
            self._levels[level.code] = level
        for level in brief:
            self.parents[level.code] = self._codes.get(level.parent_id or 0)
        self._ids |= {canonical(code): row_id for row_id, code in self._codes.items()}

    def find(self, text: str) -> Found:
        code = text.rpartition(SEPARATOR)[2].strip()
        if (found := self._ids.get(canonical(code))) or (found := self._ids.get(canonical(text))):
            return Found(found)
        close = difflib.get_close_matches(canonical(text), self._ids, n=3, cutoff=0.7)
        return Found(candidates=tuple(self._codes[self._ids[key]] for key in close))

    def called(self, code: str | None) -> Collection | None:
        """The collection of this code, with what decides who may see it."""
        return self._levels.get(code or "")

    def code_of(self, row_id: int | None) -> str | None:
        return self._codes.get(row_id or 0)


class FileIndex:
    """The accepted files of the office's deposits by name: the batch folder of an import."""

    def __init__(self, office: Unit) -> None:
        rows = DepositedFile.objects.filter(deposit__office=office, finished_at__isnull=False)
        rows = rows.filter(state=FileState.ACCEPTED)
        self._files: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row_id, name, code in rows.values_list("id", "name", "record__code"):
            self._files[_file_key(name)].append((row_id, code or ""))

    def find(self, name: str, code: str) -> Found | None:
        """The free file of this name; None if the record with `code` has it already."""
        files = self._files.get(_file_key(name), [])
        if any(holder == code for _id, holder in files if holder):
            return None
        free = [row_id for row_id, holder in files if not holder]
        if len(free) == 1:
            return Found(free[0])
        if free:
            return Found(candidates=tuple(name for _id in free))
        close = difflib.get_close_matches(_file_key(name), self._files, n=1, cutoff=0.8)
        return Found(candidates=tuple(close))


def _file_key(name: str) -> str:
    return canonical(" ".join(name.split()))


def _existed(unit: _Unit, earliest: dt.date | None, latest: dt.date | None) -> bool:
    if earliest is None and latest is None:
        return True
    begins = unit.valid_from is None or latest is None or unit.valid_from <= latest
    ends = unit.valid_to is None or earliest is None or earliest <= unit.valid_to
    return begins and ends
