"""Keeping the index: rebuilding it beside the live one, following the journal.

Nothing here goes into the journal: the index says nothing that the catalogue does not.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice

from django.conf import settings
from django.utils import timezone

from archive.access.due import records_due
from archive.catalogue.models import Page, Record, Segment
from archive.journal.models import Entry
from archive.journal.newest import newest_entry
from archive.search.atlas import Atlas
from archive.search.changes import indexed_under, records_touched
from archive.search.engines import engine_for, engine_named
from archive.search.engines.protocol import Bundle, Writer
from archive.search.entries import bundles
from archive.search.index import Generation, current, only_hand, unfinished
from archive.search.vocabulary import Vocabulary

RECORDS_AT_ONCE = 400
# Between two commits lies what a crash has done once more; nothing else is done during one.
PASSAGES_PER_COMMIT = {"whoosh": 4_000, "tantivy": 500_000}
ENTRIES_AT_ONCE = 500

Progress = Callable[[int, int], None]


class Stopped(Exception):
    """Raised by whoever is told the progress, to have a rebuild stop; what is made is kept."""


class _Hand:
    """Writes bundles into one generation; unless in bulk, notes its words on the way."""

    def __init__(self, generation: Generation, *, bulk: bool) -> None:
        manifest = generation.manifest()
        self.generation = generation
        self.engine = engine_named(manifest.engine)
        self.writer: Writer = self.engine.writer(generation.folder, bulk=bulk)
        self.vocabulary = Vocabulary(generation.words_path)
        self.waiting = 0
        self._notes_words = not bulk
        self._words: set[str] = set()

    def put(self, bundle: Bundle, *, is_new: bool = False) -> None:
        (self.writer.add if is_new else self.writer.put)(bundle)
        self.waiting += 1 + len(bundle.passages)
        if self._notes_words:
            for entry in bundle.records:
                self._words.update(entry.fields["all"].marked)

    @property
    def is_full(self) -> bool:
        """Tell whether so much waits that it should go to the disk, be it amid a batch."""
        return self.waiting >= PASSAGES_PER_COMMIT[self.engine.name]

    def commit(self, **manifest: object) -> None:
        """Make what was put visible, then say so in the manifest: in this order a crash between
        the two only has the same put once more."""
        self.vocabulary.add(sorted(self._words))
        self._words.clear()
        self.writer.commit()
        self.waiting = 0
        self.generation.write_manifest(replace(self.generation.manifest(), **manifest))  # type: ignore[arg-type]

    def take_words(self) -> None:
        """Take the words out of the index itself, at once quicker than noting them on the way."""
        self.vocabulary.replace(self.engine.reader(self.generation.folder).words())

    def close(self) -> None:
        self.writer.close()
        self.vocabulary.close()


def rebuild_index(*, engine: str = "", progress: Progress = lambda done, total: None) -> Generation:
    """Make a new index beside the live one and swap it in; an interrupted rebuild goes on.

    `progress` is told records done and records in all, and may raise `Stopped`. Raises
    `index.Busy` when another rebuild runs, `engines.UnknownEngine` for a name that is none.
    """
    chosen = engine_for(engine or settings.SEARCH_ENGINE, _count_passages()).name
    with only_hand("rebuild", wait=False):
        generation = unfinished(chosen)
        resumed = generation is not None
        if generation is None:
            generation = Generation.create(
                chosen, applied=newest_entry().id, clock=timezone.now().timestamp()
            )
        _fill(generation, progress, resumed=resumed)
        # The last entries are followed with the writer's lock held, so that none falls between.
        with only_hand("writer"):
            _follow(generation, timezone.now())
            _count(generation)
            generation.make_current()
    return generation


def needs_rebuild() -> bool:
    """Tell whether following is not enough: no index, another program's, another database's."""
    generation = current()
    if generation is None:
        return True
    manifest = generation.manifest()
    wanted = settings.SEARCH_ENGINE
    return (
        manifest.is_stale
        or manifest.applied > newest_entry().id
        or (wanted != "auto" and wanted != manifest.engine)
    )


def follow_journal(*, at: dt.datetime | None = None) -> int:
    """Bring the live index up to the journal's end; return how many records were put anew.

    Nothing happens before the first rebuild, nor to an index whose fields are another program's.
    """
    with only_hand("writer"):
        generation = current()
        if generation is None or not generation.manifest().is_readable:
            return 0
        return _follow(generation, at or timezone.now())


def _fill(generation: Generation, progress: Progress, *, resumed: bool) -> None:
    total = Record.objects.count()
    atlas = Atlas.read()
    hand = _Hand(generation, bulk=True)
    # A tenth of the time went into looking for garbage. There is hardly any but what an engine
    # leaves of a commit.
    gc.disable()
    try:
        done = generation.manifest().done
        finished = Record.objects.filter(pk__lte=done).count()
        ids = Record.objects.filter(pk__gt=done).order_by("pk").values_list("pk", flat=True)
        each = ids.iterator(chunk_size=2000)
        while batch := list(islice(each, RECORDS_AT_ONCE)):
            for bundle in bundles(batch, atlas):
                # What a crash cut off may be there already, and have changed its length since.
                hand.put(bundle, is_new=not resumed)
                if hand.is_full:
                    hand.commit(done=int(bundle.record_key))
                    gc.collect()
            finished += len(batch)
            done = batch[-1]
            progress(finished, total)
        hand.commit(done=done)
        hand.take_words()
    except Stopped:
        hand.commit(done=done)
        raise
    finally:
        gc.enable()
        hand.close()


def _follow(generation: Generation, now: dt.datetime) -> int:
    manifest = generation.manifest()
    last = newest_entry().id
    due = set(records_due(dt.datetime.fromtimestamp(manifest.clock, dt.UTC), now))
    if last == manifest.applied and not due:
        return 0
    engine = engine_named(manifest.engine)
    entries = Entry.objects.filter(pk__gt=manifest.applied, pk__lte=last).order_by("pk")
    touched = due | records_touched(
        entries.iterator(chunk_size=ENTRIES_AT_ONCE),
        lambda facet, values: indexed_under(engine.reader(generation.folder), facet, values),
    )
    if touched:
        hand = _Hand(generation, bulk=False)
        try:
            _put_all(hand, sorted(touched))
            hand.commit(applied=last, clock=now.timestamp())
        finally:
            hand.close()
        _count(generation)
    else:
        generation.write_manifest(replace(manifest, applied=last, clock=now.timestamp()))
    return len(touched)


def _put_all(hand: _Hand, ids: Iterable[int]) -> None:
    atlas = Atlas.read()
    each = iter(ids)
    while batch := list(islice(each, RECORDS_AT_ONCE)):
        gone = {str(pk) for pk in batch}
        for bundle in bundles(batch, atlas):
            hand.put(bundle)
            gone.discard(bundle.record_key)
            if hand.is_full:
                hand.commit()
        for key in gone:
            hand.writer.delete(key)


def _count(generation: Generation) -> None:
    manifest = generation.manifest()
    reader = engine_named(manifest.engine).reader(generation.folder)
    generation.write_manifest(
        replace(manifest, records=reader.count_records(), passages=reader.count_passages())
    )


def _count_passages() -> int:
    return (
        Page.objects.exclude(text="").count()
        + Segment.objects.filter(transcript__is_current=True).count()
    )
