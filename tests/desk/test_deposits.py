"""The deposit screens through HTTP, with real files and the worker's own procedure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from archive.access.sound import make_copies
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Record, VettingStatus
from archive.ingest import processing
from archive.ingest.models import Deposit, DepositedFile
from archive.units.models import Unit
from tests.ingest.conftest import jpeg, pdf, tape


@pytest.fixture
def desk(client: Client, an: User) -> Client:
    client.force_login(an, "django.contrib.auth.backends.ModelBackend")
    return client


def opened(desk: Client, office: Unit, **answers: Any) -> str:
    response = desk.post("/desk/deposits/new/", {"secrecy": "none", "office": office.pk} | answers)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def sent(desk: Client, address: str, *files: tuple[str, bytes]) -> None:
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    response = desk.post(address + "files/", {"files": uploads})
    assert response.status_code == 302
    for file in DepositedFile.objects.filter(finished_at=None):
        processing.process_file(file_id=file.pk, at=timezone.now())


def test_from_the_question_to_the_record(
    desk: Client, office: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    assert "bí mật nhà nước" in desk.get("/desk/deposits/new/").content.decode()
    address = opened(desk, office)
    with django_capture_on_commit_callbacks(execute=True):
        sent(
            desk,
            address,
            ("trang 10.pdf", pdf("muoi")),
            ("trang 9.jpg", jpeg()),
            ("hỏng.jpg", jpeg()[:999]),
            ("băng.wav", tape()),
        )
    page = desk.get(address).content.decode()
    for said in ("trang 10.pdf", "Bị từ chối", "quét lại"):
        assert said in page
    thumbnails = ["/desk" + word.split('"')[0] for word in page.split('<img src="/desk')[1:]]
    assert len(thumbnails) == 2
    assert desk.get(thumbnails[0])["Content-Type"] == "image/jpeg"
    files = DepositedFile.objects.filter(state="accepted").values_list("pk", flat=True)
    made = desk.post(
        address + "record/",
        {"code": "LĐ.P001/0009", "kind": "document", "title": "Nghị quyết", "chosen": list(files)},
    )
    assert made["Location"] == "/desk/records/LD-P001-0009/"
    record = Record.objects.get(code="LD-P001-0009")
    assert list(record.pages.values_list("number", "master__original_name")) == [
        (1, "trang 9.jpg"),
        (2, "trang 10.pdf"),
    ]
    assert record.recordings.count() == 1
    assert "LD-P001-0009" in desk.get(address).content.decode()


def test_a_mark_ends_it_before_a_file_can_be_sent(desk: Client, office: Unit) -> None:
    address = opened(desk, office, secrecy="secret")
    page = desk.get(address)
    assert page.status_code == 200
    assert b'type="file"' not in page.content
    upload = SimpleUploadedFile("mật.pdf", pdf("x"))
    assert desk.post(address + "files/", {"files": [upload]}).status_code == 404
    assert not DepositedFile.objects.exists()


def test_declassified_without_its_paper_is_asked_again(desk: Client, office: Unit) -> None:
    response = desk.post("/desk/deposits/new/", {"secrecy": "declassified", "office": office.pk})
    assert response.status_code == 200
    assert not Deposit.objects.exists()


def test_a_paper_of_tomorrow_declassifies_nothing_today(desk: Client, office: Unit) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    answers = {"secrecy": "declassified", "declassified_by": "12-QĐ/TU", "office": office.pk}
    answer = desk.post("/desk/deposits/new/", answers | {"declassified_on": tomorrow})
    assert "Ngày này chưa tới" in answer.context["form"].errors["declassified_on"][0]
    assert not Deposit.objects.exists()


def test_a_form_sent_without_a_file_says_so(desk: Client, office: Unit) -> None:
    address = opened(desk, office)
    answer = desk.post(address + "files/", {"files": "báo cáo.pdf"}, follow=True)
    assert "Chưa chọn tệp nào." in answer.content.decode()


def test_a_file_past_the_limit_does_not_stop_the_others(
    desk: Client, office: Unit, settings: Any
) -> None:
    settings.MAX_UPLOAD_BYTES = 60_000
    address = opened(desk, office)
    sent(desk, address, ("lớn.bin", b"x" * 200_000), ("nhỏ.txt", "Lời kể".encode()))
    assert dict(DepositedFile.objects.values_list("name", "reason")) == {
        "lớn.bin": "too_large",
        "nhỏ.txt": "",
    }


def test_a_code_that_is_taken_is_said_and_nothing_is_made(
    desk: Client, office: Unit, make_record: Any
) -> None:
    taken = make_record()
    address = opened(desk, office)
    sent(desk, address, ("a.txt", "Lời kể".encode()))
    file = DepositedFile.objects.get()
    asked = {"code": taken.code, "kind": "document", "title": "x", "chosen": [file.pk]}
    response = desk.post(address + "record/", asked)
    assert response.status_code == 422
    assert Record.objects.count() == 1


def test_the_outsider_finds_no_deposit(desk: Client, office: Unit, dung: User) -> None:
    address = opened(desk, office)
    stranger = Client()
    stranger.force_login(dung, "django.contrib.auth.backends.ModelBackend")
    for path in (address, address + "files/", address + "resume/", address + "record/"):
        assert stranger.get(path).status_code in (404, 405)
        assert stranger.post(path).status_code in (404, 405)
    assert (
        stranger.post("/desk/deposits/new/", {"secrecy": "none", "office": office.pk}).status_code
        == 200
    )
    assert Deposit.objects.count() == 1


def test_the_list_asks_a_constant_number_of_questions(
    desk: Client, office: Unit, django_assert_max_num_queries: Any
) -> None:
    address = opened(desk, office)
    sent(desk, address, *[(f"{n}.txt", f"Lời kể {n}".encode()) for n in range(8)])
    with django_assert_max_num_queries(23):
        desk.get(address)
    sent(desk, opened(desk, office), ("cuối.txt", "Lời cuối".encode()))
    with django_assert_max_num_queries(15):
        page = desk.get("/desk/deposits/").content.decode()
    assert "0.txt, 1.txt, 2.txt…" in page and "3.txt" not in page and "cuối.txt" in page


def test_what_could_not_be_made_is_told_where_the_files_are(
    desk: Client, office: Unit, an: User
) -> None:
    address = opened(desk, office)
    sent(desk, address, ("hỏng.pdf", pdf("mot")), ("lành.jpg", jpeg()))
    bad = DepositedFile.objects.get(name="hỏng.pdf").master
    assert bad is not None
    bad.unmade.create(part="1", reason="damaged", at=timezone.now())
    told = "Trang 1: Tệp bị hỏng"
    page = desk.get(address).content.decode()
    assert page.count(told) == 1 and "mở tệp trên máy" in page.lower()
    assert told in desk.get(address + "files/").content.decode()
    assert "Có phần không tạo được" in desk.get("/desk/deposits/").content.decode()
    files = list(DepositedFile.objects.order_by("-sort_key").values_list("pk", flat=True))
    desk.post(
        address + "record/",
        {"code": "LD-9", "kind": "document", "title": "Nghị quyết", "chosen": files},
    )
    sheet = desk.get("/desk/records/LD-9/").content.decode()
    number = Record.objects.get().pages.get(master=bad).number
    assert sheet.count(told) == 1 and f"/desk/records/LD-9/pages/{number}/replace/" in sheet
    bad.unmade.all().delete()
    assert told not in desk.get("/desk/records/LD-9/").content.decode()


def test_sound_is_served_in_ranges_without_the_masters_tags(released: Record, desk: Client) -> None:
    address = "/records/LD-1/recordings/1/audio"
    whole = Client().get(address)
    assert (whole.status_code, whole["Content-Type"]) == (200, "audio/mp4")
    body = b"".join(whole.streaming_content)  # type: ignore[attr-defined]
    assert body[4:8] == b"ftyp"
    part = Client().get(address, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 100-199/{len(body)}")
    assert b"".join(part.streaming_content) == body[100:200]  # type: ignore[attr-defined]
    waveform = Client().get("/records/LD-1/recordings/1/peaks.json").json()
    assert waveform["length"] in (40, 41)
    assert max(waveform["data"]) > 20


def test_under_a_seal_the_sound_is_silent_there_or_not_served_at_all(
    released: Record, desk: Client
) -> None:
    released.seals.create(from_ms=500, to_ms=1000, reason="Theo đề nghị của nhân chứng")
    address = "/records/LD-1/recordings/1/"
    assert Client().get(address + "audio").status_code == 404
    assert desk.get(address + "audio").status_code == 200
    make_copies(record=released, at=timezone.now())
    quiet = Client().get(address + "audio")
    assert quiet.status_code == 200
    assert quiet["ETag"] != desk.get(address + "audio")["ETag"]
    data = Client().get(address + "peaks.json").json()["data"]
    assert set(data[20:40]) == {0}
    assert max(data[:20]) > 20
    assert max(desk.get(address + "peaks.json").json()["data"][20:40]) > 20


@pytest.fixture
def released(desk: Client, office: Unit) -> Record:
    address = opened(desk, office)
    sent(desk, address, ("1.pdf", pdf("mot", "hai")), ("2.wav", tape()))
    files = DepositedFile.objects.values_list("pk", flat=True)
    desk.post(
        address + "record/",
        {"code": "LD-1", "kind": "interview", "title": "x", "chosen": list(files)},
    )
    record = Record.objects.get()
    record.vetting_status, record.access_level = VettingStatus.VETTED, AccessLevel.PUBLIC
    record.released_at = timezone.now()
    record.kind = "document"
    record.save()
    return record


MEDIA = ["thumbnail", "p/1/image", "p/2/thumbnail", "pdf"]


def test_what_is_released_is_served_to_everybody(released: Record) -> None:
    visitor = Client()
    for name in MEDIA:
        response = visitor.get(f"/records/LD-1/{name}")
        assert response.status_code == 200, name
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert visitor.get("/records/LD-1/pdf")["Content-Disposition"].startswith("attachment")


def test_masters_go_to_the_holders_own_staff_only(
    released: Record, desk: Client, dung: User
) -> None:
    page = released.pages.select_related("master")[0]
    address = f"/records/LD-1/masters/{page.master.digest}"
    assert desk.get(address).status_code == 200
    assert Client().get(address).status_code == 404
    stranger = Client()
    stranger.force_login(dung, "django.contrib.auth.backends.ModelBackend")
    assert stranger.get(address).status_code == 404
    assert desk.get("/records/LD-1/masters/" + "0" * 64).status_code == 404


def test_a_closed_record_gives_nothing_by_any_address(released: Record) -> None:
    Record.objects.update(released_at=None, access_level=AccessLevel.CLOSED)
    for name in [*MEDIA, "recordings/1/audio", "p/99/image"]:
        assert Client().get(f"/records/LD-1/{name}").status_code == 404, name


def test_a_sealed_page_takes_its_pictures_and_the_pdf_with_it(
    released: Record, desk: Client
) -> None:
    released.seals.create(from_page=1, to_page=1, reason="Theo đề nghị của nhân chứng")
    visitor = Client()
    assert visitor.get("/records/LD-1/p/1/image").status_code == 404
    assert visitor.get("/records/LD-1/p/2/image").status_code == 200
    assert visitor.get("/records/LD-1/pdf").status_code == 404
    assert desk.get("/records/LD-1/p/1/image").status_code == 200
    assert (
        visitor.get("/records/LD-1/thumbnail")["ETag"]
        == (visitor.get("/records/LD-1/p/2/thumbnail")["ETag"])
    )


def test_what_is_below_the_least_asked_for_is_taken_with_a_warning(
    desk: Client, office: Unit
) -> None:
    address = opened(desk, office)
    sent(
        desk,
        address,
        ("mờ.jpg", jpeg(dpi=(150, 150))),
        ("rõ.jpg", jpeg(dpi=(300, 300))),
    )
    page = desk.get(address).content.decode()
    assert page.count("150 dpi;") == 1
    assert page.count("1240 × 1754") == 2
    chosen = list(DepositedFile.objects.values_list("pk", flat=True))
    made = {"code": "LD-P001-0009", "kind": "document", "title": "Thư", "chosen": chosen}
    desk.post(address + "record/", made)
    sheet = desk.get("/desk/records/LD-P001-0009/").content.decode()
    assert sheet.count("150 dpi;") == 1
