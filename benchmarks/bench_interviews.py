"""A three-hour interview of 4,000 stretches and a register of 20,000 witnesses: medians, queries.

`python benchmarks/bench_interviews.py [ROUNDS]`: in-process, through every middleware and
template, on SQLite in a temporary folder. The first figure of each block is the raw cost in the
same run: reading the same rows with nothing around it.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MARKED, MANY = "ong+tre", "anh+em+đi+rừng+gạo+mang+đêm"
STRETCHES, LENGTH_MS, WITNESSES = 4_000, 3 * 3600 * 1000, 20_000
SAID = (
    "hồi đó anh em giao liên đi đêm qua rừng mang thư trong ống tre đến xã Lát thì trời sáng"
    " đồng bào K'ho giấu gạo cho cán bộ mùa khô năm sáu bảy máy bay ném bom bến sông"
)


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
        os.environ.pop("DATABASE_URL", None)
        for command in (["migrate"], ["collectstatic", "--no-input"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=ROOT, check=True, capture_output=True
            )
        import django

        django.setup()
        _measure(rounds)


def _measure(rounds: int) -> None:
    from django.test import Client
    from django.utils import timezone

    from archive.catalogue.models import Segment
    from archive.catalogue.speech.actions import begin_draft
    from archive.search.actions import rebuild_index

    now = timezone.now()
    collector, record = interview(now)
    _register(collector, now)
    rebuild_index()
    draft = begin_draft(actor=collector, record=record, at=now)
    visitor = Client(SERVER_NAME="localhost", headers={"accept-language": "vi"})
    office = Client(SERVER_NAME="localhost", headers={"accept-language": "vi"})
    office.force_login(collector, "django.contrib.auth.backends.ModelBackend")
    researcher = Client(SERVER_NAME="localhost", headers={"accept-language": "vi"})
    researcher.force_login(_reader(), "django.contrib.auth.backends.ModelBackend")
    desk = f"/desk/interviews/{record.code}/transcripts/{draft.pk}/"
    # As `archive.wsgi` does in a server.
    gc.collect()
    gc.freeze()
    print(f"{'what':42} {'median ms':>9} {'cpu ms':>7} {'p95 ms':>7} {'queries':>8} {'kB':>6}")
    _line("raw: the rows of 4,000 stretches", rounds, lambda: list(draft.segments.values_list()))
    for name, client, address in (
        ("reader's page, at its middle", visitor, f"/records/{record.code}/t/5400"),
        ("the same to a researcher", researcher, f"/records/{record.code}/t/5400"),
        ("the same in the office", office, f"/records/{record.code}/t/5400"),
        ("reader's page, words marked", visitor, f"/records/{record.code}/t/5400?q={MARKED}"),
        ("words marked, to a researcher", researcher, f"/records/{record.code}/t/5400?q={MARKED}"),
        ("words marked, in the office", office, f"/records/{record.code}/t/5400?q={MARKED}"),
        ("seven frequent words marked", visitor, f"/records/{record.code}/t/5400?q={MANY}"),
        ("a phrase marked", visitor, f"/records/{record.code}/t/5400?q=%22anh+em%22"),
        (
            "a translation beside it",
            visitor,
            f"/records/{record.code}/t/5400?beside=translation-en",
        ),
        ("the editor", office, desk),
        ("raw: 20,000 rows of the register", office, ""),
        ("queue of 20,000 witnesses", office, "/desk/witnesses/"),
        ("queue, its last page", office, f"/desk/witnesses/?page={WITNESSES // 50}"),
    ):
        if address:
            _line(name, rounds, partial(client.get, address))
        else:
            _line(name, rounds, _raw_register)
    stretches = list(Segment.objects.filter(transcript=draft).order_by("?")[: rounds + 5])
    _line("saving a stretch", rounds, lambda: _save(office, desk, stretches.pop()))


def _save(client: Any, desk: str, segment: Any) -> Any:
    sent = {"act": "change", "segment": segment.pk, "revision": 1, "text": "sửa [?]"}
    return client.post(f"{desk}stretch/", sent, headers={"accept": "application/json"})


def _raw_register() -> list[Any]:
    from archive.collecting.models import Witness

    return list(Witness.objects.values_list("pk", "born_latest", "frailty", "unit_id"))


def _line(name: str, rounds: int, ask: Callable[[], Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    walls, cpus = [], []
    for _ in range(rounds):
        begin, begin_cpu = time.perf_counter(), time.process_time()
        ask()
        walls.append((time.perf_counter() - begin) * 1000)
        cpus.append((time.process_time() - begin_cpu) * 1000)
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    status = getattr(answer, "status_code", 200)
    assert status == 200, (name, status)
    size = len(getattr(answer, "content", b"")) // 1024
    walls.sort()
    print(
        f"{name:42} {statistics.median(walls):9.1f} {statistics.median(cpus):7.1f}"
        f" {walls[int(rounds * 0.95)]:7.1f} {len(captured):8} {size:6}"
    )


def interview(now: dt.datetime) -> tuple[Any, Any]:
    """Enter a released interview with its consent, whose witness's name is withheld."""
    from archive.access.actions import Terms, record_consent
    from archive.access.models import Scope
    from archive.accounts.models import Role, RoleGrant, User
    from archive.catalogue import authorities
    from archive.catalogue.models import Record, RecordKind, TranscriptKind
    from archive.catalogue.speech.actions import save_transcript
    from archive.catalogue.speech.cues import Cue
    from archive.units.models import Kind, Unit

    office = Unit.objects.create(code="vp", name="Phòng (minh hoạ)", kind=Kind.OFFICE)
    collector = User.objects.create_user(username="suutam", password="x", office=office)
    for role in (Role.COLLECTOR, Role.OFFICE_HEAD):
        RoleGrant.objects.create(user=collector, role=role)
    record = Record.objects.create(
        code="MH-ST-0001", kind=RecordKind.INTERVIEW, title="Lời kể ba giờ (minh hoạ)",
        holder=office, created_at=now, changed_at=now, released_at=now, access_level="public",
        vetting_status="vetted", is_demonstration=True,
    )  # fmt: skip
    [witness] = authorities.people_named(["Nhân chứng minh hoạ số 1"])
    record_consent(
        actor=collector, record=record, witness=witness, given_on=now.date(), at=now,
        terms=[Terms(scope) for scope in Scope if scope != Scope.NAME],
    )  # fmt: skip
    chance, step, words = random.Random(5), LENGTH_MS // STRETCHES, SAID.split()
    stretches = [
        Cue(n * step, (n + 1) * step, " ".join(chance.choices(words, k=25)), f"P{n % 2}")
        for n in range(STRETCHES)
    ]
    save_transcript(actor=collector, record=record, words=stretches, at=now)
    save_transcript(
        actor=collector, record=record, words=stretches, at=now,
        kind=TranscriptKind.TRANSLATION, language="en",
    )  # fmt: skip
    return collector, record


def _reader() -> Any:
    from archive.accounts.models import Role, RoleGrant, User

    reader = User.objects.create_user(username="nghiencuu", password="x")
    RoleGrant.objects.create(user=reader, role=Role.RESEARCHER)
    return reader


def _register(collector: Any, now: dt.datetime) -> None:
    from archive.collecting.models import Witness

    chance = random.Random(7)
    Witness.objects.bulk_create(
        [
            Witness(
                office=collector.office, name=f"Nhân chứng minh hoạ số {n}", sort_key=f"{n:06}",
                born_latest=dt.date(chance.randint(1925, 1960), 12, 31), entered_at=now,
                frailty=chance.randint(0, 3), forgetting=chance.randint(0, 3),
                alone_knows=chance.randint(0, 3), is_demonstration=True,
            )
            for n in range(WITNESSES)
        ],
        batch_size=1000,
    )  # fmt: skip


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
