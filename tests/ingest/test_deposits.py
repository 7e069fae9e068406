"""Opening a deposit, and what becomes of the files: the secrecy question, names, duplicates."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from archive.accounts.models import User
from archive.catalogue.models import RecordKind
from archive.files import store
from archive.files.models import Derivative, Master
from archive.ingest import actions, processing
from archive.ingest.duplicates import alike_to, held_in
from archive.ingest.models import Deposit, DepositedFile, FileState, Secrecy
from archive.ingest.names import clean_name, natural_key
from archive.ingest.parsing import Parser
from archive.ingest.policy import visible_deposits
from archive.ingest.records import make_record
from archive.journal.models import Entry
from archive.units.models import Unit
from tests.ingest.conftest import Bring, jpeg, pdf, saved, scan, tape


@pytest.mark.parametrize("mark", [Secrecy.CONFIDENTIAL, Secrecy.SECRET, Secrecy.TOP_SECRET])
def test_a_mark_is_refused_before_a_byte_is_kept(mark: Secrecy, an: User, office: Unit) -> None:
    deposit = actions.open_deposit(actor=an, office=office, secrecy=mark, at=timezone.now())
    assert not deposit.is_admitted
    with pytest.raises(actions.NotAdmitted):
        actions.receive_file(
            actor=an, deposit=deposit, name="mật.pdf", chunks=[pdf("x")], at=timezone.now()
        )
    [entry] = Entry.objects.all()
    assert entry.act == "ingest.deposit.refused"
    assert entry.after == {"office": office.pk, "secrecy": mark}
    assert list(store.incoming_path("any").parent.iterdir()) == []
    assert not DepositedFile.objects.exists()


def test_declassified_material_names_its_paper(an: User, office: Unit) -> None:
    common: dict[str, Any] = {"actor": an, "office": office, "at": timezone.now()}
    with pytest.raises(actions.PaperMissing):
        actions.open_deposit(secrecy=Secrecy.DECLASSIFIED, declassified_by="15-QĐ/TU", **common)
    deposit = actions.open_deposit(
        secrecy=Secrecy.DECLASSIFIED,
        declassified_by="15-QĐ/TU",
        declassified_on=dt.date(2024, 5, 2),
        **common,
    )
    entry = Entry.objects.about(deposit).get()
    assert (entry.basis_number, entry.basis_on) == ("15-QĐ/TU", dt.date(2024, 5, 2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Deposit.objects.filter(pk=deposit.pk).update(declassified_by="")


def test_nobody_brings_files_to_another_office(dung: User, giang: User, office: Unit) -> None:
    for outsider in (dung, giang):
        with pytest.raises(actions.NotAllowed):
            actions.open_deposit(
                actor=outsider, office=office, secrecy=Secrecy.NONE, at=timezone.now()
            )


def test_deposits_are_seen_by_their_own_office(
    deposit: Deposit, an: User, dung: User, giang: User, hanh: User
) -> None:
    assert [viewer.username for viewer in (an, dung, giang, hanh)
            if visible_deposits(viewer).filter(pk=deposit.pk)] == ["an", "hanh"]  # fmt: skip


def test_a_file_past_the_limit_is_entered_as_refused(
    settings: Any, deposit: Deposit, an: User
) -> None:
    settings.MAX_UPLOAD_BYTES = 100
    file = actions.receive_file(
        actor=an, deposit=deposit, name="lớn.tif", chunks=[b"x" * 101], at=timezone.now()
    )
    assert (file.state, file.reason) == (FileState.REFUSED, "too_large")
    assert list(store.incoming_path("any").parent.iterdir()) == []


def test_the_same_bytes_twice_are_one_master_and_two_entries(bring: Bring) -> None:
    first, second = bring("a.jpg", jpeg()), bring("b.jpg", jpeg())
    assert first.master == second.master
    assert Master.objects.count() == 1


def test_derivatives_are_made_once_and_made_again_when_lost(bring: Bring, parser: Parser) -> None:
    file = bring("nghị quyết.pdf", pdf("Nghi quyet", "Trang hai"))
    made = {(d.role, d.frame): d for d in Derivative.objects.all()}
    assert set(made) >= {(role, n) for role in ("page_image", "thumbnail", "words") for n in (0, 1)}
    assert (made["page_image", 0].width, made["page_image", 0].height) == (1414, 2000)
    assert max(made["thumbnail", 0].width or 0, made["thumbnail", 0].height or 0) == 400
    Derivative.objects.filter(role="thumbnail", frame=1).delete()
    DepositedFile.objects.update(finished_at=None)
    processing.process_file(file_id=file.pk, at=timezone.now(), parser=parser)
    again = {(d.role, d.frame): d for d in Derivative.objects.all()}
    assert set(again) == set(made)
    assert again["page_image", 0].made_at == made["page_image", 0].made_at


def test_a_record_is_made_with_pages_in_natural_order_and_text(
    bring: Bring, deposit: Deposit, an: User
) -> None:
    files = [
        bring("trang 10.pdf", pdf("muoi")),
        bring("trang 2.pdf", pdf("hai", "hai tiep")),
        bring("hỏng.jpg", jpeg()[:999]),
    ]
    order = deposit.files.order_by("sort_key")
    record = make_record(
        actor=an,
        deposit=deposit,
        files=order,
        code="LĐ.P012/H034/0007",
        kind=RecordKind.DOCUMENT,
        title="Nghị quyết",
        at=timezone.now(),
    )
    assert record.code == "LD-P012-H034-0007"
    assert [page.text.strip() for page in record.pages.order_by("number")] == [
        "hai",
        "hai tiep",
        "muoi",
    ]
    word = record.pages.get(number=1).words[0]
    assert word[4] == "hai"
    assert 0.1 < word[0] < 0.2
    assert 0.1 < word[1] < 0.2
    files[0].refresh_from_db()
    assert files[0].record == record
    record.refresh_from_db()
    assert record.processing_state == "digitised"
    assert Entry.objects.about(record).filter(act="ingest.record.filled").exists()


def test_tapes_are_joined_on_one_timeline(bring: Bring, deposit: Deposit, an: User) -> None:
    bring("Băng 1.wav", tape(2))
    bring("Băng 2.wav", tape(1.5))
    record = make_record(
        actor=an,
        deposit=deposit,
        files=deposit.files.order_by("sort_key"),
        code="LD-PV-0001",
        kind=RecordKind.INTERVIEW,
        title="Phỏng vấn nhân chứng minh hoạ số 1",
        at=timezone.now(),
    )
    assert list(record.recordings.values_list("part", "starts_ms", "duration_ms")) == [
        (1, 0, 2000),
        (2, 2000, 1500),
    ]


def test_a_declassification_goes_along_to_the_record(an: User, office: Unit, bring: Bring) -> None:
    deposit = actions.open_deposit(
        actor=an,
        office=office,
        secrecy=Secrecy.DECLASSIFIED,
        declassified_by="15-QĐ/TU",
        declassified_on=dt.date(2024, 5, 2),
        at=timezone.now(),
    )
    file = bring("a.jpg", jpeg(), to=deposit)
    record = make_record(
        actor=an, deposit=deposit, files=[file], code="LD-1", kind=RecordKind.DOCUMENT, title="x",
        at=timezone.now(),
    )  # fmt: skip
    record.refresh_from_db()
    assert (record.declassified_by, record.declassified_on) == ("15-QĐ/TU", dt.date(2024, 5, 2))


def test_a_duplicate_is_told_only_to_those_who_may_see_the_record(
    bring: Bring, deposit: Deposit, an: User, dung: User, other_office: Unit
) -> None:
    record = make_record(
        actor=an, deposit=deposit, files=[bring("a.jpg", jpeg())], code="LD-1",
        kind=RecordKind.DOCUMENT, title="x", at=timezone.now(),
    )  # fmt: skip
    again = bring("b.jpg", jpeg())
    assert held_in(an, [again]) == {again.pk: record}
    theirs = actions.open_deposit(
        actor=dung, office=other_office, secrecy=Secrecy.NONE, at=timezone.now()
    )
    stranger = bring("c.jpg", jpeg(), to=theirs)
    assert stranger.is_accepted
    assert held_in(dung, [stranger]) == {}


def test_a_run_cut_off_at_any_point_goes_on(
    deposit: Deposit, an: User, parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker dies before every step in turn; each new run finds what the last one left."""
    file = actions.receive_file(
        actor=an, deposit=deposit, name="a.pdf", chunks=[pdf("mot", "hai")], at=timezone.now()
    )
    steps = (
        (store, "keep_master"),
        (actions, "accept_file"),
        (store, "keep_derivative"),
    )
    for module, name in steps:
        with monkeypatch.context() as patch:

            def die(*args: Any, **kwargs: Any) -> None:
                raise KeyboardInterrupt

            patch.setattr(module, name, die)
            with pytest.raises(KeyboardInterrupt):
                processing.process_file(file_id=file.pk, at=timezone.now(), parser=parser)
        file.refresh_from_db()
        assert file.finished_at is None
    processing.process_file(file_id=file.pk, at=timezone.now(), parser=parser)
    file.refresh_from_db()
    assert file.is_accepted
    assert file.finished_at is not None
    assert Derivative.objects.filter(role="page_image").count() == 2
    assert list(store.workshop().parent.iterdir()) == []
    assert list(store.incoming_path("any").parent.iterdir()) == []


