"""Home, search and record pages on the demonstration catalogue: median time, number of queries.

`python benchmarks/bench_pages.py [ROUNDS]`: in-process, through every middleware and template, on
SQLite in a temporary folder.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "home": "/",
    "list of records": "/records/",
    "search, without marks": "/search/?q=nhan+chung+song",
    "search, common word": "/search/?q=lich+su",
    "record of pages": "/records/MH-P01-H01-0001/",
    "page 2 of two": "/records/MH-BENCH-0002/p/2",
    "page 250 of five hundred": "/records/MH-BENCH-0500/p/250",
    "page, words marked": "/records/MH-P01-H01-0001/p/2?q=nhan+chung",
    "interview": "/records/MH-ST1-0001/",
    "moment": "/records/MH-ST1-0001/t/16",
    "collection": "/collections/MH-P01/",
    "unit": "/units/vn-68-2025/",
}


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
        os.environ.pop("DATABASE_URL", None)
        for command in (["migrate"], ["collectstatic", "--no-input"], ["load_demo"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=ROOT, check=True, capture_output=True
            )
        _measure(rounds)


def _measure(rounds: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    for count in (2, 500):
        _copy_of(count)
    client = Client(SERVER_NAME="localhost", headers={"accept-language": "vi"})
    print("Processor time beside wall time: the former does not grow on a busy machine.")
    print(f"{'page':24} {'median ms':>9} {'cpu ms':>7} {'p95 ms':>7} {'queries':>8}")
    for name, address in PAGES.items():
        client.get(address)  # templates compiled, index open
        taken = [_time(client, address) for _ in range(rounds)]
        times, cpu = sorted(wall for wall, _ in taken), [cpu for _, cpu in taken]
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        p95 = times[int(rounds * 0.95)]
        print(
            f"{name:24} {statistics.median(times):9.1f} {statistics.median(cpu):7.1f}"
            f" {p95:7.1f} {len(captured):8}"
        )


def _copy_of(count: int) -> None:
    """Make a record of as many pages as are asked for, each a page of the demonstration again."""
    from archive.catalogue.models import Page, Record

    pages = list(Page.objects.filter(record__code="MH-P01-H01-0001"))
    record = Record.objects.get(code="MH-P01-H01-0001")
    record.pk, record.code = None, f"MH-BENCH-{count:04}"
    record._state.adding = True
    record.save()
    Page.objects.bulk_create(
        Page(
            record=record,
            number=number,
            master_id=pages[number % len(pages)].master_id,
            frame=pages[number % len(pages)].frame,
            text=pages[number % len(pages)].text,
            words=pages[number % len(pages)].words,
            text_quality=pages[number % len(pages)].text_quality,
        )
        for number in range(1, count + 1)
    )


def _time(client: object, address: str) -> tuple[float, float]:
    """Return wall and processor time of one request, in milliseconds."""
    begin, begin_cpu = time.perf_counter(), time.process_time()
    client.get(address)  # type: ignore[attr-defined]
    return (time.perf_counter() - begin) * 1000, (time.process_time() - begin_cpu) * 1000


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
