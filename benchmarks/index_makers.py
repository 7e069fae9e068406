"""Filling an engine from a corpus without a database, and timing questions to it."""

from __future__ import annotations

import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from archive.search.analysis import Streams, analyse
from archive.search.engines import engine_named
from archive.search.engines.protocol import Bundle, PassageEntry, RecordEntry
from archive.search.vocabulary import Vocabulary
from benchmarks.corpora import Source

EVERYBODY = frozenset({"public"})
KINDS = ("document", "photograph", "interview", "memoir", "map")


def bundle_of(source: Source) -> Bundle:
    """Return what the index holds of a source; facets are spread evenly over made-up values."""
    title = analyse([source.title])
    passages = [analyse([text]) for text in source.passages]
    everything = Streams.joined([title, *passages])
    number = hash(source.key)
    entry = RecordEntry(
        record_key=source.key,
        fields={"title": title, "all": everything},
        facets={
            "kind": (KINDS[number % 5],),
            "period": (str(1900 + number % 12 * 10),),
            "unit": (str(number % 34), str(34 + number % 700)),
            "vetting": (("vetted", "submitted")[number % 2],),
        },
        audiences=EVERYBODY,
        date_from=700_000 + number % 30_000,
        date_to=700_400 + number % 30_000,
    )
    return Bundle(
        record_key=source.key,
        records=(entry,),
        passages=tuple(
            PassageEntry(key=f"p{n}", streams=streams, audiences=EVERYBODY)
            for n, streams in enumerate(passages, 1)
        ),
    )


def fill(engine: str, folder: Path, sources: Iterable[Source], commit_every: int) -> float:
    """Index everything; return passages per second, folding included."""
    made = engine_named(engine)
    made.create(folder)
    words = Vocabulary(folder / "words.sqlite3")
    writer = made.writer(folder, bulk=True)
    counts: Counter[str] = Counter()
    began, done, waiting = time.perf_counter(), 0, 0
    for source in sources:
        bundle = bundle_of(source)
        writer.add(bundle)
        counts.update(bundle.records[0].fields["all"].marked)
        waiting += len(bundle.passages)
        if waiting >= commit_every:
            writer.commit()
            done, waiting = done + waiting, 0
    writer.commit()
    words.add(sorted(counts.items()))
    rate = (done + waiting) / (time.perf_counter() - began)
    writer.close()
    words.close()
    return rate


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def peak_memory() -> int:
    """Return the most memory this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def timed(asks: Sequence[Callable[[], object]]) -> tuple[float, float, float]:
    """Return p50, p95 and p99 in milliseconds over one call of each."""
    times = []
    for ask in asks:
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return statistics.median(times), cuts[94], cuts[98]
