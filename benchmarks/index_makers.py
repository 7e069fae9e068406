"""Filling an engine from a corpus without a database, and timing questions to it."""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.search.engines import engine_named
from archive.search.engines.protocol import Bundle, PassageEntry, RecordEntry
from archive.search.streams import Streams, analyse
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


@dataclass(frozen=True)
class Rate:
    """Passages per second: by the clock on the wall, and by processor time used."""

    by_clock: float
    by_processor: float

    def and_then(self, other: Rate, others: int, number: int) -> Rate:
        """Return the rate of `number` of ours when `others` of another kind are done as well."""
        return Rate(
            number / (number / self.by_clock + others / other.by_clock),
            number / (number / self.by_processor + others / other.by_processor),
        )

    def __str__(self) -> str:
        return (
            f"{self.by_clock:.0f} passages/s by the clock, "
            f"{self.by_processor:.0f} per second of processor time"
        )


class Stopwatch:
    def __init__(self) -> None:
        self._clock, self._processor = time.perf_counter(), time.process_time()

    def rate(self, number: int) -> Rate:
        return Rate(
            number / (time.perf_counter() - self._clock),
            number / (time.process_time() - self._processor),
        )


def fill(engine: str, folder: Path, sources: Iterable[Source], commit_every: int) -> Rate:
    """Index everything; return the rate, folding included."""
    made = engine_named(engine)
    made.create(folder)
    words = Vocabulary(folder / "words.sqlite3")
    writer = made.writer(folder, bulk=True)
    # As a rebuild does it (`search.actions`).
    gc.disable()
    watch, done, waiting = Stopwatch(), 0, 0
    for source in sources:
        bundle = bundle_of(source)
        writer.add(bundle)
        waiting += len(bundle.passages)
        if waiting >= commit_every:
            writer.commit()
            done, waiting = done + waiting, 0
    writer.commit()
    writer.close()
    words.replace(made.reader(folder).words())
    words.close()
    gc.enable()
    return watch.rate(done + waiting)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def peak_memory() -> int:
    """Return the most memory this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


TIMES_ASKED = 3


def timed(*sorts: Sequence[Callable[[], object]]) -> list[tuple[float, float, float]]:
    """Return p50, p95 and p99 over each sort of questions, at the best of three.

    Milliseconds of processor time, and the best, because what else the machine does is not what
    is measured; and one of each sort in turn, so that what it does meets all sorts alike.
    """
    times: list[list[float]] = [[] for _ in sorts]
    for asks in zip(*sorts, strict=True):
        for taken, ask in zip(times, asks, strict=True):
            taken.append(min(_milliseconds(ask) for _ in range(TIMES_ASKED)))
    return [_cuts(taken) for taken in times]


def _milliseconds(ask: Callable[[], object]) -> float:
    began = time.process_time()
    ask()
    return (time.process_time() - began) * 1000


def _cuts(times: Sequence[float]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return statistics.median(times), cuts[94], cuts[98]
