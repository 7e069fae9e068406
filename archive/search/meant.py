"""What might have been meant by a query that finds nothing.

The vocabulary holds the words of closed records too. So every word is asked of the index as the
viewer before it counts for anything: neither what is offered nor what is not may tell that a word
stands somewhere the viewer cannot look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from archive.search.analysis import Forms, Token, tokens
from archive.search.engines import protocol as ask
from archive.search.engines.protocol import Layer
from archive.search.index import Opened
from archive.search.language import tree as said
from archive.search.language.parser import parse
from archive.search.lexicon import Lexicon
from archive.search.plan import plan
from archive.search.results import Filters

MOST_WORDS = 8
MOST_TRIES = 12
MOST_OFFERED = 3
MOST_CANDIDATES = 20
"""Of each sort, for one word; each is a small question to the index."""


def did_you_mean(opened: Opened, parsed: said.Parsed, question: ask.Query) -> tuple[str, ...]:
    """Return other spellings of a query that do find something, to whoever asks the question."""
    if parsed.tree is None:
        return ()
    found: list[str] = []
    lexicon = opened.lexicon(question.audiences)
    spellings = _Spellings(lexicon).of(parsed.text)
    for text in islice(dict.fromkeys(spellings), MOST_TRIES):
        other = plan(parse(text), lexicon)
        asked = replace(question, must=other.must, should=(), facets=(), offset=0, limit=0)
        if opened.reader.search(asked).count:
            found.append(text)
        if len(found) == MOST_OFFERED:
            break
    return tuple(found)


def without_filters(opened: Opened, question: ask.Query, filters: Filters) -> list[tuple[str, int]]:
    """Return for each facet narrowed by how many more there would be without it."""
    found = []
    for name in filters.facets:
        kept = tuple(
            node
            for node in question.filters
            if not (isinstance(node, ask.Tagged) and node.facet == name)
        )
        asked = replace(question, filters=kept, should=(), facets=(), offset=0, limit=0)
        if count := opened.reader.search(asked).count:
            found.append((name, count))
    return found


class _Spellings:
    """Other ways to spell a query in words that stand where one viewer may look."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._records_with = cache(self._count)
        self._others = cache(self._look_for_others)

    def of(self, text: str) -> Iterator[str]:
        """Yield every unknown word mended at once, then one word after another, other marks before
        other letters."""
        words = tokens(text)[:MOST_WORDS]
        mended = text
        for word in reversed(words):
            others = () if self._is_known(word) else self._others(word.marked, word.folded)
            if others:
                mended = _swapped(mended, word, others[0])
        if mended != text:
            yield mended
        for word in words:
            for other in self._others(word.marked, word.folded):
                yield _swapped(text, word, other)

    def _is_known(self, word: Token) -> bool:
        if Forms(word.marked, word.folded).is_unmarked:
            return self._records_with(Layer.FOLDED, word.folded) > 0
        return self._records_with(Layer.MARKED, word.marked) > 0

    def _look_for_others(self, marked: str, folded: str) -> tuple[str, ...]:
        near = [other for other in self._lexicon.vocabulary.near(folded) if other != folded]
        best_near = self._best(Layer.FOLDED, near)
        return (
            *(word for word in self._marked_as(folded) if word != marked),
            *(found[0] for other in best_near if (found := self._marked_as(other))),
        )

    def _marked_as(self, folded: str) -> list[str]:
        return self._best(Layer.MARKED, self._lexicon.vocabulary.variants(folded))

    def _best(self, layer: Layer, words: Sequence[str]) -> list[str]:
        """Return the three of `words` that most records of the viewer have, most first."""
        known = islice(self._lexicon.standing(layer, words), MOST_CANDIDATES)
        counted = sorted((-self._records_with(layer, word), word) for word in known)
        return [word for _, word in counted[:3]]

    def _count(self, layer: Layer, word: str) -> int:
        asked = ask.Query(
            must=ask.Words("all", layer, ((word, 1.0),)),
            audiences=self._lexicon.audiences,
            limit=0,
        )
        return self._lexicon.reader.search(asked).count


def _swapped(text: str, word: Token, other: str) -> str:
    return text[: word.start] + other + text[word.end :]
