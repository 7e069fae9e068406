"""The embedded default: Whoosh keeps the postings; evaluation goes term by term.

Whoosh's own tree of matchers asks a dozen Python methods for every document and clause. Here a
posting list is read once, kept for a while, and lists are joined by whole sets, which makes
exact counts and facets over everything found cheap and holds for the catalogues this engine is
meant for (some tens of thousands of passages).
"""

from __future__ import annotations

from pathlib import Path

from whoosh import index

from archive.search.engines.whoosh.format import SHELVES
from archive.search.engines.whoosh.reading import WhooshReader
from archive.search.engines.whoosh.writing import WhooshWriter


class WhooshEngine:
    name = "whoosh"

    def create(self, folder: Path) -> None:
        for shelf, schema in SHELVES.items():
            (folder / shelf).mkdir(parents=True, exist_ok=True)
            index.create_in(folder / shelf, schema())

    def writer(self, folder: Path, *, bulk: bool = False) -> WhooshWriter:
        return WhooshWriter(folder, bulk=bulk)

    def reader(self, folder: Path) -> WhooshReader:
        return WhooshReader(folder)
