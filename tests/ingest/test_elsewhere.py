"""Masters that do not lie on this machine's disk: any storage of Django's will do."""

from __future__ import annotations

from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.utils import timezone

from archive.files import fixity, store
from archive.files.actions import check_masters
from archive.files.models import Master
from archive.files.serving import serve_master
from archive.ingest import processing
from archive.ingest.models import DepositedFile, FileState
from archive.ingest.parsing import Parser
from archive.interop.verification import faults
from tests.files.buckets import new_bucket
from tests.ingest.conftest import Bring, jpeg, tape


@pytest.fixture(autouse=True, params=["memory", "bucket"])
def _elsewhere(request: pytest.FixtureRequest, settings: Any) -> None:
    """Keep the masters in a storage that has no paths."""
    elsewhere = {"BACKEND": "django.core.files.storage.memory.InMemoryStorage"}
    if request.param == "bucket":
        elsewhere = new_bucket(request.getfixturevalue("s3"))
    settings.STORAGES = {**settings.STORAGES, "masters": elsewhere}


def spoil(master: Master, body: bytes | None) -> None:
    store.masters().delete(master.path)
    if body is not None:
        store.masters().save(master.path, ContentFile(body))


def test_a_deposit_is_kept_derived_and_served(bring: Bring) -> None:
    body = tape()
    file, scan = bring("băng.wav", body), bring("trang.jpg", jpeg())
    assert file.master is not None and scan.master is not None
    assert set(file.master.derivatives.values_list("role", flat=True)) == {"web_audio", "peaks"}
    assert scan.master.derivatives.filter(role="pyramid").exists()
    assert not isinstance(store.masters(), FileSystemStorage)
    request = RequestFactory().get("/", headers={"Range": "bytes=10-19"})
    answer: Any = serve_master(request, file.master)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, body[10:20])
    assert list(store.incoming_path("any").parent.iterdir()) == []


def test_a_run_cut_off_after_keeping_goes_on(bring: Bring, parser: Parser) -> None:
    """The bytes were carried to the storage, and the machine stopped before that was entered."""
    file = bring("trang.jpg", jpeg())
    file.master, file.state, file.finished_at = None, FileState.CHECKING, None
    file.incoming = store.new_incoming()
    file.save()
    Master.objects.all().delete()
    processing.process_file(file_id=file.pk, at=timezone.now(), parser=parser)
    again = DepositedFile.objects.get(pk=file.pk)
    assert again.is_accepted and again.finished_at
    assert list(store.incoming_path("any").parent.iterdir()) == []


def test_harm_is_found_and_named(bring: Bring) -> None:
    flipped, gone = bring("một.jpg", jpeg()).master, bring("hai.wav", tape()).master
    assert flipped is not None and gone is not None
    assert check_masters(at=timezone.now).faults == []
    body = bytearray(store.masters().open(flipped.path).read())
    body[99] ^= 1
    spoil(flipped, bytes(body))
    spoil(gone, None)
    store.masters().save("ab/cd/la", BytesIO(b"x"))
    assert {(c.master, c.outcome) for c in check_masters(at=timezone.now).faults} == {
        (flipped, "altered"),
        (gone, "missing"),
    }
    assert list(fixity.unknown_files()) == ["ab/cd/la"]
    told = [each for each in faults(read_files=True, progress=lambda *_: None)
            if each.startswith("masters")]  # fmt: skip
    assert len(told) == 3
    with pytest.raises(CommandError, match="3 faults"):
        call_command("check_fixity", stdout=StringIO())