def test_what_nobody_entered_is_swept_away_and_nothing_else(deposit: Deposit, an: User) -> None:
    entered = actions.receive_file(
        actor=an, deposit=deposit, name="a.jpg", chunks=[jpeg()], at=timezone.now()
    )
    orphan = store.receive([b"cut off before it was entered"], limit=1000)
    assert processing.sweep_incoming(before=timezone.now() - dt.timedelta(days=1)) == []
    swept = processing.sweep_incoming(before=timezone.now() + dt.timedelta(minutes=1))
    assert swept == [orphan.name]
    assert store.incoming_path(entered.incoming).exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Hồ sơ\trang 1.tif", "trang 1.tif"),
        ("a\x00b\u202egpj.exe", "abgpj.exe"),
        ("Quyê\u0301t đi\u0323nh.pdf", "Quyết định.pdf"),
        ("...", "_"),
        ("", "_"),
        ("🙂" * 200 + ".jpg", "🙂" * 62 + ".jpg"),
        ("a" * 300, "a" * 255),
    ],
)
def test_names_are_made_harmless(given: str, kept: str) -> None:
    assert clean_name(given) == kept
    assert len(kept.encode()) <= 255


def test_names_are_put_in_a_readers_order() -> None:
    names = ["trang 10", "trang 9", "trang 1b", "Trang 1", "đơn 1", "dư 2", "0010", "9"]
    assert sorted(names, key=natural_key) == [
        "9", "0010", "dư 2", "đơn 1", "Trang 1", "trang 1b", "trang 9", "trang 10",
    ]  # fmt: skip


