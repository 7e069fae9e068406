"""The search index on the desk: what it is, making it anew by the worker, stopping, going on."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.search import actions, index, rebuilding
from archive.search.rebuilding import State, Told
from archive.search.tasks import rebuild

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def desk(client: Client, hanh: User) -> Client:
    client.force_login(hanh, BACKEND)
    return client


def work(django_capture_on_commit_callbacks: Any, act: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        act()


def as_the_worker_does() -> None:
    """Do the one job that waits; the worker itself would close the connection of the test."""
    job = DBTaskResult.objects.get(task_path=rebuild.module_path)
    job.claim("worker")
    job.set_successful(rebuild.call())


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_which_engine_and_why_and_whether_it_is_in_order(
    desk: Client, make_record: Any, settings: Any, engine: str
) -> None:
    assert "Chưa có chỉ mục" in desk.get("/desk/index/").content.decode()
    make_record()
    actions.rebuild_index(engine=engine)
    page = desk.get("/desk/index/").content.decode()
    assert engine.capitalize() in page and "Chỉ mục tốt" in page
    assert ("Làm lại thì sẽ là Whoosh" in page) is (engine == "tantivy")
    settings.SEARCH_ENGINE = engine
    assert "SEARCH_ENGINE" in desk.get("/desk/index/").content.decode()
    generation = index.current()
    assert generation is not None
    text = generation.manifest_path.read_text()
    generation.manifest_path.write_text(text.replace('"analyser": ', '"analyser": 9'))
    assert "phiên bản khác" in desk.get("/desk/index/").content.decode()


def test_the_worker_makes_it_and_a_stopped_one_goes_on(
    desk: Client, make_record: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for _ in range(6):
        make_record()
    monkeypatch.setattr(actions, "RECORDS_AT_ONCE", 2)
    work(django_capture_on_commit_callbacks, lambda: desk.post("/desk/index/begin/"))
    assert rebuilding.state() is State.WAITING
    waiting = desk.get("/desk/index/state/")
    assert (
        "Chương trình chạy nền chưa chạy" in waiting.content.decode()
        and "HX-Refresh" not in waiting
    )
    desk.post("/desk/index/begin/")  # a second time is no second rebuild

    def stopping(done: int, total: int) -> None:
        if done == 4:
            assert rebuilding.state() is State.RUNNING
            assert '<progress value="2" max="6"' in desk.get("/desk/index/").content.decode()
            desk.post("/desk/index/stop/")

    with pytest.raises(actions.Stopped):
        rebuilding.rebuild(progress=stopping)
    assert index.current() is None and rebuilding.told() is None
    begun = index.begun()
    assert begun is not None and Record.objects.filter(pk__lte=begun.done).count() == 4
    as_the_worker_does()
    assert rebuilding.state() is State.IDLE
    generation = index.current()
    assert generation is not None and generation.manifest().records == 6
    assert desk.get("/desk/index/state/")["HX-Refresh"] == "true"


def test_one_that_waits_can_be_stopped_too(
    desk: Client, make_record: Any, django_capture_on_commit_callbacks: Any
) -> None:
    make_record()
    work(django_capture_on_commit_callbacks, lambda: desk.post("/desk/index/begin/"))
    desk.post("/desk/index/stop/")
    assert "Dừng" not in desk.get("/desk/index/").content.decode()
    as_the_worker_does()
    assert rebuilding.state() is State.IDLE and index.current() is None


def test_how_long_it_takes_is_told_by_the_pace_of_this_run() -> None:
    now = time.time()
    assert Told(done=500, total=2000, before=400, began=now - 10, at=now).seconds_left == 150
    assert Told(done=400, total=2000, before=400, began=now, at=now).seconds_left is None
    assert Told(done=2000, total=2000, before=400, began=now - 10, at=now).seconds_left is None


def test_only_an_administrator(client: Client, an: User, binh: User) -> None:
    for user in (an, binh):
        client.force_login(user, BACKEND)
        assert client.get("/desk/index/").status_code == 403
        assert client.post("/desk/index/begin/").status_code == 403
    assert rebuilding.state() is State.IDLE
