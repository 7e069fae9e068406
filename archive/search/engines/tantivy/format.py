"""The fields of both shelves, and how an index on the disk is opened."""

from __future__ import annotations

from pathlib import Path

import tantivy

from archive.search.engines import protocol as ask
from archive.search.engines.fields import PAIRED

# Words have one field for both layers: the term of a word says its folded form and its marks
# (`search.spelling`), so that a folded word is asked by its spellings.
WORDS, PAIRS = "words", "pairs"


def _record_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ask.TEXT_FIELDS:
        builder.add_text_field(f"{name}_w", tokenizer_name=WORDS, index_option="position")
        if name in PAIRED:
            builder.add_text_field(f"{name}_p", tokenizer_name=PAIRS, index_option="freq")
    for name in ("audience", "unless"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ask.FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    # Signed: an int put into an unsigned field kills the binding's writer thread.
    for name in ("date_from", "date_to", "added", "view"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _passage_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text_w", tokenizer_name=WORDS, index_option="freq")
    for name in ("record", "audience"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


SHELVES = {"records": _record_schema, "passages": _passage_schema}


def opened(folder: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(folder))
    # Terms come ready made, words with a blank between, pairs as any two letters side by side.
    for name, cut in (
        (WORDS, tantivy.Tokenizer.whitespace()),
        (PAIRS, tantivy.Tokenizer.ngram(2, 2)),
    ):
        index.register_tokenizer(name, tantivy.TextAnalyzerBuilder(cut).build())
    index.config_reader(reload_policy="manual")
    return index
