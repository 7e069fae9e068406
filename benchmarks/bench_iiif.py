"""A document of hundreds of pages over IIIF: its manifest, the text of a page, a search in it.

`python benchmarks/bench_iiif.py [PAGES] [ROUNDS]`: in-process, through every middleware, on SQLite
in a temporary folder. Processor time beside wall time: the former does not grow on a busy machine.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.catalogues import settle

CODE = "LD-DAI"


def main(pages: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settle(Path(folder))
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _enter(pages)
        _measure(pages, rounds)


def _enter(pages: int) -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from archive.catalogue.models import Page, Record
    from archive.files.models import Derivative, Master
    from archive.units.models import Unit

    now = timezone.now()
    office = Unit.objects.create(code="vp", name="Văn phòng minh hoạ", kind="office")
    record = Record.objects.create(
        code=CODE, kind="document", title="Sổ ghi biên bản minh hoạ", holder=office,
        vetting_status="vetted", access_level="public", released_at=now, created_at=now,
        changed_at=now,
    )  # fmt: skip
    master = Master.objects.create(
        digest="1" * 64, size=1, family="pdf", media_type="application/pdf",
        original_name="so.pdf", stored_at=now, technical={"frames": pages},
    )  # fmt: skip
    said = "Hội nghị Tỉnh uỷ bàn về công tác sưu tầm tư liệu lịch sử kháng chiến"
    line = said.split()
    text = "\n".join(said for _ in range(25))
    words = [
        [0.1 + 0.05 * n, 0.03 * row, 0.045, 0.02, word, 90]
        for row in range(1, 26)
        for n, word in enumerate(line)
    ]
    Derivative.objects.bulk_create(
        Derivative(master=master, role=role, frame=n, path=f"{role}{n}", media_type="image/tiff",
                   digest="1" * 64, size=1, width=2480, height=3508, recipe="x", made_at=now)
        for n in range(pages) for role in ("pyramid", "page_image", "thumbnail")
    )  # fmt: skip
    Page.objects.bulk_create(
        Page(record=record, number=n + 1, master=master, frame=n, text=text, words=words)
        for n in range(pages)
    )
    call_command("rebuild_index", verbosity=0)


def _measure(pages: int, rounds: int) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    print(f"{pages} pages; {'':10} {'median ms':>9} {'cpu ms':>7} {'queries':>8} {'KB':>6}")
    for name, address in (
        ("manifest", f"/iiif/presentation/3/{CODE}/manifest"),
        ("text of a page", f"/iiif/presentation/3/{CODE}/p/7/text"),
        ("search, 50 pages", f"/iiif/search/2/{CODE}?q=khang+chien"),
        ("image information", f"/iiif/image/3/{CODE}:7/info.json"),
    ):
        client.get(address)
        taken = [_time(client, address) for _ in range(rounds)]
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == 200 and json.loads(answer.content)
        print(
            f"{name:22} {statistics.median(wall for wall, _ in taken):9.1f}"
            f" {statistics.median(cpu for _, cpu in taken):7.1f}"
            f" {len(captured):8} {len(answer.content) / 1000:6.0f}"
        )


def _time(client: object, address: str) -> tuple[float, float]:
    """Return wall and processor time of one request, in milliseconds."""
    begin, begin_cpu = time.perf_counter(), time.process_time()
    client.get(address)  # type: ignore[attr-defined]
    return (time.perf_counter() - begin) * 1000, (time.process_time() - begin_cpu) * 1000


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(given[0] if given else 500, given[1] if len(given) > 1 else 40)
