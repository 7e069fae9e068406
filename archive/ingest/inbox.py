"""Files that lie on this machine already: taken in as if they had been sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from archive.accounts.models import User
from archive.files.store import read_chunks
from archive.ingest import actions
from archive.ingest.models import Deposit, DepositedFile
from archive.ingest.names import natural_key


def files_in(folder: Path) -> list[Path]:
    """Return the files below `folder` in a reader's order; hidden ones and links are left out."""
    found = [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    return sorted(found, key=lambda path: natural_key(str(path.relative_to(folder))))


def take_in(
    *,
    actor: User | None,
    deposit: Deposit,
    paths: list[Path],
    at: dt.datetime,
    remove: bool = False,
) -> Iterator[DepositedFile]:
    """Receive each file; with `remove`, take it away once it has been entered.

    What is received stays received when a later one fails. Raises `actions.NotAdmitted`.
    """
    for path in paths:
        with path.open("rb") as file:
            entered = actions.receive_file(
                actor=actor, deposit=deposit, name=path.name, chunks=read_chunks(file), at=at
            )
        if remove and not entered.is_refused:
            path.unlink()
        yield entered
