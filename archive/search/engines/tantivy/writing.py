"""Documents put into both shelves, and taken out."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tantivy

from archive.search.engines import protocol as ask
from archive.search.engines.fields import PAIRED
from archive.search.engines.tantivy.format import opened
from archive.search.streams import Streams

BULK_HEAP, HEAP = 256_000_000, 48_000_000


class TantivyWriter:
    def __init__(self, folder: Path, *, bulk: bool) -> None:
        self._is_bulk = bulk
        heap = BULK_HEAP if bulk else HEAP
        self._passages = opened(folder / "passages").writer(heap_size=heap, num_threads=1)
        self._records = opened(folder / "records").writer(heap_size=heap, num_threads=1)
        # A writer that died in a commit leaves files that no state of the index names. The next
        # one counts on from the same number, so would give its own the same names, and fail.
        for writer in (self._passages, self._records):
            writer.garbage_collect_files()

    def put(self, bundle: ask.Bundle) -> None:
        self.delete(bundle.record_key)
        self.add(bundle)

    def delete(self, record_key: str) -> None:
        self._records.delete_documents_by_term("key", record_key)
        self._passages.delete_documents_by_term("record", record_key)

    def add(self, bundle: ask.Bundle) -> None:
        for entry in bundle.records:
            self._records.add_document(_record_document(entry))
        for passage in bundle.passages:
            self._passages.add_document(_passage_document(bundle.record_key, passage))

    def commit(self) -> None:
        if self._is_bulk:
            # Nobody reads yet, and each takes seconds of a core.
            with ThreadPoolExecutor(1) as beside:
                passages = beside.submit(self._passages.commit)
                self._records.commit()
                passages.result()
            return
        # Passages first, so that a record is not found before its passages are there.
        self._passages.commit()
        self._records.commit()

    def close(self) -> None:
        for writer in (self._passages, self._records):
            writer.rollback()
            writer.wait_merging_threads()


def _record_document(entry: ask.RecordEntry) -> tantivy.Document:
    document = tantivy.Document()
    for name, streams in entry.fields.items():
        _add_streams(document, name, streams, with_pairs=name in PAIRED)
    for name, values in entry.facets.items():
        for value in values:
            document.add_text(name, value)
    _add_words(document, "audience", entry.audiences)
    _add_words(document, "unless", entry.unless)
    document.add_text("key", entry.record_key)
    document.add_integer("view", entry.view)
    document.add_integer("date_from", entry.date_from)
    document.add_integer("date_to", entry.date_to)
    document.add_integer("added", entry.added)
    return document


def _passage_document(record_key: str, entry: ask.PassageEntry) -> tantivy.Document:
    document = tantivy.Document()
    _add_streams(document, "text", entry.streams, with_pairs=False)
    _add_words(document, "audience", entry.audiences)
    document.add_text("record", record_key)
    document.add_text("key", f"{record_key} {entry.key}")
    return document


def _add_streams(
    document: tantivy.Document, name: str, streams: Streams, *, with_pairs: bool
) -> None:
    # Between the texts of one field the engine leaves a place free, which no phrase runs across.
    for words, sounds in streams.terms:
        document.add_text(f"{name}_w", words)
        if with_pairs:
            document.add_text(f"{name}_p", sounds)


def _add_words(document: tantivy.Document, name: str, words: Iterable[str]) -> None:
    for word in words:
        document.add_text(name, word)
