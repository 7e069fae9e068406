"""A first draft by machine: what is missing is said; with a machine a draft comes of it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import translation

from archive.accounts.models import User
from archive.catalogue.models import Record, RecordKind
from archive.files.models import Family, Master
from archive.ingest.hearing import actions, machine
from archive.ingest.hearing.models import Listening
from archive.jobs.models import State


@pytest.fixture
def record(make_record: Any, now: Any) -> Record:
    """An interview on two tapes of ten seconds."""
    record: Record = make_record(kind=RecordKind.INTERVIEW)
    for part in (1, 2):
        master = Master.objects.create(
            digest=f"{part}" * 64, size=5, family=Family.AUDIO, media_type="audio/mpeg",
            original_name=f"{part}.mp3", stored_at=now,
        )  # fmt: skip
        storages["masters"].save(master.path, ContentFile(b"tieng"))
        record.recordings.create(
            part=part, master=master, starts_ms=(part - 1) * 10_000, duration_ms=10_000
        )
    return record


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> list[dict[str, Any]]:
    """Put a stand-in for the package where it would be installed; return what it is asked.

    The package and a model of half a gigabyte are no requirement, so no test may need them; what
    is tried here is everything of ours around them.
    """
    calls: list[dict[str, Any]] = []

    class WhisperModel:
        supported_languages: ClassVar = ["vi", "en"]

        def __init__(self, folder: str, **how: Any) -> None:
            assert how["local_files_only"], "nothing is ever fetched"

        def transcribe(self, path: str, **how: Any) -> tuple[Iterator[Any], Any]:
            calls.append(how)
            if Path(path).read_bytes() != b"tieng":
                raise ValueError("Invalid data found when processing input")
            begin = how.get("clip_timestamps", [0])[0]
            said = [(0.0, 4.0, " Một"), (4.0, 8.0, " hai ba"), (8.0, 9.5, " ")]
            found = [SimpleNamespace(start=a, end=b, text=t) for a, b, t in said if a >= begin]
            return iter(found), None

    package = ModuleType("faster_whisper")
    package.WhisperModel = WhisperModel  # type: ignore[attr-defined]
    package.__spec__ = SimpleNamespace(name="faster_whisper")  # type: ignore[assignment]
    monkeypatch.setitem(sys.modules, "faster_whisper", package)
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).touch()
    settings.WHISPER_MODEL = str(tmp_path)
    machine._model.cache_clear()
    return calls


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_without_package_or_model_it_says_what_is_missing(
    record: Record, chi: User, settings: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "faster-whisper" in str(machine.why_not())
    with pytest.raises(machine.Unavailable):
        actions.ask_for_draft(actor=chi, record=record, at=now)
    sheet = as_(chi).get(reverse("desk:interview", args=[record.code])).content.decode()
    assert "pip install faster-whisper" in sheet
    as_(chi).post(reverse("desk:interview_listen", args=[record.code]))
    assert not Listening.objects.exists()


def test_a_folder_without_a_model_is_said(asked: Any, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "model.bin").unlink()
    assert "model.bin" in str(machine.why_not())
    settings.WHISPER_MODEL = ""
    assert "WHISPER_MODEL" in str(machine.why_not())


def test_what_is_heard_becomes_a_draft(asked: Any, record: Record, chi: User, now: Any) -> None:
    listening = actions.ask_for_draft(actor=chi, record=record, at=now)
    with pytest.raises(actions.AlreadyListening):
        actions.ask_for_draft(actor=chi, record=record, at=now)
    actions.listen(listening_id=listening.pk, at=lambda: now)
    listening.refresh_from_db()
    assert (listening.state, listening.done) == (State.DONE, 20_000)
    draft = record.transcripts.get()
    assert draft.is_draft
    page = as_(chi).get(reverse("desk:transcript", args=[record.code, draft.pk])).content.decode()
    assert "Bản nháp do máy viết" in page
    with translation.override("en"):
        assert str(draft.note).startswith("First draft written by machine")
    said = list(draft.segments.order_by("position").values_list("start_ms", "text"))
    assert said == [(0, "Một"), (4_000, "hai ba"), (10_000, "Một"), (14_000, "hai ba")]
    actions.listen(listening_id=listening.pk, at=lambda: now)
    assert record.transcripts.count() == 1, "a job that runs twice writes once"


def test_it_goes_on_where_it_was_killed(asked: Any, record: Record, chi: User, now: Any) -> None:
    listening = actions.ask_for_draft(actor=chi, record=record, at=now)
    Listening.objects.update(heard=[[0, 4_000, "Một"]], state=State.AT_WORK)
    actions.listen(listening_id=listening.pk, at=lambda: now)
    assert asked[0]["clip_timestamps"] == [4.0]
    texts = list(record.transcripts.get().segments.values_list("text", flat=True))
    assert texts == ["Một", "hai ba", "Một", "hai ba"]


@pytest.mark.parametrize(("language", "sound"), [("kpm", b"tieng"), ("vi", b"hong")])
def test_what_cannot_be_heard_is_said_and_not_tried_for_ever(
    asked: Any, record: Record, chi: User, now: Any, language: str, sound: bytes
) -> None:
    """A language the model does not know, and a damaged recording."""
    if sound != b"tieng":
        first = record.recordings.get(part=1)
        storages["masters"].delete(first.master.path)
        storages["masters"].save(first.master.path, ContentFile(sound))
    listening = actions.ask_for_draft(actor=chi, record=record, at=now, language=language)
    actions.listen(listening_id=listening.pk, at=lambda: now)
    listening.refresh_from_db()
    assert listening.state == State.FAILED and listening.reason
    assert not record.transcripts.exists()


def test_a_stop_is_heeded_after_the_sentence(
    asked: Any, record: Record, chi: User, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = actions.ask_for_draft(actor=chi, record=record, at=now)
    heard = []

    def hear(path: Path, **how: Any) -> Iterator[tuple[int, int, str]]:
        for second in range(9):
            heard.append(second)
            if second == 2:
                actions.stop(actor=chi, listening=listening, at=now)
            yield second * 1_000, second * 1_000 + 900, "câu"

    monkeypatch.setattr(machine, "hear", hear)
    actions.listen(listening_id=listening.pk, at=lambda: now)
    listening.refresh_from_db()
    assert (heard, listening.state) == ([0, 1, 2], State.STOPPED)
    assert not record.transcripts.exists()


def test_nothing_is_heard_after_the_end_of_a_tape(
    asked: Any, record: Record, chi: User, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [(8_000, 72_000, "câu cuối"), (72_000, 75_000, "ma")]
    monkeypatch.setattr(machine, "hear", lambda path, **how: iter(said))
    listening = actions.ask_for_draft(actor=chi, record=record, at=now)
    actions.listen(listening_id=listening.pk, at=lambda: now)
    spans = record.transcripts.get().segments.values_list("start_ms", "end_ms", "text")
    assert list(spans) == [(8_000, 10_000, "câu cuối"), (18_000, 20_000, "câu cuối")]


@pytest.mark.parametrize("is_as_before", [True, False])
def test_one_that_was_stopped_goes_on_while_the_recordings_are_the_same(
    asked: Any, record: Record, chi: User, now: Any, is_as_before: bool
) -> None:
    stopped = actions.ask_for_draft(actor=chi, record=record, at=now)
    Listening.objects.update(heard=[[0, 4_000, "Một"]], state=State.STOPPED)
    sheet = as_(chi).get(reverse("desk:interview", args=[record.code])).content.decode()
    assert "Để máy viết tiếp bản nháp" in sheet
    if not is_as_before:
        record.recordings.filter(part=2).update(duration_ms=9_000)
    again = actions.ask_for_draft(actor=chi, record=record, at=now)
    assert (again.pk == stopped.pk) == is_as_before
    actions.listen(listening_id=again.pk, at=lambda: now)
    assert asked[0].get("clip_timestamps") == ([4.0] if is_as_before else None)
    texts = list(record.transcripts.get().segments.values_list("text", flat=True))
    assert texts == ["Một", "hai ba", "Một", "hai ba"]


def test_it_is_stopped_by_those_who_write(
    asked: Any, record: Record, chi: User, dung: User, em: User, now: Any
) -> None:
    listening = actions.ask_for_draft(actor=chi, record=record, at=now)
    stop = reverse("desk:interview_listen_stop", args=[record.code])
    assert as_(em).post(stop).status_code == 403
    assert as_(dung).post(stop).status_code == 404
    assert as_(chi).post(stop).status_code == 302
    actions.listen(listening_id=listening.pk, at=lambda: now)
    assert not record.transcripts.exists() and asked == []
    state = as_(chi).get(reverse("desk:interview_listening", args=[record.code]))
    assert state["HX-Refresh"] == "true"
