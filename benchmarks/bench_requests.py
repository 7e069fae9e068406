"""The whole request of a search, on a catalogue of any size: page, hits, facets, snippets.

    python benchmarks/bench_requests.py FOLDER --engine tantivy --passages 1000000 --corpus FILE

Fills FOLDER first when it is empty (`catalogues.py`), rebuilds the index when asked for another
engine or when there is none, and asks as a visitor through Django's own request path. Then types:
what is suggested after each letter of some names and titles.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import catalogues
from benchmarks.corpora import SEED


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", default="whoosh")
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--questions", type=int, default=25, help="of each sort, of forty")
    parser.add_argument("--profile", action="store_true", help="tell where the time goes")
    options = parser.parse_args()
    filled = (options.folder / "archive.sqlite3").exists()
    catalogues.settle(options.folder)
    catalogues.bring_up_to_date()
    if not filled:
        catalogues.fill(options.corpus, options.passages)
    catalogues.learn_sizes()
    rebuild(options.engine)
    measure(options.questions, profile=options.profile)
    measure_typing(options.questions)


def rebuild(engine: str) -> None:
    """Make the index as `rebuild_index` does, unless it is there; say how fast."""
    from archive.search import actions, index
    from benchmarks.index_makers import Stopwatch, peak_memory, size_of

    made = index.current()
    if made is not None and made.manifest().engine == engine and not made.manifest().is_stale:
        return
    watch = Stopwatch()
    generation = actions.rebuild_index(engine=engine)
    passages = generation.manifest().passages
    print(f"{engine}: {passages} passages from the database, {watch.rate(passages)},")
    print(f"{size_of(generation.folder) / 1e6:.0f} MB, peak {peak_memory() / 1e6:.0f} MB\n")


def measure(number: int, *, profile: bool) -> None:
    """Ask each sort of question so many times, every question once, as a new reader would.

    Processor time stands beside the clock: on a machine with other work only it can be compared.
    """
    from django.test import Client

    from benchmarks.bench_search import questions

    every = questions(_sample())
    asked = {name: texts[:number] for name, texts in every.items()}
    client = Client()
    # As a server that has answered others before: what is measured is asked for the first time.
    for text in ["", *chain.from_iterable(texts[number:] for texts in every.values())]:
        _get(client, text)
    # As the server does once it is up (archive/wsgi.py).
    gc.collect()
    gc.freeze()
    print("| question | processor ms p50 | p95 | p99 | by the clock p50 | p95 |")
    print("|---|---|---|---|---|---|")
    for name, texts in asked.items():
        spent, waited = zip(*(_spent(partial(_get, client, text)) for text in texts), strict=True)
        busy, clock = _cuts(spent), _cuts(waited)
        cells = (busy[49], busy[94], busy[98], clock[49], clock[94])
        print(f"| {name} | {' | '.join(f'{cell:.0f}' for cell in cells)} |", flush=True)
    if profile:
        _profile(client, [text for texts in asked.values() for text in texts[:4]])


def measure_typing(number: int) -> None:
    """Type the beginnings of names, titles and texts, by how many letters stand there.

    *First* is asked of an index nobody has asked so before, *again* what was asked already.
    """
    from django.test import Client

    client = Client()
    texts = _typed(number)
    client.get("/search/suggest/", {"q": "zz"})
    print("\n| while typing | letters | processor ms p50 | p95 | p99 | by the clock p50 | p95 |")
    print("|---|---|---|---|---|---|---|")
    for name in ("first", "again"):
        for least, most in ((2, 2), (3, 4), (5, 24)):
            beginnings = [text[:end] for text in texts for end in range(least, most + 1)]
            beginnings = [each for each in dict.fromkeys(beginnings) if len(each) >= least]
            spent, waited = zip(
                *(_spent(partial(_suggest, client, text)) for text in beginnings), strict=True
            )
            busy, clock = _cuts(spent), _cuts(waited)
            cells = (busy[49], busy[94], busy[98], clock[49], clock[94])
            figures = " | ".join(f"{cell:.0f}" for cell in cells)
            print(f"| {name}, {least} to {most} | {len(beginnings)} | {figures} |", flush=True)


def _typed(number: int) -> list[str]:
    """Return titles, names and stretches of text, half of them without marks."""
    from archive.catalogue.models import Person, Place, Record
    from archive.values.text import fold

    chance = random.Random(SEED)
    last = Record.objects.order_by("-pk").values_list("pk", flat=True)[0]
    some = [chance.randint(1, last) for _ in range(number)]
    texts = [*Record.objects.filter(pk__in=some).order_by("pk").values_list("title", flat=True)]
    texts += [" ".join(text.split()[9:13]) for text in _sample()[:number]]
    for model in (Person, Place):
        texts += model._default_manager.order_by("pk").values_list("name", flat=True)[: number // 4]
    texts = [text.lower() for text in texts if len(text) > 3]
    return [fold(text) if number % 2 else text for number, text in enumerate(texts)]


def _suggest(client: Any, text: str) -> None:
    answer = client.get("/search/suggest/", {"q": text})
    assert answer.status_code == 200, (text, answer.status_code)


def _spent(act: Callable[[], None]) -> tuple[float, float]:
    """Return milliseconds of processor time and by the clock."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return (time.process_time() - processor) * 1000, (time.perf_counter() - clock) * 1000


def _cuts(values: Sequence[float]) -> list[float]:
    return statistics.quantiles(values, n=100, method="inclusive")


def _get(client: Any, text: str) -> None:
    answer = client.get("/search/", {"q": text})
    assert answer.status_code == 200, (text, answer.status_code)


def _sample() -> list[str]:
    from archive.catalogue.models import Page

    last = Page.objects.order_by("-pk").values_list("pk", flat=True)[0]
    chance = random.Random(SEED)
    wanted = [chance.randint(1, last) for _ in range(2000)]
    return list(Page.objects.filter(pk__in=wanted).order_by("pk").values_list("text", flat=True))


def _profile(client: Any, texts: list[str]) -> None:
    import cProfile
    import pstats

    with cProfile.Profile() as profile:
        for text in texts:
            _get(client, text)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    main()
