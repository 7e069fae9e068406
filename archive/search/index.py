"""The index on disk: generations side by side, one of them current, one hand that writes.

`search_index/current` names the folder in use. A rebuild makes a new folder and swaps the name
by one rename; readers that have the old one open finish with it. The folder before the current
one is kept until the next swap for their sake.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from django.conf import settings

from archive.access.due import next_due
from archive.search import analysis
from archive.search.engines import ENGINES, engine_named
from archive.search.engines.protocol import SCHEMA_VERSION, Reader
from archive.search.lexicon import Lexicon
from archive.search.timely import Timely
from archive.search.vocabulary import Vocabulary

BUILDING, LIVE = "building", "live"


class NoIndex(Exception):
    """There is no index yet; `rebuild_index` makes one."""


class Busy(Exception):
    """Another process is writing."""


@dataclass(frozen=True)
class Manifest:
    """What a generation is: made by which engine, from what, and how far.

    `applied` is the id of the last journal entry whose consequences are in, `clock` the moment
    (Unix seconds) up to which what opens or closes by itself is; while building, `done` is the
    id of the last record that is in.
    """

    engine: str
    schema: int = SCHEMA_VERSION
    analyser: int = analysis.VERSION
    state: str = BUILDING
    applied: int = 0
    clock: float = 0.0
    done: int = 0
    records: int = 0
    passages: int = 0

    @property
    def is_readable(self) -> bool:
        """Tell whether the fields are those that this program asks."""
        return self.schema == SCHEMA_VERSION

    @property
    def is_stale(self) -> bool:
        """Tell whether the program has since learnt to index otherwise."""
        return (self.schema, self.analyser) != (SCHEMA_VERSION, analysis.VERSION)


@dataclass(frozen=True)
class Generation:
    """One folder with one index, its words and its manifest."""

    folder: Path

    @classmethod
    def create(cls, engine: str, *, applied: int, clock: float) -> Self:
        numbers = [int(path.name[1:]) for path in root().glob("g[0-9]*")]
        generation = cls(root() / f"g{max(numbers, default=0) + 1:06d}")
        generation.folder.mkdir(parents=True)
        engine_named(engine).create(generation.folder)
        Vocabulary(generation.words_path).close()
        generation.write_manifest(Manifest(engine=engine, applied=applied, clock=clock))
        return generation

    @property
    def words_path(self) -> Path:
        return self.folder / "words.sqlite3"

    @property
    def manifest_path(self) -> Path:
        return self.folder / "manifest.json"

    def manifest(self) -> Manifest:
        return Manifest(**json.loads(self.manifest_path.read_text()))

    def write_manifest(self, manifest: Manifest) -> None:
        replace_file(self.manifest_path, json.dumps(asdict(manifest), indent=1))

    def make_current(self) -> None:
        """Put this generation in the place of the current one, which readers may still finish."""
        before = current()
        self.write_manifest(replace(self.manifest(), state=LIVE))
        replace_file(root() / "current", self.folder.name)
        kept = {self.folder, before.folder if before else None}
        for folder in root().glob("g[0-9]*"):
            if folder not in kept:
                shutil.rmtree(folder)


def root() -> Path:
    return Path(settings.SEARCH_INDEX_ROOT)


def current() -> Generation | None:
    """Return the generation in use, or None before the first rebuild."""
    try:
        generation = Generation(root() / (root() / "current").read_text())
    except FileNotFoundError:
        return None
    return generation if generation.manifest_path.exists() else None


def unfinished(engine: str) -> Generation | None:
    """Return a generation that a rebuild for `engine` has begun and can go on with."""
    for folder in sorted(root().glob("g[0-9]*"), reverse=True):
        generation = Generation(folder)
        if generation.manifest_path.exists():
            manifest = generation.manifest()
            if manifest.state == BUILDING and manifest.engine == engine and not manifest.is_stale:
                return generation
    return None


def begun() -> Manifest | None:
    """Return the manifest of a generation that was begun and not finished, of any engine."""
    found = [unfinished(engine) for engine in ENGINES]
    return next((generation.manifest() for generation in found if generation), None)


@contextmanager
def only_hand(name: str, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock `name` while the block runs; a crash gives it up. Raises `Busy`."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Busy(name) from error
        yield


@dataclass(frozen=True)
class Opened:
    """An index open for reading: one state of it."""

    reader: Reader
    vocabulary: Vocabulary
    manifest: Manifest

    @cached_property
    def next_due(self) -> dt.datetime | None:
        """When the next thing opens or closes by itself, asked once of each state."""
        return next_due(self._clock)

    def at_this_moment(self) -> Opened:
        """Return it with a reader that leaves out what is otherwise by now."""
        reader = Timely(
            self.reader,
            applied=self.manifest.applied,
            clock=self._clock,
            next_due=lambda: self.next_due,
        )
        return replace(self, reader=reader)

    def lexicon(self, audiences: frozenset[str]) -> Lexicon:
        """Return the words of the index as a viewer of these audiences may look them up."""
        return Lexicon(self.vocabulary, self.reader, audiences)

    @property
    def _clock(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.manifest.clock, dt.UTC)


_opened: dict[Path, tuple[object, Opened]] = {}
_opening = threading.Lock()


def open_index() -> Opened:
    """Return the current index in its latest state, to ask a question or a few; raises `NoIndex`.

    An index with other fields, left by another version of the program, counts as none.
    """
    generation = current()
    if generation is None:
        raise NoIndex
    stamp = _stamp(generation)
    known = _opened.get(root())
    if known and known[0] == stamp:
        return known[1].at_this_moment()
    with _opening:
        known = _opened.get(root())
        if known and known[0] == stamp:
            return known[1].at_this_moment()
        manifest = generation.manifest()
        if not manifest.is_readable:
            raise NoIndex
        opened = Opened(
            engine_named(manifest.engine).reader(generation.folder),
            Vocabulary(generation.words_path),
            manifest,
        )
        _opened[root()] = (stamp, opened)
        return opened.at_this_moment()


def status() -> dict[str, object]:
    """Return what is worth knowing of the index, for health and for the administrator."""
    generation = current()
    if generation is None:
        return {"state": "missing"}
    manifest = generation.manifest()
    return {
        "state": "stale" if manifest.is_stale else "ok",
        "engine": manifest.engine,
        "records": manifest.records,
        "passages": manifest.passages,
        "applied": manifest.applied,
    }


def _stamp(generation: Generation) -> object:
    found = generation.manifest_path.stat()
    return generation.folder, found.st_ino, found.st_mtime_ns


def replace_file(path: Path, text: str) -> None:
    """Write the whole of a file or nothing of it, and have it on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with draft.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
