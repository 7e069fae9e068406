"""What the worker does with a file: judge it, keep it, make what it is shown with.

Every step looks at what is already there, so that a run after a crash goes on where it stopped.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db.models import F

from archive.access import sound
from archive.files import store
from archive.files.models import Family, Master
from archive.ingest import (
    actions,
    ahead,
    derivation,
    filming,
    keeping,
    ocr,
    plans,
    printouts,
    reading,
)
from archive.ingest.ahead import Asked, Shelf
from archive.ingest.models import Deposit, DepositedFile, FileState, Upload
from archive.ingest.parsing import Parser, Refused, standing_parser
from archive.ingest.reasons import Refusal
from archive.ingest.records import give_text
from archive.ingest.shown import put_away, shown_file
from archive.jobs.queue import later
from archive.jobs.turns import turn

# The sound of a longer recording takes minutes, and is made in one piece.
_LONG_MS = 10 * 60 * 1000


def process_file(
    *,
    file_id: int,
    at: dt.datetime,
    parser: Parser | None = None,
    is_awaited: Callable[[], bool] = lambda: False,
) -> bool:
    """Take a received file to its end: accepted with its derivatives, or refused with a reason.

    One of many pages goes there in turns, and a long recording is judged in a turn of its own:
    tells whether there is more to do. A turn ends early when `is_awaited`.
    """
    file = DepositedFile.objects.select_related("deposit__made_by", "master").get(pk=file_id)
    if file.finished_at is not None:
        return False
    if file.state != FileState.ACCEPTED:
        if parser is None:
            asked = _shelf().take(file.pk)
            _shelf().begin(_next_after(file))
        else:
            asked = _ask(parser, file)
        with closing(asked):
            file = _judge(file, asked, at)
        if file.master is not None and int(file.master.technical.get("duration_ms", 0)) > _LONG_MS:
            return True
    parser = parser or standing_parser()
    return file.state == FileState.ACCEPTED and _derive(file, parser, at, is_awaited)


def make_lacking(
    *,
    master: Master,
    parser: Parser,
    at: dt.datetime,
    since: dt.datetime,
    progress: Callable[[int, int], bool] = lambda done, total: True,
) -> derivation.Made:
    """Make what a master lacks, but for its film; have the words of a scan read afterwards.

    What failed since `since` was tried in an earlier turn.
    """
    printed = printouts.prepare(master=master, parser=parser, at=at)
    what = derivation.make_all(master=master, parser=parser, at=at, since=since, progress=progress)
    give_text(master=master, at=at)
    if what.is_cut:
        return printed | what
    if ocr.is_installed() and plans.unread_frames(master):
        later("archive.ingest.tasks.read_frames", master.pk)
    if master.family == Family.VIDEO:
        sound.ask_for_copies(master=master, at=at)
    return printed | what


def resume(*, deposit: Deposit) -> int:
    """Put the unfinished files of a deposit on the queue again; return how many.

    The worker takes up by itself what a killed one left; this is for a job that failed otherwise.
    """
    pks = list(deposit.files.filter(finished_at__isnull=True).values_list("pk", flat=True))
    for pk in pks:
        later("archive.ingest.tasks.process_file", pk)
    return len(pks)


def sweep_incoming(*, before: dt.datetime) -> list[str]:
    """Throw away what no entry knows and nobody has touched since `before`; return the names.

    Files received and not entered, and derivatives whose making was cut off.
    """
    folder = store.incoming_path("any").parent
    known = set(DepositedFile.objects.exclude(incoming="").values_list("incoming", flat=True))
    known |= set(Upload.objects.filter(file=None).values_list("incoming", flat=True))
    swept = []
    for path in [*folder.iterdir(), *store.workshop().parent.iterdir()]:
        name = f"{path.parent.name}/{path.name}"
        if name not in known and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            swept.append(name)
    return swept


def read_frames(
    *,
    master_id: int,
    at: dt.datetime,
    begin: int = 0,
    is_awaited: Callable[[], bool] = lambda: False,
) -> int | None:
    """Read for one turn the frames of a scan that have no words yet; give the text to its pages.

    Returns at which frame the next turn begins; none where all have been read.
    """
    master = Master.objects.get(pk=master_id)
    lasts, following = turn(), None
    if ocr.is_installed() and (frames := plans.unread_frames(master, begin)):
        path, parser = shown_file(master), standing_parser()
        for frame in frames:
            if frame != frames[0] and (is_awaited() or not lasts()):
                following = frame
                break
            reading.read_frame(master=master, path=path, frame=frame, parser=parser, at=at)
        if following is None:
            put_away(master)
    give_text(master=master, at=at)
    return following


@functools.cache
def _shelf() -> Shelf[int]:
    """Return the questions this worker has asked ahead, by the file's id."""
    parser = standing_parser()
    return Shelf(
        lambda pk: _ask(parser, DepositedFile.objects.select_related("master").get(pk=pk)),
        most=parser.hands,
    )


