"""Masters in a bucket, with a real server of the protocol: cut off, unanswered, spoilt, asked for
a little. What every storage must do is in tests/contracts/test_storages.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Page, Record
from archive.files import actions as files
from archive.files import fixity, store
from archive.files.models import FixityCheck, Master
from archive.files.serving import serve_master
from archive.ingest import actions, filming, processing, tasks
from archive.ingest.models import Deposit, DepositedFile, FileState
from archive.ingest.parsing import Parser
from archive.interop.verification import faults
from archive.jobs import turns
from tests.files.buckets import new_bucket
from tests.ingest.conftest import Bring, jpeg, tape
from tests.ingest.films import film

# What a bucket does when a line breaks is the same beside any database.
pytestmark = pytest.mark.once


class CutOffError(BaseException):
    """The process ends here."""


@pytest.fixture(autouse=True)
def bucket(s3: str, settings: Any) -> dict[str, Any]:
    place = new_bucket(s3)
    settings.STORAGES = {**settings.STORAGES, "masters": place}
    return place


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that every request to the bucket is entered in."""
    from botocore.httpsession import URLLib3Session

    requests: list[str] = []
    plain = URLLib3Session.send

    def send(session: Any, request: Any) -> Any:
        requests.append(f"{request.method} {request.headers.get('Range', b'')!r}")
        return plain(session, request)

    monkeypatch.setattr(URLLib3Session, "send", send)
    return requests


