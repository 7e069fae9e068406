"""The dossier as a file made by the worker: made, stopped, made anew, fetched by few, cleared."""

from __future__ import annotations

import datetime as dt
import hashlib
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.files.models import Family, Master
from archive.jobs import actions as jobs
from archive.jobs.models import State
from archive.vetting import actions
from archive.vetting.actions.packing import KEPT, ask_for_dossier, clear_dossiers, pack
from archive.vetting.dossier.verify import faults
from archive.vetting.models import ObstacleKind, Packing, PaperState, Round
from archive.vetting.steps import Refused

MEGABYTE = 1024 * 1024


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def heavy(round_: Round, trung: User, now: dt.datetime, tmp_path: Path) -> Round:
    """A round with a paper of forty megabytes."""
    source = tmp_path / "ban-do.tif"
    with source.open("wb") as target:
        for n in range(40):
            target.write(bytes([n]) * MEGABYTE)
    with source.open("rb") as body:
        digest = hashlib.file_digest(body, "sha256").hexdigest()
        body.seek(0)
        master = Master.objects.create(
            digest=digest, size=40 * MEGABYTE, family=Family.IMAGE, media_type="image/tiff",
            original_name="bản đồ.tif", stored_at=now,
        )  # fmt: skip
        storages["masters"].save(master.path, body)
    actions.file_paper(
        actor=trung, round=round_, code="boards", state=PaperState.FILED, master=master, at=now
    )
    return round_


def test_the_worker_makes_it_without_taking_it_into_memory(
    heavy: Round, em: User, now: dt.datetime, tmp_path: Path
) -> None:
    made = ask_for_dossier(actor=em, round=heavy, at=now)
    pack(made.pk, at=lambda: now)
    tracemalloc.start()
    pack(made.pk, at=lambda: now)  # ready already: run twice, it does nothing
    Packing.objects.filter(pk=made.pk).update(state=State.AT_WORK)
    pack(made.pk, at=lambda: now)  # as after a worker that died over it: from the beginning
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    made.refresh_from_db()
    assert made.state == State.DONE
    assert made.done == made.total > 40 * MEGABYTE
    assert most < 12 * MEGABYTE
    assert made.digest == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert faults(str(made.path), made.last_link) == []
    assert faults(str(made.path), "0" * 64) != []
    with zipfile.ZipFile(made.path) as packed:
        packed.extractall(tmp_path)
    bagit.Bag(str(tmp_path / heavy.code)).validate()
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_it_is_stopped_while_it_is_made(
    heavy: Round, em: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ask_for_dossier(actor=em, round=heavy, at=now)
    told: list[object] = []
    advance = jobs.advance

    def advance_and_stop(packing: Packing, **columns: object) -> None:
        advance(packing, **columns)
        if columns["done"]:
            told.append(columns["done"])
            actions.stop_dossier(actor=em, packing=packing, at=now)

    monkeypatch.setattr(jobs, "advance", advance_and_stop)
    pack(made.pk, at=lambda: now)
    made.refresh_from_db()
    assert made.state == State.STOPPED
    assert len(told) == 1
    assert not made.path.exists()
    assert list(made.path.parent.iterdir()) == []
    with pytest.raises(Refused):
        actions.stop_dossier(actor=em, packing=made, at=now)
    # Another may be asked for at once, and a job left on the queue does not wake the stopped one.
    pack(made.pk, at=lambda: now)
    assert ask_for_dossier(actor=em, round=heavy, at=now).pk != made.pk


def test_two_who_ask_at_once_get_one(under_way: Round, em: User, now: dt.datetime) -> None:
    first = ask_for_dossier(actor=em, round=under_way, at=now)
    assert ask_for_dossier(actor=em, round=under_way, at=now) == first


def test_a_file_that_is_missing_or_damaged_is_named_without_its_folder(
    heavy: Round, em: User, now: dt.datetime
) -> None:
    made = ask_for_dossier(actor=em, round=heavy, at=now)
    [master] = Master.objects.filter(media_type="image/tiff")
    path = Path(storages["masters"].path(master.path))
    path.chmod(0o600)
    path.write_bytes(b"II*")
    pack(made.pk, at=lambda: now)
    made.refresh_from_db()
    assert made.state == State.FAILED
    assert f"“{master.original_name}” thiếu hoặc hỏng" in str(made.reason)
    path.unlink()
    again = ask_for_dossier(actor=em, round=heavy, at=now)
    pack(again.pk, at=lambda: now)
    again.refresh_from_db()
    assert again.state == State.FAILED
    assert str(path.parent) not in str(again.reason)
    assert list(again.path.parent.iterdir()) == []


def test_only_the_body_asks_and_fetches_and_only_for_a_week(
    under_way: Round, em: User, trung: User, dung: User, giang: User, council: list[User],
    now: dt.datetime,
) -> None:  # fmt: skip
    page = reverse("desk:vetting_packings", args=[under_way.code])
    for outsider in (trung, dung, giang, council[2]):
        assert as_(outsider).post(page).status_code == 404
    with pytest.raises(Refused):
        ask_for_dossier(actor=trung, round=under_way, at=now)
    assert as_(em).post(page).status_code == 302
    made = Packing.objects.get()
    fetch = reverse("desk:vetting_packed", args=[under_way.code, made.pk])
    stop = reverse("desk:vetting_packing_stop", args=[under_way.code, made.pk])
    assert as_(em).get(fetch).status_code == 404
    assert "hx-trigger" in as_(em).get(page).content.decode()
    pack(made.pk, at=lambda: now)
    for outsider in (trung, dung, giang, council[2]):
        assert as_(outsider).get(fetch).status_code == 404
        assert as_(outsider).post(stop).status_code == 404
    answer: Any = as_(em).get(fetch)
    assert b"".join(answer.streaming_content) == made.path.read_bytes()
    latest = reverse("desk:vetting_dossier", args=[under_way.code])
    answer = as_(em).get(latest)
    assert answer.status_code == 200
    answer.getvalue()  # read to its end, it closes what it read from
    # The round goes on: the file no longer says all of it.
    actions.log_obstacle(
        actor=em, round=under_way, kind=ObstacleKind.PEOPLE, text="Thiếu người", at=now
    )
    assert as_(em).get(latest).status_code == 302
    assert "đợt đã có thêm" in as_(em).get(page).content.decode()
    Packing.objects.update(finished_at=now)
    assert clear_dossiers(at=now + KEPT) == 0
    assert clear_dossiers(at=now + KEPT + dt.timedelta(seconds=1)) == 1
    assert not made.path.exists()
    assert as_(em).get(fetch).status_code == 404


def test_what_a_killed_worker_had_begun_goes_though_it_was_stopped_since(
    under_way: Round, em: User, now: dt.datetime
) -> None:
    made = ask_for_dossier(actor=em, round=under_way, at=now)
    part = made.path.with_suffix(".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"who wrote what")
    actions.stop_dossier(actor=em, packing=made, at=now)
    pack(made.pk, at=lambda: now)
    made.refresh_from_db()
    assert made.state == State.STOPPED
    assert not part.exists()
