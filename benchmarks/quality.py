"""Search quality on relevance sets: nDCG@10, MRR@10, recall@100, with marks and without.

    python benchmarks/quality.py ../shared/data --engine tantivy --engine whoosh

Beside ours stands a plain BM25 over the words joined by OR, on the same engine and data.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from archive.search.analysis import word_forms  # noqa: E402
from archive.search.engines import engine_named  # noqa: E402
from archive.search.engines import protocol as ask  # noqa: E402
from archive.search.finding import propose  # noqa: E402
from archive.search.index import Manifest, Opened  # noqa: E402
from archive.search.language.parser import parse  # noqa: E402
from archive.search.vocabulary import Vocabulary  # noqa: E402
from benchmarks.corpora import PASSAGE_WORDS, Source, read  # noqa: E402
from benchmarks.index_makers import EVERYBODY, fill  # noqa: E402

DEPTH = 100


def law_articles(data: Path) -> list[Source]:
    rows = (data / "relevance/alqac2023-train/corpus.jsonl").read_text().splitlines()
    parsed = [json.loads(row) for row in rows]
    return [Source(row["_id"], row["title"], [row["text"]]) for row in parsed]


def wikipedia(data: Path) -> list[Source]:
    found = []
    for title, text in read(data / "text/vi-wikipedia-2017.jsonl.gz"):
        words = text.split()
        cut = range(0, len(words), PASSAGE_WORDS)
        found.append(
            Source(title, "", [" ".join(words[at : at + PASSAGE_WORDS]) for at in cut] or [""])
        )
    return found


SETS = {"alqac2023-train": law_articles, "wiki-title": wikipedia}


def questions(data: Path, name: str) -> list[tuple[str, str, str]]:
    rows = (data / f"relevance/{name}/queries.jsonl").read_text().splitlines()
    parsed = [json.loads(row) for row in rows]
    return [(row["_id"], row["text"], row["text_folded"]) for row in parsed]


def relevant(data: Path, name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    with (data / f"relevance/{name}/qrels.tsv").open() as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if int(row["score"]) > 0:
                found[row["query-id"]].add(row["corpus-id"])
    return found


def ours(opened: Opened, text: str) -> list[str]:
    """Ask as a reader's search does."""
    question = ask.Query(must=ask.Everything(), audiences=EVERYBODY, limit=DEPTH)
    _, answer = propose(opened, parse(text), question)
    return [hit.record_key for hit in answer.hits]


def plain(reader: ask.Reader, text: str, layer: ask.Layer) -> list[str]:
    """Ask for any of the words, in one layer of one field: a plain BM25."""
    forms = word_forms(text)
    terms = [form.folded if layer is ask.Layer.FOLDED else form.marked for form in forms]
    parts = tuple(ask.Words("all", layer, ((term, 1.0),)) for term in terms)
    query = ask.Query(must=ask.Any(parts), audiences=EVERYBODY, limit=DEPTH)
    return [hit.record_key for hit in reader.search(query).hits]


def scores(ranked: dict[str, list[str]], wanted: dict[str, set[str]]) -> tuple[float, float, float]:
    """Return nDCG@10, MRR@10 and recall@100 as means over the questions."""
    gains = reciprocal = recall = 0.0
    for key, good in wanted.items():
        found = ranked.get(key, [])
        gain = sum(1 / math.log2(at + 2) for at, one in enumerate(found[:10]) if one in good)
        best = sum(1 / math.log2(at + 2) for at in range(min(len(good), 10)))
        gains += gain / best
        reciprocal += next((1 / (at + 1) for at, o in enumerate(found[:10]) if o in good), 0.0)
        recall += len(good.intersection(found[:DEPTH])) / len(good)
    return gains / len(wanted), reciprocal / len(wanted), recall / len(wanted)


def measure(engine: str, name: str, data: Path, folder: Path) -> None:
    fill(engine, folder, SETS[name](data), commit_every=20_000)
    reader, words = engine_named(engine).reader(folder), Vocabulary(folder / "words.sqlite3")
    opened = Opened(reader, words, Manifest(engine=engine))
    wanted, asked = relevant(data, name), questions(data, name)
    runs = {
        ("ours", "with marks"): {key: ours(opened, text) for key, text, _ in asked},
        ("ours", "without"): {key: ours(opened, bare) for key, _, bare in asked},
        ("marked words, OR", "with marks"): {
            key: plain(reader, text, ask.Layer.MARKED) for key, text, _ in asked
        },
        ("folded words, OR", "with marks"): {
            key: plain(reader, text, ask.Layer.FOLDED) for key, text, _ in asked
        },
        ("folded words, OR", "without"): {
            key: plain(reader, bare, ask.Layer.FOLDED) for key, _, bare in asked
        },
        ("marked words, OR", "without"): {
            key: plain(reader, bare, ask.Layer.MARKED) for key, _, bare in asked
        },
    }
    for (how, typed), ranked in runs.items():
        ndcg, mrr, recall = scores(ranked, wanted)
        print(
            f"| {name} | {engine} | {how} | {typed} | {ndcg:.3f} | {mrr:.3f} | {recall:.3f} |",
            flush=True,
        )
    words.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--engine", action="append")
    parser.add_argument("--set", action="append", choices=SETS)
    options = parser.parse_args()
    print("| set | engine | how | typed | nDCG@10 | MRR@10 | recall@100 |")
    print("|---|---|---|---|---|---|---|")
    for name in options.set or SETS:
        for engine in options.engine or ["tantivy", "whoosh"]:
            with tempfile.TemporaryDirectory() as folder:
                measure(engine, name, options.data, Path(folder))


if __name__ == "__main__":
    main()
