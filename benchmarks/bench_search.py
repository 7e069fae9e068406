"""How fast the index fills and answers, beside the bare engine in the same run.

    python benchmarks/bench_search.py --engine whoosh --passages 20000 --corpus FILE.jsonl.gz

Without a corpus the text is made up: Zipf over Vietnamese syllables, seeded.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

from archive.search.engines import engine_named
from archive.search.engines import protocol as ask
from archive.search.language.parser import parse
from archive.search.lexicon import Lexicon
from archive.search.plan import plan
from archive.search.vocabulary import Vocabulary
from archive.values.text import fold
from benchmarks import raw_engines
from benchmarks.corpora import (
    SEED,
    Source,
    limited,
    made_up,
    repeated,
    syllables,
)
from benchmarks.index_makers import (
    EVERYBODY,
    fill,
    peak_memory,
    size_of,
    timed,
)

QUESTIONS = 40
ASKED_OF = 20_000  # passages from which the questions are taken
FACETS = ("kind", "period", "unit", "vetting")


def sources(corpus: Path | None, passages: int) -> Iterator[Source]:
    if corpus is None:
        return limited(made_up(syllables()), passages)
    return limited(repeated(corpus), passages)


def questions(texts: list[str]) -> dict[str, list[str]]:
    """Take words that stand side by side somewhere, so that everything asked for is there."""
    chance = random.Random(SEED)

    def words(number: int) -> list[str]:
        while True:
            found = [w.strip(".,;:()\"'“”–-") for w in chance.choice(texts).split()]
            start = chance.randrange(max(len(found) - number, 1))
            taken = found[start : start + number]
            if len(taken) == number and all(word.isalpha() and len(word) > 2 for word in taken):
                return taken

    each = range(QUESTIONS)
    return {
        "one word": [" ".join(words(1)) for _ in each],
        "two words": [" ".join(words(2)) for _ in each],
        "three words": [" ".join(words(3)) for _ in each],
        "without marks": [fold(" ".join(words(2))) for _ in each],
        "phrase of two": [f'"{" ".join(words(2))}"' for _ in each],
        "phrase of four": [f'"{" ".join(words(4))}"' for _ in each],
        "one or the other": [" OR ".join(words(2)) for _ in each],
        "beginning": [f"{fold(words(1)[0])[:3]}*" for _ in each],
        "mistyped": [f"{fold(words(1)[0]).ljust(4, 'n')}~1" for _ in each],
    }


def answer(
    reader: ask.Reader, lexicon: Lexicon, text: str, *, facets: bool, passages: bool
) -> object:
    """Parse, plan, ask and, as a screen does, look for the best passages of the first twenty."""
    planned = plan(parse(text), lexicon)
    found = reader.search(
        ask.Query(
            must=planned.must,
            should=tuple(planned.should),
            audiences=EVERYBODY,
            facets=FACETS if facets else (),
        )
    )
    keys = tuple(hit.record_key for hit in found.hits)
    if passages and planned.passages and keys:
        reader.passages(
            ask.PassageQuery(record_keys=keys, any_of=tuple(planned.passages), audiences=EVERYBODY)
        )
    return found


def row(
    name: str, asks: Sequence[Callable[[], object]], raw: Sequence[Callable[[], object]]
) -> None:
    ours, *others = timed(asks, raw) if raw else timed(asks)
    cells = [f"{value:.1f}" for value in ours]
    for bare in others:
        cells += [f"{bare[0]:.1f}", f"{bare[1]:.1f}", f"{ours[1] / bare[1]:.2f}"]
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="whoosh")
    parser.add_argument("--passages", type=int, default=1000)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--without-raw", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(options, Path(folder))


def measure(options: argparse.Namespace, folder: Path) -> None:
    import django

    django.setup()
    from archive.search.actions import PASSAGES_PER_COMMIT

    # Read beforehand: how fast a corpus is unpacked says nothing of an index.
    everything = list(sources(options.corpus, options.passages))
    asked = questions([t for source in limited(everything, ASKED_OF) for t in source.passages])
    rate = fill(options.engine, folder / "ours", everything, PASSAGES_PER_COMMIT[options.engine])
    print(f"\n## {options.engine}, {options.passages} passages\n")
    print(f"ours: {rate}, {size_of(folder / 'ours') / 1e6:.0f} MB on disk,")
    print(f"peak memory {peak_memory() / 1e6:.0f} MB")
    raw = None
    if not options.without_raw:
        texts = raw_engines.folded(everything)
        maker = getattr(raw_engines, f"fill_{options.engine}")
        raw_rate, raw = maker(folder / "raw", texts)
        print(f"raw: {raw_rate}, {size_of(folder / 'raw') / 1e6:.0f} MB on disk;")
        # Ours keeps two shelves: the pages, and every record as a whole.
        wholes = raw_engines.folded_wholes(everything)
        both = raw_rate.and_then(maker(folder / "wholes", wholes)[0], len(wholes), len(texts))
        print(f"raw, records as wholes too: {both};")
        for name, bare in (("pages alone", raw_rate), ("pages and records", both)):
            spent, waited = bare.by_processor / rate.by_processor, bare.by_clock / rate.by_clock
            print(
                f"indexing takes {spent:.1f} times the processor time of {name}, {waited:.1f} times"
            )
            print("as long by the clock")
        del texts, wholes
    began = time.perf_counter()
    reader = engine_named(options.engine).reader(folder / "ours")
    words = Vocabulary(folder / "ours" / "words.sqlite3")
    lexicon = Lexicon(words, reader, EVERYBODY)
    print(f"opening: {(time.perf_counter() - began) * 1000:.0f} ms\n")
    print("| query | p50 | p95 | p99 | raw p50 | raw p95 | ratio of p95 |")
    print("|---|---|---|---|---|---|---|")
    for name, several in asked.items():
        bare = [partial(raw, _bare(text)) for text in several] if raw else []
        ours = partial(answer, reader, lexicon, facets=False, passages=False)
        row(f"{name}, engine only", [partial(ours, text) for text in several], bare)
    for name, several in asked.items():
        whole = partial(answer, reader, lexicon, facets=True, passages=True)
        row(f"{name}, facets and passages", [partial(whole, text) for text in several], [])
    words.close()


def _bare(text: str) -> str:
    """Return the question as the bare engine takes it: folded, its operators in capitals."""
    return fold(text).replace(" or ", " OR ")


if __name__ == "__main__":
    main()
