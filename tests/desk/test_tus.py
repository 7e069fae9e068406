"""Uploads in pieces: the tus protocol 1.0.0, as a browser and as somebody who means harm."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from typing import Any

import pytest
from django.http import HttpResponse
from django.http.request import UnreadablePostError
from django.test import Client
from django.utils import timezone

from archive.accounts.models import User
from archive.files import store
from archive.ingest import actions, processing, uploading
from archive.ingest.models import Deposit, DepositedFile, Secrecy, Upload
from archive.units.models import Unit
from tests.ingest.conftest import jpeg

BODY = jpeg()


@pytest.fixture
def deposit(an: User, office: Unit) -> Deposit:
    return actions.open_deposit(actor=an, office=office, secrecy=Secrecy.NONE, at=timezone.now())


class Browser:
    """What tus-js-client does, one request at a time."""

    def __init__(self, user: User, deposit: Deposit) -> None:
        self.client = Client()
        self.client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        self.address = f"/desk/deposits/{deposit.pk}/uploads/"

    def ask(self, method: str, address: str = "", data: bytes = b"", /, **headers: str) -> Any:
        kind = headers.pop("Content-Type", "application/offset+octet-stream")
        headers = {"Tus-Resumable": "1.0.0", **headers}
        return self.client.generic(
            method, address or self.address, data, content_type=kind, headers=headers
        )

    def begin(self, length: int | str = len(BODY), **told: str) -> Any:
        told = {"filename": "trang 1.jpg", **told}
        pairs = [f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in told.items()]
        return self.ask(
            "POST", **{"Upload-Length": str(length), "Upload-Metadata": ",".join(pairs)}
        )

    def add(self, address: str, offset: int, data: bytes) -> HttpResponse:
        answer: HttpResponse = self.ask("PATCH", address, data, **{"Upload-Offset": str(offset)})
        return answer


@pytest.fixture
def browser(an: User, deposit: Deposit) -> Browser:
    return Browser(an, deposit)


def test_what_is_offered_is_said(browser: Browser) -> None:
    answer = browser.ask("OPTIONS")
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,termination"
    assert int(answer["Tus-Max-Size"]) > 0


def test_a_file_in_pieces_is_entered_once_and_whole(browser: Browser) -> None:
    begun = browser.begin(sha256=hashlib.sha256(BODY).hexdigest())
    assert begun.status_code == 201
    address, offset = begun["Location"], 0
    while offset < len(BODY):
        answer = browser.add(address, offset, BODY[offset : offset + 5000])
        assert answer.status_code == 204
        offset = int(answer["Upload-Offset"])
    file = DepositedFile.objects.get()
    processing.process_file(file_id=file.pk, at=timezone.now())
    file.refresh_from_db()
    assert file.is_accepted
    assert (file.name, file.digest) == ("trang 1.jpg", hashlib.sha256(BODY).hexdigest())
    # The last answer may have been lost: asking again says that all is there, and enters nothing.
    again = browser.ask("HEAD", address)
    assert again["Upload-Offset"] == again["Upload-Length"] == str(len(BODY))
    assert DepositedFile.objects.count() == 1


def test_what_came_in_part_is_named_so_that_it_can_be_chosen_again(
    browser: Browser, deposit: Deposit
) -> None:
    address = browser.begin(filename="trang dở.jpg")["Location"]
    browser.add(address, 0, BODY[:3000])
    screen = f"/desk/deposits/{deposit.pk}/"
    assert "trang dở.jpg" in browser.client.get(screen).content.decode()
    browser.add(address, 3000, BODY[3000:])
    assert "trang dở.jpg:" not in browser.client.get(screen).content.decode()


def test_after_a_broken_line_it_goes_on_where_it_stopped(
    browser: Browser, an: User, deposit: Deposit
) -> None:
    address = browser.begin()["Location"]
    upload = Upload.objects.get()

    def broken() -> Any:
        yield BODY[:3000]
        raise UnreadablePostError("connection reset")

    with pytest.raises(UnreadablePostError):
        uploading.add_piece(upload=upload, offset=0, chunks=broken())
    # Another browser, another day: the address is all that is needed.
    other = Browser(an, deposit)
    assert other.ask("HEAD", address)["Upload-Offset"] == "3000"
    assert other.add(address, 0, BODY).status_code == 409
    assert other.add(address, 3000, BODY[3000:])["Upload-Offset"] == str(len(BODY))
    file = DepositedFile.objects.get()
    assert store.digest_of(store.incoming_path(file.incoming)) == hashlib.sha256(BODY).hexdigest()


def test_when_the_last_piece_came_but_was_not_entered_asking_enters_it(
    browser: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    address = browser.begin()["Location"]
    uploading.add_piece(upload=Upload.objects.get(), offset=0, chunks=[BODY])
    assert not DepositedFile.objects.exists()
    with django_capture_on_commit_callbacks() as jobs:
        browser.ask("HEAD", address)
    assert DepositedFile.objects.count() == 1
    assert len(jobs) == 1


def test_bytes_that_changed_on_the_way_are_refused(browser: Browser) -> None:
    address = browser.begin(sha256=hashlib.sha256(BODY).hexdigest())["Location"]
    browser.add(address, 0, BODY[:-1] + b"?")
    file = DepositedFile.objects.get()
    processing.process_file(file_id=file.pk, at=timezone.now())
    file.refresh_from_db()
    assert (file.state, file.reason) == ("refused", "lost")


def test_more_than_was_announced_is_not_taken(browser: Browser) -> None:
    address = browser.begin(10)["Location"]
    assert browser.add(address, 0, BODY)["Upload-Offset"] == "10"
    assert DepositedFile.objects.get().size == 10


def test_too_much_is_refused_before_a_byte_and_entered_as_refused(
    browser: Browser, settings: Any
) -> None:
    settings.MAX_UPLOAD_BYTES = 100
    assert browser.begin(101).status_code == 413
    assert DepositedFile.objects.get().reason == "too_large"
    assert not Upload.objects.exists()


def test_an_empty_file_is_entered_as_refused(browser: Browser) -> None:
    assert browser.begin(0).status_code == 201
    assert DepositedFile.objects.get().reason == "empty"


def test_given_up_leaves_nothing(browser: Browser, django_capture_on_commit_callbacks: Any) -> None:
    address = browser.begin()["Location"]
    browser.add(address, 0, BODY[:100])
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.ask("DELETE", address).status_code == 204
    assert browser.ask("HEAD", address).status_code == 404
    assert list(store.incoming_path("any").parent.iterdir()) == []


@pytest.mark.parametrize("length", ["", "-1", "abc", "9" * 30, "٣"])
def test_a_length_that_is_none(browser: Browser, length: str) -> None:
    assert browser.begin(length.encode().decode("latin-1")).status_code == 400
    assert not Upload.objects.exists()


def test_the_protocol_is_kept(browser: Browser) -> None:
    address = browser.begin()["Location"]
    assert browser.ask("HEAD", address, **{"Tus-Resumable": "0.2.2"}).status_code == 412
    assert browser.ask("PATCH", address, b"x").status_code == 400
    wrong = {"Upload-Offset": "0", "Content-Type": "text/plain"}
    assert browser.ask("PATCH", address, b"x", **wrong).status_code == 415
    assert browser.ask("HEAD", address)["Cache-Control"] == "no-store"
    assert browser.ask("GET", address).status_code == 405


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b.jpg", "", "x" * 5000, "<b>.jpg"])
def test_names_are_only_names(browser: Browser, name: str) -> None:
    address = browser.begin(filename=name)["Location"]
    browser.add(address, 0, BODY)
    file = DepositedFile.objects.get()
    assert "/" not in file.name
    assert "\x00" not in file.name
    assert 0 < len(file.name.encode()) <= 255
    assert store.incoming_path(file.incoming).parent == store.incoming_path("x").parent


@pytest.mark.parametrize(
    "told", ["filename !!!,, x,sha256 QUFB", "filename trang é,sha256 ÿ", "filename //79,sha256"]
)
def test_metadata_that_is_nonsense_is_passed_over(browser: Browser, told: str) -> None:
    answer = browser.ask("POST", **{"Upload-Length": "5", "Upload-Metadata": told})
    assert answer.status_code == 201
    assert Upload.objects.get().expected_digest == ""


def test_the_outsider_can_neither_begin_nor_add_nor_ask(
    browser: Browser, dung: User, giang: User, deposit: Deposit
) -> None:
    address = browser.begin()["Location"]
    for outsider, status in ((dung, 404), (giang, 403)):
        stranger = Browser(outsider, deposit)
        assert stranger.begin().status_code == status
        assert stranger.ask("HEAD", address).status_code == status
        assert stranger.add(address, 0, b"x").status_code == status
        assert stranger.ask("DELETE", address).status_code == status
    assert Client().head(address).status_code == 302
    assert uploading.offset_of(Upload.objects.get()) == 0


def test_a_refused_deposit_takes_nothing(an: User, office: Unit) -> None:
    marked = actions.open_deposit(
        actor=an, office=office, secrecy=Secrecy.SECRET, at=timezone.now()
    )
    assert Browser(an, marked).begin().status_code == 404
    assert not Upload.objects.exists()


def test_leftovers_are_swept_and_what_is_whole_is_entered(
    browser: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    browser.begin()
    half = Upload.objects.get()
    uploading.add_piece(upload=half, offset=0, chunks=[BODY[:9]])
    browser.begin()
    whole = Upload.objects.latest("pk")
    uploading.add_piece(upload=whole, offset=0, chunks=[BODY])
    now = timezone.now()
    assert uploading.sweep_uploads(before=now - dt.timedelta(days=7), at=now) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert uploading.sweep_uploads(before=now + dt.timedelta(days=7), at=now) == 2
    assert DepositedFile.objects.get().incoming == whole.incoming
    assert not store.incoming_path(half.incoming).exists()
    assert processing.sweep_incoming(before=now + dt.timedelta(days=7)) == []
