"""Lists with many records: how long for whom, and with how many queries.

    python benchmarks/bench_lists.py [records …]      (default 1000 10000 100000)
        [--folder FOLDER]   keep what was made there and use it again
        [--database URL]    an empty database of yours instead of SQLite
        [--only TEXT …]     pages whose address holds one of the texts
        [--rounds 50]
        [--profile WHO]     where the time of the pages goes, instead of the table

Fills a throw-away database and asks for the lists as five people. Counts are taken on columns in
memory that follow the journal: the first request of the process, which reads them, is told apart,
and so is the first after somebody has described a record. Milliseconds by the clock, and of
processor time, which tell on a busy machine too (the look after an act by the latter). The last
column is how the median of processor time compares with the administrator's.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.catalogues import settle

PARTS = argparse.ArgumentParser(description=__doc__)
PARTS.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
PARTS.add_argument("--folder", type=Path)
PARTS.add_argument("--database")
PARTS.add_argument("--only", nargs="*", default=[""])
PARTS.add_argument("--rounds", type=int, default=50)
PARTS.add_argument("--profile")
OPTIONS = PARTS.parse_args()
THROWN_AWAY = tempfile.TemporaryDirectory()
settle(OPTIONS.folder or Path(THROWN_AWAY.name), OPTIONS.database)

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from archive.accounts.models import User  # noqa: E402
from archive.catalogue.actions import describe_record  # noqa: E402
from archive.catalogue.models import Record  # noqa: E402
from archive.interop.upkeep import learn_sizes  # noqa: E402
from benchmarks import holdings  # noqa: E402

WHO = ("administrator", "head", "archivist", "reader", "visitor")


def main() -> None:
    call_command("migrate", verbosity=0)
    people = holdings.people_who_look()
    for size in OPTIONS.sizes:
        holdings.fill(size)
        learn_sizes()
        clients = {who: _client(people[who]) for who in WHO}
        _first_look(size, clients["visitor"])
        if OPTIONS.profile:
            _profile(clients[OPTIONS.profile])
            continue
        print(
            "| records | page | who | queries | after an act | p50 | p95"
            " | processor p50 | p95 | ratio |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|")
        for page in _pages():
            asking = [who for who in WHO if not page.startswith("/desk") or who in WHO[:3]]
            _report(size, page, {who: clients[who] for who in asking})


def _client(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def _pages() -> list[str]:
    """Return the addresses to ask for, with choices that bear many of the records."""
    last = Record.objects.count() // 24
    some = Record.objects.filter(collection__is_public=True, collection__ceiling="public")
    busiest = some.select_related("unit", "collection")[0]
    unit, collection = busiest.unit, busiest.collection
    assert unit is not None and collection is not None
    pages = [
        "/",
        "/records/",
        f"/records/?page={last // 2}",
        f"/records/?page={max(last - last // 10, 1)}",
        "/records/?kind=interview",
        "/records/?kind=interview&sort=code&page=200",
        "/records/?sort=date",
        f"/records/?sort=-date&page={last // 2}",
        "/records/?period=1955-1975",
        "/records/?year_from=1960&year_to=1969",
        "/records/?language=fr",
        f"/records/?unit={unit.code}",
        f"/records/?collection={collection.code}",
        "/records/?subject=de-tai-0",
        "/records/?person=nguoi-duoc-nhac-0",
        "/records/?place=can-cu-0&kind=document&sort=date",
        "/people/",
        "/people/?page=300",
        "/people/?name=minh",
        "/places/",
        "/subjects/",
        "/bodies/",
        "/events/",
        "/collections/",
        "/units/",
        "/people/nguoi-duoc-nhac-0/",
        "/places/can-cu-0/",
        "/subjects/de-tai-0/",
        "/bodies/ban-can-su-0/",
        "/events/tran-0/",
        f"/collections/{collection.code}/",
        f"/units/{unit.code}/",
        "/feeds/records.atom",
        "/sitemap.xml",
        f"/sitemap-records.xml?p={1 + last * 24 // 7_000}",
        "/desk/records/",
        "/desk/records/?page=1000",
        "/desk/records/?kind=interview",
        "/desk/records/?q=số 7777",
        "/desk/records/?release=not_released",
        "/desk/records/?vetting_status=vetted&page=500",
        "/desk/names/",
        "/desk/names/?page=300",
        "/desk/names/?q=minh",
        "/desk/names/places/",
    ]
    return [page for page in pages if any(text in page for text in OPTIONS.only)]


def _first_look(size: int, client: Client) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first, processor = _milliseconds(client, "/records/")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(
        f"First look of the process at {size:,} records: {first:.0f} ms, {processor:.0f} of"
        f" processor time, {grown / 1024:.0f} MB of memory\n",
        flush=True,
    )


def _report(size: int, page: str, clients: dict[str, Client]) -> None:
    """Ask in turns, so that a neighbour on the machine disturbs all alike."""
    queries = {who: _queries(client, page) for who, client in clients.items()}
    after = {who: _after_an_act(client, page) for who, client in clients.items()}
    times: dict[str, list[tuple[float, float]]] = {who: [] for who in clients}
    for _ in range(OPTIONS.rounds):
        for who, client in clients.items():
            times[who].append(_milliseconds(client, page))
    medians = {who: statistics.median(spent for _, spent in each) for who, each in times.items()}
    for who, each in times.items():
        clock, processor = zip(*each, strict=True)
        print(
            f"| {size} | {page} | {who} | {queries[who]} | {after[who]:.0f}"
            f" | {statistics.median(clock):.0f} | {_p95(clock):.0f}"
            f" | {medians[who]:.0f} | {_p95(processor):.0f}"
            f" | {medians[who] / medians['administrator']:.2f} |",
            flush=True,
        )


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _queries(client: Client, page: str) -> int:
    settings.DEBUG = True
    reset_queries()
    answer = client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    settings.DEBUG = False
    return len(connection.queries)


def _after_an_act(client: Client, page: str) -> float:
    """Return the median of processor time of the first looks after a few acts."""
    return statistics.median(_described_and_seen(client, page) for _ in range(3))


def _described_and_seen(client: Client, page: str) -> float:
    record = Record.objects.order_by("pk")[7]
    describe_record(
        actor=None,
        record=record,
        version=record.version,
        at=timezone.now(),
        notes=f"{record.version}",
        subjects=[f"Chủ đề {record.version % 3}"],
    )
    return _milliseconds(client, page)[1]


def _milliseconds(client: Client, page: str) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    client.get(page)
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def _profile(client: Client) -> None:
    for page in _pages():
        client.get(page)
        with cProfile.Profile() as profile:
            for _ in range(5):
                client.get(page)
        print(page)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
        settings.DEBUG = True
        reset_queries()
        client.get(page)
        settings.DEBUG = False
        for query in connection.queries:
            print(query["time"], query["sql"][:1500])


if __name__ == "__main__":
    main()