def _next_after(file: DepositedFile) -> list[int]:
    """Return the files the worker will come to next: as many as the parser has further hands."""
    later_ones = DepositedFile.objects.filter(
        pk__gt=file.pk, state=FileState.RECEIVED, finished_at=None
    ).exclude(incoming="")
    hands = standing_parser().hands
    return list(later_ones.order_by("pk").values_list("pk", flat=True)[:hands]) if hands > 1 else []


def _ask(parser: Parser, file: DepositedFile) -> Asked:
    """Have the file opened, and its first page made into pictures at once if it is one."""
    path = _bytes_of(file)
    outs = ahead.outs_for(plans.first_pictures())
    return Asked(
        parser.begin(
            "probe",
            path=str(path),
            max_pixels=settings.MAX_IMAGE_PIXELS,
            outs={name: str(out) for name, out in outs.items()},
        ),
        outs,
    )


def _judge(file: DepositedFile, asked: Asked, at: dt.datetime) -> DepositedFile:
    path = _bytes_of(file)
    if path is None:
        return actions.refuse_file(file=file, reason=Refusal.LOST, detail="", at=at)
    if not _has_its_digest(file, path):
        return actions.refuse_file(file=file, reason=Refusal.LOST, detail="digest", at=at)
    DepositedFile.objects.filter(pk=file.pk, state=FileState.RECEIVED).update(
        state=FileState.CHECKING
    )
    try:
        found = asked.answer()
    except Refused as refusal:
        return actions.refuse_file(file=file, reason=refusal.reason, detail=refusal.detail, at=at)
    store.keep_master(file.incoming, file.digest)
    file = actions.accept_file(file=file, found=found, at=at)
    master = file.master
    if master is not None and (made := found.get("made")) and not master.derivatives.exists():
        keeping.keep(master=master, frame=0, outs=asked.outs, made=made, at=at)
    return file


def _has_its_digest(file: DepositedFile, path: Path) -> bool:
    """Take the digest of what came in pieces, and compare it where the browser took one first."""
    expected = Upload.objects.filter(file=file).values_list("expected_digest", flat=True).first()
    if file.digest and expected is None:
        return True
    file.digest = store.digest_of(path)
    file.save(update_fields=["digest"])
    return expected in (None, "", file.digest)


def _bytes_of(file: DepositedFile) -> Path | None:
    """Return where the bytes lie: still passing, or kept already by a run that was cut off."""
    path = store.incoming_path(file.incoming)
    if path.exists() or (file.digest and store.take_back(file.incoming, file.digest)):
        return path
    return None


def _derive(
    file: DepositedFile, parser: Parser, at: dt.datetime, is_awaited: Callable[[], bool]
) -> bool:
    """Make for one turn what the file is shown with; tell whether there is more to do."""
    assert file.master is not None
    master, lasts = file.master, turn()

    def progress(done: int, total: int) -> bool:
        if done % 5 == 0 or done == total:
            DepositedFile.objects.filter(pk=file.pk).update(steps_done=done, steps=total)
        return lasts() and not is_awaited()

    what = make_lacking(
        master=master, parser=parser, at=at, since=file.received_at, progress=progress
    )
    if what.is_cut:
        return True
    if filming.is_lacking(master):
        later("archive.ingest.tasks.make_film", master.pk)
    # Last, for a finished file is not taken up again: what follows it must have been asked for.
    DepositedFile.objects.filter(pk=file.pk).update(finished_at=at, steps_done=F("steps"))
    return False
