"""What is missing or of an older recipe is made anew: by itself, in turns, and masters stay."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from archive.access.sight import Sight
from archive.access.sound import sealed_part
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel
from archive.files import store
from archive.files.actions import check_masters
from archive.files.models import Derivative, Master, Unmade
from archive.files.technical import printing_note
from archive.ingest import derivation, keeping, ocr, recipes, renewal, retrying, tasks
from archive.ingest.models import Renewal, Retry
from archive.ingest.parsing import Parser
from archive.ingest.readers import printing
from archive.jobs import turns
from archive.jobs.actions import UnderWay
from archive.journal.models import Entry
from tests.ingest.conftest import Bring, jpeg, locked_pdf, pdf
from tests.ingest.films import film, with_lost_second
from tests.ingest.test_offices import NEEDED, word_file


@pytest.fixture(autouse=True)
def _without_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)


def of(bring: Bring, name: str, body: bytes) -> Master:
    file = bring(name, body)
    assert file.master is not None, (file.reason, file.detail)
    return file.master


def aged(master: Master, role: str, recipe: str) -> str:
    """Make the derivatives of a role those of an older version; return where the first lies."""
    for each in master.derivatives.filter(role=role):
        with store.derivatives().open(each.path) as file:
            old = f"{each.path}.older"
            store.derivatives().save(old, ContentFile(file.read()))
        store.derivatives().delete(each.path)
        each.path, each.recipe = old, recipe
        each.save()
    return str(master.derivatives.filter(role=role).order_by("frame").values_list("path")[0][0])


def renewed(parser: Parser) -> Renewal:
    one = renewal.ask(actor=None, at=timezone.now())
    while renewal.go_on(renewal_id=one.pk, at=timezone.now, parser=parser):
        pass
    one.refresh_from_db()
    assert one.state == "done"
    return one


def test_a_film_from_before_gets_its_film_and_its_sound_in_step(
    bring: Bring, parser: Parser
) -> None:
    master = of(bring, "phim.mkv", film("matroska", "mpeg4", "mp3", seconds=2))
    older = [aged(master, "web_audio", "audio/1"), aged(master, "peaks", "peaks/1")]
    assert recipes.older() == {"web_audio": 1, "peaks": 1}
    assert renewal.lacking()["film/2"] == 1
    one = renewed(parser)
    assert one.made == {"audio-in-step/2": 1, "peaks-in-step/2": 1, "film/2": 1}
    assert (one.total, one.done) == (1, 1) and not Unmade.objects.exists()
    assert master.derivatives.filter(role="film").exists() and not renewal.lacking()
    assert not any(store.derivatives().exists(path) for path in older)
    last = Entry.objects.about(master).filter(act="files.master.derived").order_by("-pk")[0]
    assert last.after["made"] == {"film/2": 1}
    assert not check_masters(at=timezone.now).faults
    assert renewed(parser).made == {}


def test_a_poster_from_before_is_made_anew_and_what_is_small_of_it(
    bring: Bring, parser: Parser
) -> None:
    master = of(bring, "phim.mkv", film("matroska", "mpeg4", "mp3", seconds=2))
    renewed(parser)
    aged(master, "poster", "poster/1")
    assert recipes.older() == {"poster": 1}
    assert renewed(parser).made == {"poster/2": 1, "thumbnail/2": 1}


def test_what_has_lost_its_file_is_made_again_and_nothing_else(
    bring: Bring, parser: Parser
) -> None:
    master = of(bring, "lời.pdf", pdf("mot", "hai"))
    before = dict(master.derivatives.values_list("path", "made_at"))
    lost = master.derivatives.get(role="page_image", frame=1)
    store.derivatives().delete(lost.path)
    assert renewed(parser).made == {"page/1": 1}
    assert store.derivatives().exists(lost.path)
    after = dict(master.derivatives.values_list("path", "made_at"))
    assert {path for path in after if after[path] != before[path]} == {lost.path}


def without_office(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> Master:
    with monkeypatch.context() as patch:
        patch.setattr(printing, "program", lambda: None)
        return of(bring, "báo cáo.docx", word_file())


@NEEDED
def test_a_word_file_from_before_is_printed_once_an_office_is_here(
    bring: Bring, parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    master = without_office(bring, monkeypatch)
    assert not any(each.is_printed for each in Master.objects.all())
    assert renewed(parser).made["printout/1"] == 1
    assert [each for each in Master.objects.all() if each.is_printed] == [master]
    master.refresh_from_db()
    frames = master.technical["frames"]
    assert frames > 1 and master.derivatives.filter(role="pyramid").count() == frames


@NEEDED
def test_one_in_a_record_keeps_its_pages_and_gets_a_pdf(
    bring: Bring, parser: Parser, monkeypatch: pytest.MonkeyPatch, client: Client, make_record: Any
) -> None:
    master = without_office(bring, monkeypatch)
    record = make_record(released=AccessLevel.PUBLIC)
    record.pages.create(number=1, master=master, text="Lời đã sửa", text_quality="checked")
    assert client.get(f"/records/{record.code}/pdf").status_code == 404
    assert renewed(parser).made == {"printout/1": 1}
    master.refresh_from_db()
    assert not master.is_printed and master.technical["frames"] == 1
    assert record.pages.get().text == "Lời đã sửa"
    assert b"".join(client.get(f"/records/{record.code}/pdf")).startswith(b"%PDF-")
    assert "PDF" in printing_note(master)
    assert "LibreOffice" not in client.get(f"/records/{record.code}/p/1").content.decode()


@NEEDED
def test_what_could_not_be_printed_is_printed_when_somebody_asks(
    bring: Bring, an: User, parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    master = without_office(bring, monkeypatch)
    master.technical["not_printed"] = "too_heavy"
    master.save()
    derivation.note_failures(master=master, failed={"printout": "too_heavy"}, at=timezone.now())
    assert renewed(parser).made == {}, "it takes long, and would fail each time"
    one = retrying.ask(actor=an, master=master, at=timezone.now())
    assert not retrying.go_on(retry_id=one.pk, at=timezone.now, parser=parser)
    master.refresh_from_db()
    assert master.is_printed and "not_printed" not in master.technical
    assert not master.unmade.exists() and Retry.objects.get().state == "done"


def test_a_seal_reaches_as_much_further_as_the_sound_has_grown(
    bring: Bring, parser: Parser, make_record: Any
) -> None:
    """A second of the tape was lost; an earlier version went on without it, and was sealed so."""
    master = of(bring, "phim.mkv", with_lost_second())
    record = make_record()
    recording = record.recordings.create(part=1, master=master, duration_ms=3000)
    sealed = record.seals.create(from_ms=1500, to_ms=2000, reason="kín")
    path = aged(master, "peaks", "peaks/1")
    aged(master, "web_audio", "audio/1")
    store.derivatives().delete(path)
    waveform = {"length": 60, "samples_per_pixel": 400, "sample_rate": 8000}  # three seconds
    store.derivatives().save(path, ContentFile(json.dumps(waveform).encode()))
    renewed(parser)
    recording.refresh_from_db()
    sight = Sight(audio=True, sealed_times=((sealed.from_ms, sealed.to_ms),))
    [(begin, end)] = sealed_part(sight, recording)
    assert begin == 1500 and end == pytest.approx(3000, abs=100)


def test_it_goes_on_where_it_was_and_a_stopped_one_makes_no_more(
    bring: Bring, parser: Parser, hanh: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    masters = [of(bring, f"{n}.pdf", pdf("mot", f"hai {n}")) for n in range(3)]
    for master in masters:
        aged(master, "thumbnail", "thumbnail/1")
    one = renewal.ask(actor=hanh, at=timezone.now())
    with pytest.raises(UnderWay):
        renewal.ask(actor=hanh, at=timezone.now())
    plain, kept = keeping.keep, []

    def keep(**given: Any) -> Any:
        kept.append(given["master"])
        if len(kept) == 4:
            raise KeyboardInterrupt  # the worker is killed at the last page of the second
        return plain(**given)

    with monkeypatch.context() as patch:
        patch.setattr(keeping, "keep", keep)
        with pytest.raises(KeyboardInterrupt):
            renewal.go_on(renewal_id=one.pk, at=timezone.now, parser=parser)
    one.refresh_from_db()
    assert (one.done, one.made) == (1, {"thumbnail/2": 2})
    monkeypatch.setattr(turns, "SECONDS", -1)
    assert renewal.go_on(renewal_id=one.pk, at=timezone.now, parser=parser), "others wait"
    monkeypatch.undo()
    assert renewal.stop(actor=hanh, asked=one, at=timezone.now())
    assert not renewal.go_on(renewal_id=one.pk, at=timezone.now, parser=parser)
    assert not renewal.stop(actor=hanh, asked=one, at=timezone.now())
    assert recipes.older() == {"thumbnail": 2}
    assert [entry.act for entry in Entry.objects.about(one)] == [
        "ingest.renewal.asked_for", "ingest.renewal.stopped",
    ]  # fmt: skip


def test_the_worker_begins_when_what_it_makes_them_with_has_changed(
    bring: Bring, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    tasks.look_for_new_means.call()
    assert not Renewal.objects.exists(), "nothing is held yet"
    of(bring, "a.jpg", jpeg())
    with django_capture_on_commit_callbacks(execute=True):
        tasks.look_for_new_means.call()
    one = Renewal.objects.get()
    jobs = DBTaskResult.objects.filter(task_path=tasks.renew_derivatives.module_path)
    assert jobs.get().args_kwargs["args"] == [one.pk]
    jobs.delete()  # it ended by a fault
    with django_capture_on_commit_callbacks(execute=True):
        tasks.look_for_new_means.call()
    assert jobs.count() == 1 and Renewal.objects.count() == 1
    tasks.renew_derivatives.call(one.pk)
    tasks.look_for_new_means.call()
    assert Renewal.objects.get().state == "done"
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    tasks.look_for_new_means.call()
    assert Renewal.objects.count() == 2


def test_what_cannot_be_made_is_named_and_the_rest_is_made(bring: Bring, parser: Parser) -> None:
    bad, good = of(bring, "hỏng.pdf", pdf("mot")), of(bring, "lành.pdf", pdf("hai"))
    gone = of(bring, "mất.jpg", jpeg())
    for master in (bad, good, gone):
        aged(master, "thumbnail", "thumbnail/1")
    for master, body in ((bad, locked_pdf()), (gone, None)):
        store.masters().delete(master.path)
        if body:
            store.masters().save(master.path, ContentFile(body))
    one = renewed(parser)
    assert one.made == {"thumbnail/2": 1}
    unmade = Unmade.objects.order_by("master__original_name")
    assert [(str(each.master), each.part, each.reason) for each in unmade] == [
        ("hỏng.pdf", "1", "encrypted"),
        ("mất.jpg", "", "missing"),
    ]
    for master, body in ((bad, pdf("mot")), (gone, jpeg())):
        store.masters().delete(master.path)
        store.masters().save(master.path, ContentFile(body))
    renewed(parser)
    assert not Unmade.objects.exists(), "what is made is no longer told"


@pytest.mark.django_db
def test_the_command_asks_counts_and_stops(bring: Bring) -> None:
    aged(of(bring, "a.jpg", jpeg()), "thumbnail", "thumbnail/1")

    def said(*argv: str) -> str:
        out = io.StringIO()
        call_command("renew_derivatives", *argv, stdout=out)
        return out.getvalue()

    assert "thumbnail/2: 1" in said("--count")
    assert "1 masters" in said()
    with pytest.raises(CommandError):
        said()
    said("--stop")
    with pytest.raises(CommandError):
        said("--stop")


def test_the_report_is_for_who_looks_after_the_store(
    bring: Bring, hanh: User, an: User, parser: Parser
) -> None:
    master = of(bring, "a.pdf", pdf("mot"))
    aged(master, "thumbnail", "thumbnail/1")
    clients = [Client(), Client()]
    for client, user in zip(clients, (hanh, an), strict=True):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    admin, archivist = clients
    address = "/desk/reports/renewals/"
    assert archivist.get(address).status_code == 403
    assert archivist.post(f"{address}begin/").status_code == 403
    assert admin.post(f"{address}begin/").status_code == 302
    one = Renewal.objects.get()
    assert archivist.post(f"{address}{one.pk}/stop/").status_code == 403
    page = admin.get(address).content.decode()
    assert "0 trên 1" in page and f"{one.pk}/stop/" in page
    master.unmade.create(part="2", reason="damaged", at=timezone.now())
    admin.post(f"{address}{one.pk}/stop/")
    page = admin.get(address).content.decode()
    assert "a.pdf" in page and "Trang 2:" in page and "begin/" in page
    assert Derivative.objects.filter(recipe="thumbnail/1").exists()
