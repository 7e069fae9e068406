"""The film browsers play, made of a master in pieces: whoever is stopped goes on with the next.

A piece lies under a name that says of which master it is, where it begins and where the next one
does; what has its name is whole. Nothing of it is seen before all are joined and entered. A master
kept elsewhere is copied once, and the copy lies beside the pieces until the film is done.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from archive.access import sound
from archive.files import store
from archive.files.models import Derivative, Family, Master
from archive.ingest import derivation, keeping, plans, recipes
from archive.ingest.formats import Reader
from archive.ingest.parsing import Answer, Parser, Refused, standing_parser
from archive.jobs.turns import turn

Role = Derivative.Role
# A piece is a minute of film.
_PIECE_SECONDS = 1800
_WHOLE_SECONDS = 3 * 3600
_LAST = "last"


def is_lacking(master: Master) -> bool:
    """Tell whether it is a film, and there is none of it for browsers of today's recipe."""
    return master.family == Family.VIDEO and not plans.is_current(master, Role.FILM)


def go_on(*, master_id: int, at: dt.datetime, parser: Parser | None = None) -> bool:
    """Make what can be made in one turn; tell whether something is left to do.

    A film that cannot be made is entered as such: its sound is heard alone.
    """
    master = Master.objects.get(pk=master_id)
    parser = parser or standing_parser()
    if not is_lacking(master):
        return False
    try:
        path = store.kept_copy(store.masters(), master.path, as_name=_name(master))
        return _turn(master, path, parser, at)
    except Refused as refusal:
        _throw_away(master)
        what = derivation.Made(failed={Role.FILM.value: refusal.reason})
        derivation.enter(master=master, what=what, at=at)
        return False


def _turn(master: Master, path: Path, parser: Parser, at: dt.datetime) -> bool:
    lasts = turn()
    pieces, next_ms = _pieces(master)
    if not pieces and _is_copied(master, path, parser, at):
        _throw_away(master)
        return False
    while next_ms is not None:
        if not lasts():
            return True
        _make_piece(master, path, parser, next_ms)
        pieces, next_ms = _pieces(master)
    _keep(master, path, parser, at, pieces=[str(piece) for piece in pieces])
    _throw_away(master)
    return False


def _is_copied(master: Master, path: Path, parser: Parser, at: dt.datetime) -> bool:
    """Put the film into another container, if browsers play its pictures as they are."""
    try:
        _keep(master, path, parser, at)
    except Refused as refusal:
        if refusal.reason != "to_be_made":
            raise
        return False
    return True


def _make_piece(master: Master, path: Path, parser: Parser, from_ms: int) -> None:
    with keeping.in_the_making() as out:
        answer = _ask(parser, path, _PIECE_SECONDS, {"piece": str(out)}, from_ms=from_ms)
        next_ms = answer["piece"]["next_ms"]
        out.replace(_piece_path(master, f"{from_ms}-{_LAST if next_ms is None else next_ms}"))


def _keep(master: Master, path: Path, parser: Parser, at: dt.datetime, **options: Any) -> None:
    with keeping.in_the_making() as out:
        made = _ask(parser, path, _WHOLE_SECONDS, {str(Role.FILM): str(out)}, **options)
        keeping.keep(master=master, frame=0, outs={str(Role.FILM): out}, made=made, at=at)
    what = derivation.Made(made={recipes.recipe_of(master, Role.FILM): 1})
    derivation.enter(master=master, what=what, at=at)
    sound.ask_for_copies(master=master, at=at)


def _ask(parser: Parser, path: Path, seconds: int, outs: dict[str, str], **options: Any) -> Answer:
    answer = parser.ask(
        "derive", seconds=seconds, path=str(path), reader=Reader.FILM, outs=outs, frame=0, **options
    )
    made: Answer = answer["made"]
    return made


def _pieces(master: Master) -> tuple[list[Path], int | None]:
    """Return the pieces there are, in order, and where the next one begins; None after the last."""
    found = {}
    for path in _left_behind(master):
        if path.name == _name(master):
            continue
        begins, ends = path.name.split("-")[2:]
        found[int(begins)] = (path, None if ends == _LAST else int(ends))
    pieces: list[Path] = []
    next_ms: int | None = 0
    while next_ms is not None and next_ms in found:
        path, next_ms = found[next_ms]
        pieces.append(path)
    return pieces, next_ms


def _piece_path(master: Master, name: str) -> Path:
    return store.workshop().with_name(f"{_name(master)}-{name}")


def _left_behind(master: Master) -> list[Path]:
    """Return the pieces of a film that is being made, and the copy of its master."""
    return list(store.workshop().parent.glob(f"{_name(master)}*"))


def _name(master: Master) -> str:
    return f"film-{master.digest}"


def _throw_away(master: Master) -> None:
    for path in _left_behind(master):
        path.unlink(missing_ok=True)
