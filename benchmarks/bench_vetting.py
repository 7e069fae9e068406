"""The board of vetting rounds with many rounds and comments: how long for whom, how many queries.

    python benchmarks/bench_vetting.py [rounds [comments]]      (default 5000 40000)
    .ci/with_postgresql python benchmarks/bench_vetting.py      on PostgreSQL, thrown away too

Makes a throw-away SQLite database (or takes the empty PostgreSQL one of `.ci/with_postgresql`),
fills it, and asks for the board, the tasks, one round and the statistics as five people. Whole
requests in-process, template included. `cpu` is the mean time the process itself worked, which says
more than the clock on a machine that is busy elsewhere.
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
if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
    os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/archive.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
os.environ["LOG_LEVEL"] = "CRITICAL"
Path(FOLDER.name, "static_root").mkdir()
sys.path.insert(0, str(Path(__file__).parent.parent))

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from archive.accounts.models import Role, RoleGrant, User  # noqa: E402
from archive.catalogue.models import Record, RecordKind  # noqa: E402
from archive.units.models import Kind, Level, Unit  # noqa: E402
from archive.vetting.models import (  # noqa: E402
    Comment,
    CommentKind,
    Conclusion,
    CouncilDecision,
    Obstacle,
    ObstacleKind,
    Opinion,
    Procedure,
    Round,
    Seat,
    SeatRole,
    Stage,
    Verdict,
)

TIMES = 20
NOW = timezone.now()


def main(rounds: int, comments: int) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    if connection.introspection.table_names():
        sys.exit("The database is not empty; this is for one that is thrown away.")
    call_command("migrate", verbosity=0)
    people = _people()
    code = _fill(people, rounds, comments)
    print(f"{rounds} rounds, {comments} comments")
    for address in (
        "/desk/vetting/",
        "/desk/vetting/?page=50",
        "/desk/vetting/tasks/",
        "/desk/vetting/statistics/",
        f"/desk/vetting/rounds/{code}/",
    ):
        for name in ("administrator", "head", "secretary", "member", "archivist"):
            _measure(address, name, people[name])


def _measure(address: str, name: str, user: User) -> None:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    status = client.get(address).status_code
    if status == 403:
        return
    settings.DEBUG = True
    reset_queries()
    client.get(address)
    queries = len(connection.queries)
    settings.DEBUG = False
    taken = []
    worked = time.process_time()
    for _time in range(TIMES):
        begun = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - begun) * 1000)
    worked = (time.process_time() - worked) * 1000 / TIMES
    taken.sort()
    print(
        f"{address:45} {name:14} {status}  {queries:3} queries"
        f"  cpu {worked:6.1f} ms  median {statistics.median(taken):6.1f} ms"
        f"  p95 {taken[int(TIMES * 0.95) - 1]:6.1f} ms"
    )


def _people() -> dict[str, User]:
    office = Unit.objects.create(code="vp", name="VP", kind=Kind.OFFICE, level=Level.PROVINCE)
    roles = {
        "administrator": (Role.ADMINISTRATOR,),
        "head": (Role.VETTING_HEAD, Role.OFFICE_HEAD),
        "secretary": (Role.VETTING_SECRETARY,),
        "member": (Role.COUNCIL_MEMBER,),
        "archivist": (Role.ARCHIVIST,),
    }
    people = {}
    for name, held in roles.items():
        where = None if name == "member" else office
        people[name] = User.objects.create_user(username=name, office=where)
        RoleGrant.objects.bulk_create(RoleGrant(user=people[name], role=role) for role in held)
    return people


def _fill(people: dict[str, User], rounds: int, comments: int) -> str:
    made = _rounds(people, rounds)
    _comment(_seats(people, made), comments)
    _conclude(made[1::5], people["administrator"])
    if connection.vendor == "postgresql":  # as its own keeper does within a minute
        connection.cursor().execute("ANALYZE")
    return made[0].code


def _rounds(people: dict[str, User], count: int) -> list[Round]:
    office = Unit.objects.get(code="vp")
    procedure = Procedure.objects.get(code="TU-LIEU")
    records = Record.objects.bulk_create(
        [
            Record(
                code=f"LD-{number:06}", kind=RecordKind.DOCUMENT, title=f"Tư liệu số {number}",
                holder=office, created_at=NOW, changed_at=NOW,
            )
            for number in range(count)
        ],
        batch_size=500,
    )  # fmt: skip
    return Round.objects.bulk_create(
        [
            Round(
                code=f"TD-{record.code}-1", number=1, record=record, procedure=procedure,
                body=office, requested_on=NOW.date(), requested_by=people["archivist"],
                stage=Stage.UNDER_REVIEW if record.pk % 4 else Stage.SUBMITTED,
                submitted_at=NOW, stage_since=NOW - dt.timedelta(hours=record.pk),
                frozen={"description": {"scope_and_content": "Nội dung tư liệu. " * 200}},
                frozen_digest="0" * 64,
            )
            for record in records
        ],
        batch_size=500,
    )  # fmt: skip


def _seats(people: dict[str, User], rounds: list[Round]) -> list[Seat]:
    decisions = CouncilDecision.objects.bulk_create(
        [
            CouncilDecision(round=r, number="1", on=NOW.date(), signatory="A", entered_at=NOW)
            for r in rounds
        ],
        batch_size=500,
    )
    sitters = [(people["member"], SeatRole.CHAIR), (people["secretary"], SeatRole.REVIEWER)]
    return Seat.objects.bulk_create(
        [
            Seat(round=decision.round, decision=decision, person=person, role=role)
            for decision in decisions
            for person, role in sitters
        ],
        batch_size=500,
    )


def _comment(seats: list[Seat], comments: int) -> None:
    """Have every second seat hand in an opinion, and all of them so many comments."""
    Opinion.objects.bulk_create(
        [
            Opinion(
                round=seat.round, seat=seat, text="Đạt", verdict=Verdict.VETTED,
                saved_at=NOW, handed_in_at=NOW,
            )
            for seat in seats[::2]
        ],
        batch_size=500,
    )  # fmt: skip
    Comment.objects.bulk_create(
        [
            Comment(
                round=seats[number % len(seats)].round, seat=seats[number % len(seats)],
                kind=CommentKind.FACT, text=f"Góp ý {number}", written_at=NOW, handed_in_at=NOW,
            )
            for number in range(comments)
        ],
        batch_size=500,
    )  # fmt: skip


def _conclude(rounds: list[Round], recorder: User) -> None:
    Conclusion.objects.bulk_create(
        [
            Conclusion(
                round=r, verdict=Verdict.VETTED, number="1", on=NOW.date(), signatory="A",
                text="Đạt", recorded_by=recorder, recorded_at=NOW,
            )
            for r in rounds
        ],
        batch_size=500,
    )  # fmt: skip
    Obstacle.objects.bulk_create(
        [
            Obstacle(
                round=r, kind=ObstacleKind.PEOPLE, text="Thiếu người", entered_by=recorder,
                entered_at=NOW,
            )
            for r in rounds
        ],
        batch_size=500,
    )  # fmt: skip
    keys = [r.pk for r in rounds]
    Round.objects.filter(pk__in=keys).update(stage=Stage.VETTED, concluded_at=NOW, closed_at=NOW)


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    main(*(arguments + [5000, 40000][len(arguments) :]))