def test_pictures_stand_upright_in_their_derivatives(bring: Bring) -> None:
    exif = scan(size=(300, 200)).getexif()
    exif[0x0112] = 6
    file = bring("nghiêng.jpg", jpeg(scan(size=(300, 200)), exif=exif))
    assert file.master is not None
    page = file.master.derivatives.get(role="page_image")
    assert (page.width, page.height) == (200, 300)


def again(page: Image.Image) -> bytes:
    """Return a page as a second scanner sees it: askew, paler, cut, smaller, saved poorly."""
    page = page.rotate(0.5, fillcolor=235).crop((8, 10, page.width - 6, page.height - 9))
    return jpeg(page.point(lambda grey: 20 + grey * 0.8).resize((900, 1270)), dpi=(100, 100))


def full_page(seed: int) -> Image.Image:
    """Return a typed page: lines of uneven length, as paragraphs make them."""
    chance = random.Random(seed)
    text = "đảng bộ tỉnh hội nghị uỷ viên cán bộ nhân dân kháng chiến lần thứ ba"
    words = text.split()
    lines = [" ".join(chance.choices(words, k=chance.randint(1, 9))) for _line in range(26)]
    return scan("\n".join(lines))


def test_a_page_scanned_again_is_told_with_a_link_to_whoever_may_see_the_other(
    bring: Bring, deposit: Deposit, an: User
) -> None:
    held = bring("cũ.jpg", jpeg(full_page(1)))
    record = make_record(
        actor=an, deposit=deposit, files=[held], code="LD-1", kind=RecordKind.DOCUMENT, title="x",
        at=timezone.now(),
    )  # fmt: skip
    twin, other = bring("mới.jpg", again(full_page(1))), bring("khác.jpg", jpeg(full_page(2)))
    third = bring("mới nữa.png", saved(full_page(2).resize((1000, 1414)), "PNG"))
    blank = [bring(f"trắng {n}.jpg", jpeg(Image.new("L", (900, 1270), 200 + n))) for n in (1, 2)]
    found = alike_to(an, deposit, [held, twin, other, third, *blank])
    assert {pk: each.record or each.file for pk, each in found.items()} == {
        twin.pk: record,
        third.pk: other,
    }
    assert alike_to(outsider(), deposit, [twin]) == {}


def outsider() -> User:
    """Return somebody who sees no record: the record is closed and he is of no office."""
    return User.objects.create(username="nguoi-ngoai")