def elsewhere(body: bytes, now: Any) -> Master:
    received = store.receive([body], limit=10**9)
    store.keep_master(received.name, received.digest)
    return Master.objects.create(
        digest=received.digest, size=received.size, family="audio",
        media_type="audio/wav", original_name="băng.wav", stored_at=now,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_range_of_a_long_tape_fetches_little(now: Any, sent: list[str]) -> None:
    """Twenty megabytes lie there: one span is asked for, and let go after what was wanted."""
    body = bytes(range(256)) * 80_000
    master = elsewhere(body, now)
    sent.clear()
    request = RequestFactory().get("/", headers={"Range": "bytes=15000000-15000099"})
    answer: Any = serve_master(request, master)
    assert b"".join(answer.streaming_content) == body[15_000_000:15_000_100]
    gets = [each for each in sent if each.startswith("GET")]
    assert gets == [f"GET {b'bytes=15000000-20479999'!r}"]
    whole: Any = serve_master(RequestFactory().get("/"), master)
    assert b"".join(whole.streaming_content) == body


@pytest.mark.django_db
def test_a_front_server_is_not_sent_to_look_on_its_disk(now: Any, settings: Any) -> None:
    settings.MEDIA_OFFLOAD_HEADER = "X-Accel-Redirect"
    answer: Any = serve_master(RequestFactory().get("/"), elsewhere(b"abc", now))
    assert "X-Accel-Redirect" not in answer
    assert b"".join(answer.streaming_content) == b"abc"


def test_a_page_of_it_is_seen_in_tiles(bring: Bring, make_record: Any) -> None:
    record = make_record(code="LD-1", released=AccessLevel.PUBLIC)
    master: Any = bring("trang.jpg", jpeg()).master
    Page.objects.create(record=record, number=1, master=master)
    tile = Client().get("/iiif/image/3/LD-1:1/0,0,512,512/256,/0/default.jpg")
    assert (tile.status_code, tile["Content-Type"]) == (200, "image/jpeg")


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_cut_off_at_every_request_nothing_is_lost_or_half_kept(
    after: bool, deposit: Deposit, an: User, parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies before or after each request to the bucket; the next run finishes."""
    from botocore.httpsession import URLLib3Session

    plain = URLLib3Session.send
    left = 0  # requests until the end; none is far off when it is negative

    def send(session: Any, request: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and not after:
            raise CutOffError
        answer = plain(session, request)
        if left == 0:
            raise CutOffError
        return answer

    monkeypatch.setattr(URLLib3Session, "send", send)
    cuts = 0
    for number in range(1, 40):
        body = jpeg() + bytes([number])
        file = actions.receive_file(
            actor=an, deposit=deposit, name=f"{number}.jpg", chunks=[body], at=timezone.now()
        )
        left = number
        try:
            processing.process_file(file_id=file.pk, at=timezone.now(), parser=parser)
        except (CutOffError, store.Unreachable):
            cuts += 1
        unharmed = left > 0
        left = 0
        processing.process_file(file_id=file.pk, at=timezone.now(), parser=parser)
        done = DepositedFile.objects.get(pk=file.pk)
        assert (done.state, bool(done.finished_at)) == (FileState.ACCEPTED, True)
        if unharmed:
            break
    assert cuts >= 4
    assert files.check_masters(at=timezone.now).faults == []
    assert list(fixity.unknown_files()) == []
    assert list(store.incoming_path("any").parent.iterdir()) == []


def test_a_film_is_fetched_once_however_many_turns_it_takes(
    bring: Bring, parser: Parser, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    master: Any = bring("phim.mkv", film("matroska", "mpeg4", "mp3", seconds=2)).master
    sent.clear()
    with monkeypatch.context() as patch:
        patch.setattr(turns, "SECONDS", -1)
        for _turn in range(3):
            assert filming.go_on(master_id=master.pk, at=timezone.now(), parser=parser)
    processing.sweep_incoming(before=timezone.now() - dt.timedelta(days=1))
    assert not filming.go_on(master_id=master.pk, at=timezone.now(), parser=parser)
    assert master.derivatives.filter(role="film").exists()
    assert len([each for each in sent if each.startswith("GET")]) == 1
    assert list(store.workshop().parent.iterdir()) == []


def _altered(body: bytes) -> bytes:
    return body[:99] + bytes([body[99] ^ 1]) + body[100:]


@pytest.mark.parametrize(
    ("spoil", "outcome"),
    [(_altered, "altered"), (lambda body: body[:-1], "altered"), (lambda body: b"", "altered"),
     (None, "missing")],
    ids=["flipped", "cut", "emptied", "gone"],
)  # fmt: skip
@pytest.mark.django_db
def test_every_harm_is_found_and_named(
    spoil: Callable[[bytes], bytes] | None, outcome: str, now: Any
) -> None:
    body = tape()
    master = elsewhere(body, now)
    store.masters().delete(master.path)
    if spoil is not None:
        store.masters().save(master.path, ContentFile(spoil(body)))
    store.masters().save("ab/cd/la", ContentFile(b"x"))
    said = StringIO()
    with pytest.raises(CommandError, match="2 faults"):
        call_command("check_fixity", stdout=said)
    assert f"{outcome}: {master.path} (băng.wav)" in said.getvalue()
    assert "unknown: ab/cd/la" in said.getvalue()
    told = [each for each in faults(read_files=True, progress=lambda *_: None)
            if each.startswith("masters")]  # fmt: skip
    assert len(told) == 2


@pytest.fixture
def unanswered(bucket: dict[str, Any], settings: Any) -> Callable[[], None]:
    """Return a function after which the bucket does not answer."""

    def cut() -> None:
        nowhere = {**bucket["OPTIONS"], "endpoint_url": "http://127.0.0.1:9"}
        settings.STORAGES = {**settings.STORAGES, "masters": bucket | {"OPTIONS": nowhere}}

    return cut


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)


@pytest.mark.django_db
def test_a_bucket_that_does_not_answer_is_no_missing_file(
    now: Any, unanswered: Callable[[], None]
) -> None:
    master = elsewhere(b"abc", now)
    unanswered()
    answer: Any = serve_master(RequestFactory().get("/"), master)
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    with pytest.raises(store.Unreachable):
        files.check_masters(at=timezone.now)
    assert not FixityCheck.objects.exists()
    assert any("does not answer" in each
               for each in faults(read_files=False, progress=lambda *_: None))  # fmt: skip


def test_what_came_meanwhile_waits_and_is_taken_up_again(
    deposit: Deposit, an: User, unanswered: Callable[[], None], bucket: Any, settings: Any
) -> None:
    file = actions.receive_file(
        actor=an, deposit=deposit, name="a.jpg", chunks=[jpeg()], at=timezone.now()
    )
    DBTaskResult.objects.all().delete()
    unanswered()
    tasks.process_file.call(file.pk)
    assert DepositedFile.objects.get(pk=file.pk).finished_at is None
    assert store.incoming_path(file.incoming).exists()
    [again] = DBTaskResult.objects.all()
    assert again.run_after > timezone.now()
    settings.STORAGES = {**settings.STORAGES, "masters": bucket}
    tasks.process_file.call(file.pk)
    assert DepositedFile.objects.get(pk=file.pk).finished_at is not None


@pytest.mark.django_db
def test_a_record_page_opens_without_the_bucket(
    now: Any, unanswered: Callable[[], None], make_record: Callable[..., Record]
) -> None:
    record = make_record(code="LD-2", released=AccessLevel.PUBLIC)
    Page.objects.create(record=record, number=1, master=elsewhere(b"abc", now))
    unanswered()
    assert Client().get(f"/records/{record.code}/").status_code == 200
