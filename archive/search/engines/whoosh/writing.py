"""Putting records in and taking them out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh import index, writing

from archive.search.engines import protocol as ask
from archive.search.engines.table import Row
from archive.search.engines.whoosh.format import SHELVES, Codec


class WhooshWriter:
    """Buffers what is put, because Whoosh cannot take back what the same commit added."""

    def __init__(self, folder: Path, *, bulk: bool) -> None:
        self._indexes = {
            shelf: index.open_dir(folder / shelf, schema=schema())
            for shelf, schema in SHELVES.items()
        }
        self._bulk = bulk
        self._writers: dict[str, writing.SegmentWriter] = {}
        self._pending: dict[str, ask.Bundle | None] = {}

    def put(self, bundle: ask.Bundle) -> None:
        self._pending[bundle.record_key] = bundle

    def delete(self, record_key: str) -> None:
        self._pending[record_key] = None

    def add(self, bundle: ask.Bundle) -> None:
        for entry in bundle.records:
            self._writer("records").add_document(key=bundle.record_key, **_record_fields(entry))
        for passage in bundle.passages:
            self._writer("passages").add_document(
                record=bundle.record_key, **_passage_fields(bundle.record_key, passage)
            )

    def commit(self) -> None:
        if self._pending:
            self._delete(self._pending)
            for bundle in self._pending.values():
                if bundle is not None:
                    self.add(bundle)
            self._pending = {}
        # Passages first, so that a record is not found before its passages are there.
        for shelf in ("passages", "records"):
            if writer := self._writers.pop(shelf, None):
                writer.commit(merge=not self._bulk)

    def close(self) -> None:
        for writer in self._writers.values():
            writer.cancel()
        for opened in self._indexes.values():
            opened.close()

    def _delete(self, keys: Iterable[str]) -> None:
        for shelf, field in (("records", "key"), ("passages", "record")):
            writer = self._writer(shelf)
            with writer.searcher() as searcher:
                for key in keys:
                    writer.delete_by_term(field, key, searcher=searcher)

    def _writer(self, shelf: str) -> writing.SegmentWriter:
        if shelf not in self._writers:
            self._writers[shelf] = self._indexes[shelf].writer(limitmb=256, codec=Codec())
        return self._writers[shelf]


def _record_fields(entry: ask.RecordEntry) -> dict[str, Any]:
    return {**entry.fields, "row": Row.of(entry).packed()}


def _passage_fields(record_key: str, entry: ask.PassageEntry) -> dict[str, Any]:
    length, audiences = len(entry.streams), tuple(sorted(entry.audiences))
    return {"text": entry.streams, "row": (record_key, entry.key, length, audiences)}
