"""The index's own words, kept beside it: what a prefix, a near miss or a missing mark may mean.

Words of records since deleted stay, and closed records' stand here too: whatever is offered from
here is asked of the index first, as the viewer (`search.lexicon`). Words are given in an order that
knows nothing of the records: what may be a Vietnamese syllable first, then shorter ones first.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from archive.search.analysis import GAP, forms
from archive.values.text import canonical, fold, is_syllable, may_be_syllable

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS word (
        folded TEXT NOT NULL, marked TEXT NOT NULL, PRIMARY KEY (folded, marked)
    ) WITHOUT ROWID
"""

Words = tuple[str, ...]


class Vocabulary:
    """One file of words; many threads may read it, one hand writes."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, timeout=20)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute(_SCHEMA)
        self._db.commit()
        # A reader of one state of the index may go on with the words there were when it asked.
        self._starting_folded = lru_cache(maxsize=256)(self._look_for_folded)
        self._starting_marked = lru_cache(maxsize=256)(self._look_for_marked)

    def close(self) -> None:
        self._db.close()

    def replace(self, words: Iterable[str]) -> None:
        """Keep these words and no others."""
        with self._lock, self._db:
            self._db.execute("DELETE FROM word")
        self.add(words)

    def add(self, words: Iterable[str]) -> None:
        """Keep marked words too."""
        rows = ((fold(word), word) for word in words if word != GAP and not word.isdecimal())
        with self._lock, self._db:
            self._db.executemany("INSERT OR IGNORE INTO word VALUES (?, ?)", rows)
        self._starting_folded.cache_clear()
        self._starting_marked.cache_clear()

    def variants(self, folded: str) -> Words:
        """Return the marked words that fold to `folded`."""
        found = self._words("SELECT marked FROM word WHERE folded = ?", (folded,))
        return tuple(sorted(found, key=_by_spelling))

    def starting_folded(self, prefix: str) -> Words:
        """Return the folded words that begin with `prefix`."""
        return self._starting_folded(prefix)

    def starting_marked(self, prefix: str) -> Words:
        """Return the words that begin with a prefix typed with marks, or without any marks.

        The prefix is tried as typed and in index form: `hoà` begins `hòa`, `ký` begins `kí`.
        """
        return self._starting_marked(prefix)

    def near(self, folded: str) -> Words:
        """Return the folded words one letter away (one more, less, other, two swapped), and it."""
        near = sorted(_one_letter_away(folded) | {folded})
        marks = ",".join("?" * len(near))
        found = self._words(
            f"SELECT DISTINCT folded FROM word WHERE folded IN ({marks})",  # noqa: S608 - only question marks
            tuple(near),
        )
        return tuple(sorted(found, key=_by_sound))

    def _look_for_folded(self, prefix: str) -> Words:
        found = self._words(
            "SELECT DISTINCT folded FROM word WHERE folded >= ? AND folded < ?",
            (prefix, prefix + "\U0010ffff"),
        )
        return tuple(sorted(found, key=_by_sound))

    def _look_for_marked(self, prefix: str) -> Words:
        written = (forms(prefix).marked, canonical(prefix))
        found: set[str] = set()
        for start in {fold(each) for each in written}:
            words = self._words(
                "SELECT marked FROM word WHERE folded >= ? AND folded < ?",
                (start, f"{start}\U0010ffff"),
            )
            found.update(word for word in words if word.startswith(written) or word == fold(word))
        return tuple(sorted(found, key=_by_spelling))

    def _words(self, sql: str, parameters: tuple[object, ...]) -> list[str]:
        with self._lock:
            return [row[0] for row in self._db.execute(sql, parameters)]


def _by_sound(folded: str) -> tuple[bool, int, str]:
    return not may_be_syllable(folded), len(folded), folded


def _by_spelling(marked: str) -> tuple[bool, int, str]:
    return not is_syllable(marked), len(marked), marked


def _one_letter_away(word: str) -> set[str]:
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return (
        {left + right[1:] for left, right in cuts if right}
        | {left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS}
        | {left + letter + right for left, right in cuts for letter in _LETTERS}
        | {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    ) - {""}
