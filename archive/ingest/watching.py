"""The inbox: folders on this machine that a scanner or a network share fills.

`media/inbox/<office code>/<folder>/` is one deposit. Nothing in it is opened before somebody of the
office has answered the question about secrecy for the folder; from then on the worker takes in
what lies there and whatever is added, once it has lain still.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from archive.files.store import digest_of
from archive.ingest.inbox import files_in, take_in
from archive.ingest.models import ADMITTED, Deposit
from archive.ingest.names import clean_name
from archive.units.models import Unit

REFUSED = ".refused"
_LEFT_ALONE = dt.timedelta(hours=1)
_LONGEST_KEY = Deposit._meta.get_field("folder").max_length or 0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Folder:
    """A folder of the inbox that waits for an answer."""

    office: Unit
    name: str
    files: int
    size: int

    @property
    def key(self) -> str:
        """Return what tells the folder in a form: the office's code and the folder's name."""
        return f"{self.office.code}/{self.name}"

    @property
    def shown(self) -> str:
        """Return the name with a mark for whatever in it is no letter or sign anybody sees."""
        return "".join(sign if sign.isprintable() else "\ufffd" for sign in self.name)

    @property
    def is_well_named(self) -> bool:
        """Tell whether the name can be written down and read: no broken letter, no second line."""
        return self.shown == self.name and len(self.key) <= _LONGEST_KEY


def inbox_root() -> Path:
    return Path(settings.MEDIA_ROOT) / "inbox"


def waiting_folders(offices: Iterable[Unit]) -> list[Folder]:
    """Return the folders with files in them for which nobody has answered yet."""
    answered = set(Deposit.objects.exclude(folder="").values_list("folder", flat=True))
    found = []
    for office in offices:
        for path in _folders(inbox_root() / office.code):
            if f"{office.code}/{path.name}" in answered:
                continue
            sizes = [file.stat().st_size for file in files_in(path)]
            if sizes:
                found.append(Folder(office, path.name, len(sizes), sum(sizes)))
    return found


def take_in_folders(*, at: dt.datetime) -> int:
    """Take in what lies still in the answered folders; return how many files were entered.

    A file that cannot even be entered is put aside into `.refused/`; one that cannot be read stays,
    is named in the log, and does not keep the others waiting. A folder that has been empty for an
    hour is taken away, and may be used anew.
    """
    entered = 0
    for deposit in Deposit.objects.exclude(folder="").filter(secrecy__in=ADMITTED).order_by("pk"):
        folder = inbox_root() / deposit.folder
        entered += sum(1 for _file in _take_in(deposit, folder, at))
        if _is_left_alone(deposit, at) and _taken_away(folder):
            deposit.folder = ""
            deposit.save(update_fields=["folder"])
    return entered


def _take_in(deposit: Deposit, folder: Path, at: dt.datetime) -> Iterator[None]:
    for path in files_in(folder):
        try:
            if not _lies_still(path, at):
                continue
            if _is_entered(deposit, path):  # and the machine stopped before it was taken away
                path.unlink()
                continue
            for entered in take_in(
                actor=deposit.made_by, deposit=deposit, paths=[path], at=at, remove=True
            ):
                if entered.is_refused:
                    _put_aside(path, folder / REFUSED)
                yield
        except OSError as fault:
            logger.warning("a file in the inbox cannot be taken in: %s", fault)


def _put_aside(path: Path, aside: Path) -> None:
    """Move a refused file out of the way, over no other of its name."""
    places = chain([aside], (aside / str(number) for number in count(2)))
    place = next(place for place in places if not (place / path.name).exists())
    place.mkdir(parents=True, exist_ok=True)
    path.rename(place / path.name)


def _lies_still(path: Path, at: dt.datetime) -> bool:
    # The time of the last change of any kind: copying programs set the other one as they like.
    status = path.stat()
    changed = max(status.st_mtime, status.st_ctime)
    return at.timestamp() - changed >= settings.INBOX_STILL_SECONDS


def _is_entered(deposit: Deposit, path: Path) -> bool:
    named = deposit.files.filter(name=clean_name(path.name)).exclude(digest="")
    return named.exists() and named.filter(digest=digest_of(path)).exists()


def _is_left_alone(deposit: Deposit, at: dt.datetime) -> bool:
    last = deposit.files.aggregate(last=Max("received_at"))["last"] or deposit.made_at
    return bool(at - last > _LEFT_ALONE)


def _taken_away(folder: Path) -> bool:
    """Take away the empty folder; what still holds a file stays, and false is returned."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            with suppress(OSError):
                path.rmdir()
    with suppress(OSError):
        folder.rmdir()
    return not folder.exists()


def _folders(place: Path) -> list[Path]:
    if not place.is_dir() or place.is_symlink():
        return []
    return [
        Path(entry.path)
        for entry in sorted(os.scandir(place), key=lambda entry: entry.name)
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
    ]
