"""The index's own words, kept beside it: what a prefix, a near miss or a missing mark may mean.

Words are kept by their folded form with how often each was put; words of records since deleted
stay, because whatever is offered from here is asked of the index first, as the viewer.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path

from archive.search.analysis import GAP, Forms, forms
from archive.values.text import canonical, fold

MOST_EXPANSIONS = 200
MOST_VARIANTS = 60

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS word (
        folded TEXT NOT NULL, marked TEXT NOT NULL, occurrences INTEGER NOT NULL,
        PRIMARY KEY (folded, marked)
    ) WITHOUT ROWID
"""


class Vocabulary:
    """One file of words; many threads may read it, one hand writes."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, timeout=20)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute(_SCHEMA)
        self._db.commit()

    def close(self) -> None:
        self._db.close()

    def replace(self, counts: Iterable[tuple[str, int]]) -> None:
        """Keep these words and no others."""
        with self._lock, self._db:
            self._db.execute("DELETE FROM word")
        self.add(counts)

    def add(self, counts: Iterable[tuple[str, int]]) -> None:
        """Count marked words in."""
        rows = (
            (fold(marked), marked, number)
            for marked, number in counts
            if marked != GAP and not marked.isdecimal()
        )
        with self._lock, self._db:
            self._db.executemany(
                "INSERT INTO word VALUES (?, ?, ?) ON CONFLICT (folded, marked)"
                " DO UPDATE SET occurrences = occurrences + excluded.occurrences",
                rows,
            )

    def variants(self, folded: str) -> tuple[str, ...]:
        """Return the marked words that fold to `folded`, most frequent first."""
        return self._words(
            "SELECT marked FROM word WHERE folded = ? ORDER BY occurrences DESC, marked LIMIT ?",
            (folded, MOST_VARIANTS),
        )

    def starting_folded(self, prefix: str) -> tuple[str, ...]:
        """Return the folded words that begin with `prefix`, most frequent first, one too many."""
        return self._words(
            "SELECT folded FROM word WHERE folded >= ? AND folded < ?"
            " GROUP BY folded ORDER BY sum(occurrences) DESC, folded LIMIT ?",
            (prefix, prefix + "\U0010ffff", MOST_EXPANSIONS + 1),
        )

    def starting_marked(self, prefix: str) -> tuple[str, ...]:
        """Return the words that begin with a prefix typed with marks, or without any marks.

        The prefix is tried as typed and in index form: `hoà` begins `hòa`, `ký` begins `kí`.
        """
        first, second = forms(prefix).marked, canonical(prefix)
        bare = fold(prefix)
        return self._words(
            "SELECT marked FROM word WHERE folded >= ? AND folded < ?"
            " AND (marked = folded OR substr(marked, 1, ?) = ? OR substr(marked, 1, ?) = ?)"
            " ORDER BY occurrences DESC, marked LIMIT ?",
            (bare, f"{bare}\U0010ffff", len(first), first, len(second), second,
             MOST_EXPANSIONS + 1),
        )  # fmt: skip

    def near(self, folded: str) -> tuple[str, ...]:
        """Return the folded words one letter away (one more, less, other, two swapped), and it."""
        near = sorted(_one_letter_away(folded) | {folded})
        marks = ",".join("?" * len(near))
        return self._words(
            f"SELECT folded FROM word WHERE folded IN ({marks})"  # noqa: S608 - only question marks
            " GROUP BY folded ORDER BY sum(occurrences) DESC, folded LIMIT ?",
            (*near, MOST_EXPANSIONS),
        )

    def occurrences(self, word: Forms) -> int:
        """Return how often a word was put, in this form or, if unmarked, in any."""
        column, value = ("folded", word.folded) if word.is_unmarked else ("marked", word.marked)
        sql = f"SELECT coalesce(sum(occurrences), 0) FROM word WHERE folded = ? AND {column} = ?"  # noqa: S608 - one of two names
        with self._lock:
            return int(self._db.execute(sql, (word.folded, value)).fetchone()[0])

    def _words(self, sql: str, parameters: tuple[object, ...]) -> tuple[str, ...]:
        with self._lock:
            return tuple(row[0] for row in self._db.execute(sql, parameters))


def _one_letter_away(word: str) -> set[str]:
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return (
        {left + right[1:] for left, right in cuts if right}
        | {left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS}
        | {left + letter + right for left, right in cuts for letter in _LETTERS}
        | {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    ) - {""}
