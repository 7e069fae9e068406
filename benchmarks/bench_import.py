"""Spreadsheets: seconds and cost per row to check, import, export, import again and undo.

    python benchmarks/bench_import.py [rows …]      (default 1000 10000 100000)

Makes a throw-away SQLite database with every unit of Vietnam, and files with every column: dates
of eleven sorts, units by name, people (a witness of their own in every second row), places,
subjects, and a consent with every interview. The cost of a row must stay flat: other systems fail
at 80,000 rows or take 3.6 rows a second. Seconds by the clock, and milliseconds of processor time
per row, which tell on a busy machine too.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
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

from archive.accounts.models import Role, RoleGrant, User  # noqa: E402
from archive.catalogue.models import Record  # noqa: E402
from archive.ingest.sheets import actions, exporting, undoing  # noqa: E402
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
    print("| rows | step | seconds | processor ms per row |")
    print("|---|---|---|---|")
    for size in sizes:
        office = Unit.objects.create(
            code=f"office-{size}", name=f"Office {size}", kind=Kind.OFFICE, level=Level.PROVINCE
        )
        actor = User.objects.create_user(f"archivist-{size}", office=office)
        RoleGrant.objects.create(user=actor, role=Role.ARCHIVIST)
        measure(size, office, actor)


def measure(size: int, office: Unit, actor: User) -> None:
    content = "".join(exporting.as_csv(rows_of(size))).encode()
    sheet = timed(size, "check", lambda: check(content, office, actor))
    timed(size, "import", lambda: run(sheet, actor))
    assert sheet.rows.filter(outcome=Outcome.CREATED).count() == size
    first = timed(size, "export", lambda: export(office))
    again = timed(size, "check again", lambda: check(first, office, actor))
    timed(size, "import again", lambda: run(again, actor))
    assert again.rows.filter(outcome=Outcome.UNCHANGED).count() == size
    assert export(office) == first
    timed(size, "undo", lambda: undo(sheet, actor))
    assert not Record.objects.filter(holder=office).exists()


def check(content: bytes, office: Unit, actor: User) -> Sheet:
    sheet = actions.receive_sheet(
        actor=actor, office=office, name="bench.csv", content=content, at=timezone.now()
    )
    return actions.check_sheet(sheet=sheet)


def run(sheet: Sheet, actor: User) -> Sheet:
    return actions.import_sheet(actor=actor, sheet=sheet, at=timezone.now())


def undo(sheet: Sheet, actor: User) -> Sheet:
    return undoing.undo_import(actor=actor, sheet=sheet, at=timezone.now())


def export(office: Unit) -> bytes:
    records = Record.objects.filter(holder=office)
    return "".join(exporting.as_csv(exporting.table(records))).encode()


def timed(size: int, step: str, work: Callable[[], T]) -> T:
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(f"| {size:,} | {step} | {clock:.1f} | {1000 * processor / size:.2f} |", flush=True)
    return result


def rows_of(size: int) -> Iterator[list[str]]:
    chosen = random.Random(size)
    yield headings()
    for number in range(size):
        cells = {
            "code": f"B{size}-H{number // 50:05}-{number:06}",
            "kind": ("Phỏng vấn", "Văn bản, tài liệu")[number % 2],
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
            **(consented(number, size) if number % 2 == 0 else {}),
            "mentioned": f"Người được nhắc {number % 3000}; Người được nhắc {number % 17}",
            "places": "Đà Lạt; Đức Trọng",
            "subjects": "Xây dựng cơ sở",
        }
        yield [cells.get(column.key, "") for column in COLUMNS]


def consented(number: int, size: int) -> dict[str, str]:
    return {
        "witnesses": f"Nhân chứng minh hoạ số {size}-{number}",
        "consent_given_on": "15/03/2024",
        "consent_allows": "recording; archiving; research; audio; transcript; name",
        "consent_conditions": "Không nêu tên làng.",
    }


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
