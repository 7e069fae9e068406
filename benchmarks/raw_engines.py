"""The same passages in the bare engines: one folded text field, nothing else. What ours is
measured against in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import tantivy
from whoosh import fields, index, qparser

from archive.values.text import fold
from benchmarks.corpora import Source
from benchmarks.index_makers import Rate, Stopwatch

Asker = Callable[[str], object]


def folded(sources: Iterable[Source]) -> list[str]:
    """Return the passages' texts folded beforehand, as the raw figures are given."""
    return [fold(text) for source in sources for text in source.passages]


def folded_wholes(sources: Iterable[Source]) -> list[str]:
    """Return the text of each record as one, folded beforehand."""
    return [fold("\n".join([source.title, *source.passages])) for source in sources]


def fill_whoosh(folder: Path, texts: list[str]) -> tuple[Rate, Asker]:
    """Index; return passages per second and a way to ask in Whoosh's own language."""
    folder.mkdir(parents=True)
    schema = fields.Schema(text=fields.TEXT())
    opened = index.create_in(folder, schema)
    writer = opened.writer(limitmb=128)
    watch = Stopwatch()
    for text in texts:
        writer.add_document(text=text)
    writer.commit()
    rate = watch.rate(len(texts))
    searcher = opened.searcher()
    parser = qparser.QueryParser("text", schema)
    parser.add_plugin(qparser.FuzzyTermPlugin())
    return rate, lambda words: len(searcher.search(parser.parse(words), limit=20))


def fill_tantivy(folder: Path, texts: list[str]) -> tuple[Rate, Asker]:
    """Index; return passages per second and a way to ask in Tantivy's own language."""
    folder.mkdir(parents=True)
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text")
    opened = tantivy.Index(builder.build(), path=str(folder))
    writer = opened.writer(heap_size=256_000_000, num_threads=1)
    watch = Stopwatch()
    for text in texts:
        document = tantivy.Document()
        document.add_text("text", text)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    rate = watch.rate(len(texts))
    opened.reload()
    searcher = opened.searcher()

    def ask(words: str) -> Any:
        fuzzy = {"text": (False, 1, True)} if words.endswith("~1") else {}
        words = words.removesuffix("~1")
        if words.endswith("*"):
            query = tantivy.Query.regex_query(opened.schema, "text", f"{words[:-1]}.*")
        else:
            query = opened.parse_query(
                words, ["text"], conjunction_by_default=True, fuzzy_fields=fuzzy
            )
        return searcher.search(query, limit=20).count  # type: ignore[attr-defined]

    return rate, ask
