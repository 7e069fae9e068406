"""Tantivy, for large catalogues: embedded too, but compiled and memory-mapped."""

from __future__ import annotations

from pathlib import Path

import tantivy

from archive.search.engines.tantivy.format import SHELVES
from archive.search.engines.tantivy.reading import TantivyReader
from archive.search.engines.tantivy.writing import TantivyWriter


class TantivyEngine:
    name = "tantivy"

    def create(self, folder: Path) -> None:
        for shelf, schema in SHELVES.items():
            (folder / shelf).mkdir(parents=True, exist_ok=True)
            tantivy.Index(schema(), path=str(folder / shelf))

    def writer(self, folder: Path, *, bulk: bool = False) -> TantivyWriter:
        return TantivyWriter(folder, bulk=bulk)

    def reader(self, folder: Path) -> TantivyReader:
        return TantivyReader(folder)
