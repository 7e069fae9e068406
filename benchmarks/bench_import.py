"""Spreadsheets: seconds and cost per row to check, import, export, import again and undo.

    python benchmarks/bench_import.py [rows …]      (default 1000 10000 100000)
        [--worker]      sent to the desk as a person would, and done by a worker of its own

Makes a throw-away SQLite database with every unit of Vietnam, and files with every column: dates
of eleven sorts, units by name, people (a witness of their own in every second row), places,
subjects, and a consent with every interview. The cost of a row must stay flat: other systems fail
at 80,000 rows or take 3.6 rows a second. Seconds by the clock, milliseconds of processor time
per row, which tell on a busy machine too, and the most memory held during each step (Linux).
"""

from __future__ import annotations

import argparse
import filecmp
import functools
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
FOLDER = tempfile.TemporaryDirectory()
os.environ["DATA_DIR"] = FOLDER.name
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/archive.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
os.environ["LOG_LEVEL"] = "ERROR"
Path(FOLDER.name, "static_root").mkdir()
sys.path.insert(0, str(Path(__file__).parent.parent))

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files import File  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from archive.accounts.models import Role, RoleGrant, User  # noqa: E402
from archive.catalogue.models import Record  # noqa: E402
from archive.ingest.sheets import actions, exporting, undoing  # noqa: E402
from archive.ingest.sheets.columns import COLUMNS, headings  # noqa: E402
from archive.ingest.sheets.models import Outcome, Sheet, SheetState  # noqa: E402
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


def main(sizes: list[int], *, by_worker: bool) -> None:
    call_command("migrate", verbosity=0)
    load_units()
    print("| rows | step | seconds | processor ms per row | most memory |")
    print("|---|---|---|---|---|")
    for size in sizes:
        office = Unit.objects.create(
            code=f"office-{size}", name=f"Office {size}", kind=Kind.OFFICE, level=Level.PROVINCE
        )
        actor = User.objects.create_user(f"archivist-{size}", office=office)
        RoleGrant.objects.create(user=actor, role=Role.ARCHIVIST)
        (measure_worker if by_worker else measure)(size, office, actor)


def measure_worker(size: int, office: Unit, actor: User) -> None:
    """Send the file to the desk and press the buttons; the worker is a process of its own.

    Processor time and memory are the worker's, and its start is in the first step.
    """
    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    content = "".join(exporting.as_csv(rows_of(size))).encode()
    desk = Client()
    desk.force_login(actor, "django.contrib.auth.backends.ModelBackend")
    manage = Path(__file__).parent.parent / "manage.py"
    worker = subprocess.Popen([sys.executable, manage, "run_worker", "--queue-name", "*"])
    try:
        by_worker(size, "check", worker.pid, SheetState.CHECKED, lambda: _send(desk, content))
        pk = Sheet.objects.latest("pk").pk
        for step, name, goal in (
            ("import", "desk:import_run", SheetState.DONE),
            ("undo", "desk:import_undo", SheetState.UNDONE),
        ):
            address = reverse(name, args=[pk])
            by_worker(size, step, worker.pid, goal, functools.partial(desk.post, address))
    finally:
        worker.terminate()
        worker.wait()


def _send(desk: Client, content: bytes) -> None:
    answer = desk.post(reverse("desk:import"), {"file": SimpleUploadedFile("b.csv", content)})
    assert answer.status_code == 302, answer.status_code


def by_worker(
    size: int, step: str, pid: int, goal: SheetState, press: Callable[[], object]
) -> None:
    """Press a button and wait until the worker has brought the sheet to `goal`."""
    _forget_peak(pid)
    clock, processor = time.perf_counter(), _processor_of(pid)
    press()
    while (state := Sheet.objects.only("state", "reason").latest("pk")).state != goal:
        assert state.state in (SheetState.RECEIVED, SheetState.RUNNING, SheetState.UNDOING), state
        time.sleep(0.2)
    _told(size, step, time.perf_counter() - clock, _processor_of(pid) - processor, _peak(pid))


def _processor_of(pid: int) -> float:
    """Return the seconds of processor time of a process."""
    spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def measure(size: int, office: Unit, actor: User) -> None:
    brought, first, again = (Path(FOLDER.name, f"{name}-{size}.csv") for name in "abc")
    written(brought, rows_of(size))
    sheet = received(brought, office, actor)
    timed(size, "check", lambda: actions.check_sheet(sheet=sheet))
    timed(size, "import", lambda: run(sheet, actor))
    assert sheet.rows.filter(outcome=Outcome.CREATED).count() == size
    timed(size, "export", lambda: export(office, first))
    second = received(first, office, actor)
    timed(size, "check again", lambda: actions.check_sheet(sheet=second))
    timed(size, "import again", lambda: run(second, actor))
    assert second.rows.filter(outcome=Outcome.UNCHANGED).count() == size
    export(office, again)
    assert filecmp.cmp(first, again, shallow=False)
    timed(size, "undo", lambda: undo(sheet, actor))
    assert not Record.objects.filter(holder=office).exists()


def received(path: Path, office: Unit, actor: User) -> Sheet:
    """Bring a file to the archive, and return its sheet as the worker finds it."""
    with path.open("rb") as file:
        sheet = actions.receive_sheet(
            actor=actor,
            office=office,
            name=path.name,
            chunks=File(file).chunks(actions.PIECE),
            at=timezone.now(),
        )
    return Sheet.objects.select_related("office").get(pk=sheet.pk)


def written(path: Path, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(exporting.as_csv(rows))


def run(sheet: Sheet, actor: User) -> Sheet:
    return actions.import_sheet(actor=actor, sheet=sheet, at=timezone.now())


def undo(sheet: Sheet, actor: User) -> Sheet:
    return undoing.undo_import(actor=actor, sheet=sheet, at=timezone.now())


def export(office: Unit, path: Path) -> None:
    written(path, exporting.table(Record.objects.filter(holder=office)))


def timed(size: int, step: str, work: Callable[[], T]) -> T:
    _forget_peak()
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    _told(size, step, clock, processor, _peak())
    return result


def _told(size: int, step: str, clock: float, processor: float, peak: int) -> None:
    each = 1000 * processor / size
    print(f"| {size:,} | {step} | {clock:.1f} | {each:.2f} | {peak} MB |", flush=True)


def _forget_peak(pid: int | str = "self") -> None:
    """Have the kernel begin anew with the most memory a process held (Linux alone can)."""
    marks = Path(f"/proc/{pid}/clear_refs")
    if marks.exists():
        marks.write_text("5")


def _peak(pid: int | str = "self") -> int:
    """Return the most memory held since then, in megabytes; elsewhere since the start."""
    status = Path(f"/proc/{pid}/status")
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+)", status.read_text())):
        return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


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
    parts = argparse.ArgumentParser(description=__doc__)
    parts.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parts.add_argument("--worker", action="store_true")
    chosen = parts.parse_args()
    main(chosen.sizes, by_worker=chosen.worker)
