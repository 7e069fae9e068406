"""Lists with many records: how long for whom, and with how many queries.

    python benchmarks/bench_lists.py [records …]      (default 1000 10000 100000)

Makes a throw-away SQLite database, fills it with released records (one in ten an interview with a
witness who consented), and asks for the home page, the reader's list and the desk's as four
people. Counts are taken on columns in memory that follow the journal: the first request of the
process, which reads them, is told apart, and so is the first after somebody has described a
record. Milliseconds by the clock, and of processor time, which tell on a busy machine too.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

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
from django.core.management import call_command  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from archive.access.models import Clause, Consent, Scope  # noqa: E402
from archive.accounts.models import Role, RoleGrant, User  # noqa: E402
from archive.catalogue.actions import describe_record  # noqa: E402
from archive.catalogue.models import (  # noqa: E402
    AccessLevel,
    Appearance,
    AppearanceRole,
    Person,
    Record,
    RecordKind,
    VettingStatus,
)
from archive.units.models import Kind, Level, Unit  # noqa: E402

ROUNDS = 15
NOW = timezone.now()


def main(sizes: list[int]) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    call_command("migrate", verbosity=0)
    people = _people()
    print("| records | who | page | queries | first | after an act | median | p95 | processor |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size in sizes:
        _fill(size)
        for who, user in people.items():
            for page in ("/", "/records/", "/records/?kind=interview", "/desk/records/"):
                if page.startswith("/desk") and not (user and user.is_archive_staff):
                    continue
                _report(size, who, page, user)


def _people() -> dict[str, User | None]:
    office = Unit.objects.create(
        code="office", name="Phòng minh hoạ", kind=Kind.OFFICE, level=Level.PROVINCE
    )
    reader = User.objects.create_user("reader")
    archivist = User.objects.create_user("archivist", office=office)
    administrator = User.objects.create_user("administrator", office=office)
    head = User.objects.create_user("head", office=office)
    RoleGrant.objects.create(user=archivist, role=Role.ARCHIVIST)
    RoleGrant.objects.create(user=head, role=Role.OFFICE_HEAD)
    RoleGrant.objects.create(user=administrator, role=Role.ADMINISTRATOR)
    return {
        "visitor": None,
        "reader": reader,
        "archivist": archivist,
        "head": head,
        "administrator": administrator,
    }


def _fill(size: int) -> None:
    office = Unit.objects.get(code="office")
    have = Record.objects.count()
    records = Record.objects.bulk_create(
        [_record(number, office) for number in range(have, size)], batch_size=2000
    )
    interviews = [record for record in records if record.kind == RecordKind.INTERVIEW]
    witnesses = Person.objects.bulk_create(
        [
            Person(slug=f"w-{r.pk}", name=f"Nhân chứng minh hoạ số {r.pk}", sort_key=str(r.pk))
            for r in interviews
        ],
        batch_size=2000,
    )
    pairs = list(zip(interviews, witnesses, strict=True))
    Appearance.objects.bulk_create(
        [Appearance(record=r, person=w, role=AppearanceRole.WITNESS) for r, w in pairs],
        batch_size=2000,
    )
    consents = Consent.objects.bulk_create(
        [Consent(record=r, witness=w, given_on=NOW.date(), entered_at=NOW) for r, w in pairs],
        batch_size=2000,
    )
    Clause.objects.bulk_create(
        [Clause(consent=consent, scope=scope) for consent in consents for scope in Scope],
        batch_size=2000,
    )


def _record(number: int, office: Unit) -> Record:
    interview = number % 10 == 0
    return Record(
        code=f"LD-P{number // 1000:03}-{number:06}",
        kind=RecordKind.INTERVIEW if interview else RecordKind.DOCUMENT,
        title=f"Báo cáo công tác số {number}",
        abstract="Về việc sưu tầm tư liệu ở các xã vùng căn cứ",
        holder=office,
        vetting_status=VettingStatus.VETTED,
        access_level=AccessLevel.PUBLIC,
        released_at=NOW - dt.timedelta(minutes=number),
        created_at=NOW,
        changed_at=NOW - dt.timedelta(minutes=number),
    )


def _report(size: int, who: str, page: str, user: User | None) -> None:
    client = Client()
    if user is not None:
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    first, _processor = _milliseconds(client, page)
    settings.DEBUG = True
    reset_queries()
    answer = client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    queries = len(connection.queries)
    settings.DEBUG = False
    after = statistics.median(_after_an_act(client, page) for _ in range(5))
    clock, processor = zip(*(_milliseconds(client, page) for _ in range(ROUNDS)), strict=True)
    p95 = statistics.quantiles(clock, n=20)[-1]
    print(
        f"| {size} | {who} | {page} | {queries} | {first:.0f} | {after:.0f}"
        f" | {statistics.median(clock):.0f} | {p95:.0f} | {statistics.median(processor):.0f} |",
        flush=True,
    )


def _after_an_act(client: Client, page: str) -> float:
    record = Record.objects.order_by("pk")[7]
    describe_record(
        actor=None,
        record=record,
        version=record.version,
        at=timezone.now(),
        notes=f"{record.version}",
        subjects=[f"Chủ đề {record.version % 3}"],
    )
    return _milliseconds(client, page)[0]


def _milliseconds(client: Client, page: str) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    client.get(page)
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
