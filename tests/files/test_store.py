"""Masters: written once, under their digest, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.files import store
from archive.files.store import keep_master, receive

TEXT = "Lời kể của nhân chứng minh hoạ số 1".encode()


def kept(digest: str) -> Path:
    return Path(store.masters().path(store.master_path(digest)))


def test_what_is_received_carries_the_digest_of_its_bytes() -> None:
    received = receive([TEXT[:7], TEXT[7:]], limit=1000)
    assert received.digest == hashlib.sha256(TEXT).hexdigest()
    assert received.size == len(TEXT)
    assert store.incoming_path(received.name).read_bytes() == TEXT


def test_a_kept_master_is_read_only_and_lies_under_its_digest() -> None:
    received = receive([TEXT], limit=1000)
    assert keep_master(received.name, received.digest) == store.master_path(received.digest)
    path = kept(received.digest)
    assert path.read_bytes() == TEXT
    assert stat.S_IMODE(path.stat().st_mode) == 0o440
    assert not store.incoming_path(received.name).exists()


def test_identical_bytes_are_kept_once_and_never_written_again() -> None:
    first = receive([TEXT], limit=1000)
    keep_master(first.name, first.digest)
    before = kept(first.digest).stat()
    second = receive([TEXT], limit=1000)
    keep_master(second.name, second.digest)
    after = kept(first.digest).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert not store.incoming_path(second.name).exists()


def test_keeping_can_be_repeated_after_a_crash_at_any_point() -> None:
    received = receive([TEXT], limit=1000)
    # Killed after the link, before the passing name was taken away.
    path = kept(received.digest)
    path.parent.mkdir(parents=True)
    os.link(store.incoming_path(received.name), path)
    keep_master(received.name, received.digest)
    # Killed after both.
    keep_master(received.name, received.digest)
    assert path.read_bytes() == TEXT


def test_a_file_that_is_nowhere_is_missing() -> None:
    with pytest.raises(store.Missing):
        keep_master("incoming/none", "0" * 64)


def test_too_much_and_a_broken_line_leave_nothing_behind() -> None:
    with pytest.raises(store.TooLarge):
        receive([TEXT, TEXT], limit=len(TEXT))

    def broken() -> Iterator[bytes]:
        yield TEXT
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive(broken(), limit=1000)
    assert list(store.incoming_path("any").parent.iterdir()) == []


def test_a_passing_name_never_leads_out_of_its_folder() -> None:
    folder = store.incoming_path("any").parent
    assert store.incoming_path("incoming/../../settings.py").parent == folder
    assert store.incoming_path("/etc/passwd").parent == folder
