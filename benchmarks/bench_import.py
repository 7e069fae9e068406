"""Spreadsheets: seconds and cost per row to check, import, export and import again.

    python benchmarks/bench_import.py [rows …]      (default 1000 10000 100000)

Makes a throw-away SQLite database with every unit of Vietnam, and files with thirty columns: dates
of eleven sorts, units by name, people, places and subjects. The cost of a row must stay flat:
other systems fail at 80,000 rows or take 3.6 rows a second.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FOLDER = tempfile.TemporaryDirectory()
os.environ["DATA_DIR"] = FOLDER.name
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/archive.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
os.environ["LOG_LEVEL"] = "ERROR"
sys.path.insert(0, str(Path(__file__).parent.parent))

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from archive.catalogue.models import Record  # noqa: E402
from archive.ingest.sheets import actions, exporting  # noqa: E402
from archive.ingest.sheets.columns import COLUMNS, headings  # noqa: E402
from archive.ingest.sheets.models import Outcome, Sheet  # noqa: E402
from archive.units.actions import load_units  # noqa: E402
from archive.units.models import Kind, Level, Unit  # noqa: E402

DATES = (
    "30/4/1975", "8-1945", "khoảng năm 1961", "cuối 1953 đầu 1954", "thập niên 1960", "không rõ",
    "từ 1954 đến 1975", "mùa khô 1967", "mồng 5 tháng Giêng năm Mậu Thân", "12/3/1968", "1972",
)  # fmt: skip
UNITS = (
    "Huyện Đức Trọng, Lâm Đồng", "Thành phố Đà Lạt", "vn-60", "Đắk Nông", "Huyện Di Linh",
    "Thị trấn Liên Nghĩa",
)  # fmt: skip


def main(sizes: list[int]) -> None:
    call_command("migrate", verbosity=0)
    load_units()
    print("      rows    check   import  per row   export   again  per row  byte-equal")
    for size in sizes:
        office = Unit.objects.create(
            code=f"office-{size}", name=f"Office {size}", kind=Kind.OFFICE, level=Level.PROVINCE
        )
        measure(size, office)


def measure(size: int, office: Unit) -> None:
    content = "".join(exporting.as_csv(rows_of(size))).encode()
    checking, sheet = timed(lambda: check(content, office))
    importing, _none = timed(lambda: run(sheet))
    assert sheet.rows.filter(outcome=Outcome.CREATED).count() == size
    exported, first = timed(lambda: export(office))
    again, second_sheet = timed(lambda: run(check(first, office)))
    assert second_sheet.rows.filter(outcome=Outcome.UNCHANGED).count() == size
    equal = export(office) == first
    once, twice = 1000 * (checking + importing) / size, 1000 * again / size
    print(
        f"{size:10,} {checking:7.1f}s {importing:7.1f}s {once:6.2f}ms"
        f" {exported:7.1f}s {again:6.1f}s {twice:6.2f}ms  {equal}",
        flush=True,
    )


def check(content: bytes, office: Unit) -> Sheet:
    sheet = actions.receive_sheet(
        actor=None, office=office, name="bench.csv", content=content, at=timezone.now()
    )
    return actions.check_sheet(sheet=sheet)


def run(sheet: Sheet) -> Sheet:
    return actions.import_sheet(actor=None, sheet=sheet, at=timezone.now())


def export(office: Unit) -> bytes:
    records = Record.objects.filter(holder=office)
    return "".join(exporting.as_csv(exporting.table(records))).encode()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def rows_of(size: int) -> Iterator[list[str]]:
    chosen = random.Random(size)
    yield headings()
    for number in range(size):
        cells = {
            "code": f"B{size}-H{number // 50:05}-{number:06}",
            "kind": chosen.choice(("Phỏng vấn", "Văn bản, tài liệu")),
            "title": f"Báo cáo về công tác xây dựng cơ sở vùng ven, số {number}",
            "abstract": "Nội dung trích yếu của tài liệu về việc gây dựng cơ sở cách mạng.",
            "unit": chosen.choice(UNITS),
            "issuing_body": "Tỉnh ủy",
            "number_and_symbol": f"{number % 300}-BC/TU",
            "date_written": chosen.choice(DATES),
            "keywords": "cơ sở; kháng chiến",
            "giver": f"Nhân chứng minh hoạ số {number % 200}",
            "received_on": "15/03/2024",
            "original_location": f"Kho 1, giá 3, hộp {number % 90}",
            "originality": "Bản gốc",
            "condition": "Tốt",
            "witnesses": f"Nhân chứng minh hoạ số {number % 500}",
            "mentioned": f"Người được nhắc {number % 3000}; Người được nhắc {number % 17}",
            "places": "Đà Lạt; Đức Trọng",
            "subjects": "Xây dựng cơ sở",
        }
        yield [cells.get(column.key, "") for column in COLUMNS]


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
