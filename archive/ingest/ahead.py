"""Questions asked ahead: while one answer is entered, the parser's other hands are at work.

What a question makes lies under passing names until its answer is taken, and is thrown away with
it; what a killed worker leaves there is swept with all other leftovers.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from archive.files import store
from archive.ingest.parsing import Answer, Parser

Subject = TypeVar("Subject")


@dataclass
class Asked:
    """One question on its way: the answer to come, and the files it makes."""

    future: Future[Answer]
    outs: dict[str, Path] = field(default_factory=dict)

    def answer(self) -> Answer:
        """Wait for the answer. Raises `parsing.Refused`."""
        return self.future.result()

    def close(self) -> None:
        """Give up what is not answered, and throw away what nobody took."""
        if not self.future.cancel():
            self.future.exception()
        for path in self.outs.values():
            path.unlink(missing_ok=True)


def outs_for(names: Iterable[str]) -> dict[str, Path]:
    """Return a passing name for each of what is to be made."""
    return {str(name): store.workshop() for name in names}


def in_turn(
    parser: Parser, subjects: Iterable[Subject], ask: Callable[[Subject], Asked]
) -> Generator[tuple[Subject, Asked], None, None]:
    """Yield every subject with its question, in order; the parser's hands are all kept busy."""
    waiting: list[tuple[Subject, Asked]] = []
    try:
        for subject in subjects:
            waiting.append((subject, ask(subject)))
            if len(waiting) > parser.hands:
                yield from _first(waiting)
        while waiting:
            yield from _first(waiting)
    finally:
        for _subject, asked in waiting:
            asked.close()


def _first(waiting: list[tuple[Subject, Asked]]) -> Iterator[tuple[Subject, Asked]]:
    subject, asked = waiting.pop(0)
    with closing(asked):
        yield subject, asked


class Shelf(Generic[Subject]):
    """Questions kept by what they are about, until somebody comes for the answer."""

    def __init__(self, ask: Callable[[Subject], Asked], *, most: int) -> None:
        self._ask = ask
        self._most = most
        self._asked: dict[Subject, Asked] = {}

    def begin(self, subjects: Iterable[Subject]) -> None:
        """Ask about each that was not asked about yet; the oldest nobody came for are given up."""
        for subject in subjects:
            if subject not in self._asked:
                self._asked[subject] = self._ask(subject)
        while len(self._asked) > self._most:
            self._asked.pop(next(iter(self._asked))).close()

    def take(self, subject: Subject) -> Asked:
        """Return the question about `subject`, asked now if it was not before."""
        return self._asked.pop(subject, None) or self._ask(subject)
