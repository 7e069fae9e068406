"""Files that come in pieces over a bad line: begun, added to, taken up again, finished."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from archive.accounts.models import User
from archive.files import store
from archive.ingest import actions
from archive.ingest.models import Deposit, Upload
from archive.ingest.names import clean_name
from archive.ingest.reasons import Refusal

_MOST_NAMED = 100


class TooLong(Exception):
    """The file is announced as larger than the limit; it was entered as refused."""


class WrongOffset(Exception):
    """The piece does not begin where the last one ended."""


class Busy(Exception):
    """Another request is adding to the same upload."""


@transaction.atomic
def begin_upload(
    *, deposit: Deposit, name: str, length: int, digest: str, at: dt.datetime
) -> Upload:
    """Make room for a file of `length` bytes. Raises `TooLong` and `actions.NotAdmitted`."""
    if not deposit.is_admitted:
        raise actions.NotAdmitted
    if length > settings.MAX_UPLOAD_BYTES:
        raise TooLong
    upload = Upload.objects.create(
        deposit=deposit,
        name=clean_name(name),
        length=length,
        expected_digest=digest,
        incoming=store.new_incoming(),
        begun_at=at,
    )
    store.incoming_path(upload.incoming).touch()
    return upload


def offset_of(upload: Upload) -> int:
    """Return how many bytes have come."""
    if upload.file_id is not None:
        return upload.length
    try:
        return store.incoming_path(upload.incoming).stat().st_size
    except FileNotFoundError:
        return 0


def unfinished_uploads(deposit: Deposit) -> list[tuple[Upload, int]]:
    """Return the files of which only a part has come, with how many bytes of each."""
    unfinished = deposit.uploads.filter(file=None).order_by("name", "pk")[:_MOST_NAMED]
    return [(upload, offset_of(upload)) for upload in unfinished]


def add_piece(*, upload: Upload, offset: int, chunks: Iterable[bytes]) -> int:
    """Write a piece behind what has come and return the new offset.

    What came before a line broke is kept. Raises `WrongOffset`, `Busy`, and whatever `chunks`
    raises.
    """
    if upload.file_id is not None:
        raise WrongOffset
    with store.incoming_path(upload.incoming).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        at = os.fstat(file.fileno()).st_size
        if at != offset:
            raise WrongOffset
        try:
            for chunk in chunks:
                # More than was announced is not written: the piece ends where the file does.
                chunk = chunk[: upload.length - at]
                if not chunk:
                    break
                file.write(chunk)
                at += len(chunk)
        finally:
            file.flush()
            os.fsync(file.fileno())
    return at


@transaction.atomic
def finish_upload(*, actor: User | None, upload: Upload, at: dt.datetime) -> Upload:
    """Enter the file once all of it has come; can be repeated, and does nothing before."""
    upload = Upload.objects.select_for_update().select_related("deposit").get(pk=upload.pk)
    if upload.file_id is not None or offset_of(upload) < upload.length:
        return upload
    if upload.length == 0:
        store.discard(upload.incoming)
        upload.file = actions.refuse_unread(
            actor=actor, deposit=upload.deposit, name=upload.name, reason=Refusal.EMPTY, at=at
        )
    else:
        upload.file = actions.enter_received(
            actor=actor,
            deposit=upload.deposit,
            name=upload.name,
            received=store.Received(upload.incoming, "", upload.length),
            at=at,
        )
    upload.save(update_fields=["file"])
    return upload


@transaction.atomic
def end_upload(*, upload: Upload) -> None:
    """Throw away what has come of a file that is not wanted any more."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.file_id is None:
        transaction.on_commit(lambda: store.discard(upload.incoming))
    upload.delete()


def sweep_uploads(*, before: dt.datetime, at: dt.datetime) -> int:
    """Finish what came whole and was not entered, end what nobody went on with; return how many."""
    old = Upload.objects.filter(begun_at__lt=before)
    swept = 0
    for upload in old:
        if upload.file_id is None and offset_of(upload) == upload.length:
            finish_upload(actor=upload.deposit.made_by, upload=upload, at=at)
        else:
            end_upload(upload=upload)
        swept += 1
    return swept
