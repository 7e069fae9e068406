"""One contract for wherever masters may lie: this disk, any storage of Django's, a bucket."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from archive.files import store

# A storage is the same beside any database.
pytestmark = pytest.mark.once

TEXT = "Lời kể của nhân chứng minh hoạ số 1".encode()
Request = Any


@pytest.fixture(params=["disk", "memory", "bucket", "folder of a bucket"], autouse=True)
def kind(request: pytest.FixtureRequest, settings: Any) -> str:
    from tests.files.buckets import new_bucket

    kind = str(request.param)
    if kind == "memory":
        elsewhere = {"BACKEND": "django.core.files.storage.memory.InMemoryStorage"}
        settings.STORAGES = {**settings.STORAGES, "masters": elsewhere}
    elif kind != "disk":
        address = request.getfixturevalue("s3")
        options = {"location": "kho/ban-goc"} if kind.startswith("folder") else {}
        settings.STORAGES = {**settings.STORAGES, "masters": new_bucket(address, **options)}
    return kind


def keep(body: bytes) -> str:
    received = store.receive([body], limit=10**8)
    store.keep_master(received.name, received.digest)
    return received.digest


def test_what_is_kept_is_read_back_whole_and_in_parts() -> None:
    body = bytes(range(256)) * 5000
    path = store.master_path(keep(body))
    storage = store.masters()
    assert storage.exists(path)
    assert storage.size(path) == len(body)
    assert store.digest_in(storage, path) == hashlib.sha256(body).hexdigest()
    with storage.open(path) as file:
        file.seek(70_001)
        assert file.read(10) == body[70_001:70_011]
        file.seek(-3, 2)
        assert file.read() == body[-3:]
        file.seek(0)
        assert b"".join(file.chunks()) == body
    with store.local_copy(storage, path) as local:
        assert local.read_bytes() == body


def test_nothing_received_stays_behind_and_a_kept_one_can_be_taken_back() -> None:
    digest = keep(TEXT)
    assert list(store.incoming_path("any").parent.iterdir()) == []
    assert store.take_back("incoming/lai", digest)
    assert store.incoming_path("incoming/lai").read_bytes() == TEXT
    assert not store.take_back("incoming/khac", "0" * 64)


def test_identical_bytes_are_kept_once_and_nothing_is_overwritten() -> None:
    path = store.master_path(keep(TEXT))
    keep(TEXT)
    storage = store.masters()
    assert list(store.names_in(storage)) == [path]
    other = storage.save(path, ContentFile(b"khac"))
    assert other != path
    with storage.open(path) as file:
        assert file.read() == TEXT


def test_keeping_can_be_repeated_after_a_crash() -> None:
    received = store.receive([TEXT], limit=1000)
    path = store.master_path(received.digest)
    store.masters().save(path, ContentFile(TEXT))  # killed before the passing name was taken away
    store.keep_master(received.name, received.digest)
    store.keep_master(received.name, received.digest)  # killed after it
    assert list(store.names_in(store.masters())) == [path]


def test_an_empty_file_is_a_file() -> None:
    path = store.master_path(keep(b""))
    with store.masters().open(path) as file:
        assert file.read() == b""


@pytest.mark.parametrize("ask", [
    lambda storage: storage.open("ab/cd/khong-co").read(),
    lambda storage: storage.size("ab/cd/khong-co"),
])  # fmt: skip
def test_what_is_not_there_is_missing(ask: Callable[[Any], Any]) -> None:
    assert not store.masters().exists("ab/cd/khong-co")
    with pytest.raises(FileNotFoundError):
        ask(store.masters())
    with pytest.raises(store.Missing):
        store.keep_master("incoming/none", "0" * 64)
    store.masters().delete("ab/cd/khong-co")  # no error


def test_every_name_is_listed(kind: str) -> None:
    storage = store.masters()
    if isinstance(storage, FileSystemStorage):
        with pytest.raises(FileNotFoundError):  # no folder yet
            list(store.names_in(storage))
    names = ["00/11/a", "ab/cd/b", "lạ lùng.txt"]
    for name in names:
        storage.save(name, BytesIO(b"x"))
    assert sorted(store.names_in(storage)) == sorted(names)
