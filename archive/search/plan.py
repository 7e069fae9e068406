"""From what a query says to what an engine is asked: the marks rule lives here.

A mark that was typed must not be contradicted. A word typed without marks matches any marks. A
word typed with marks matches itself, and at a lower rank the same word written without any
(telegrams, capitals, bad OCR), never a differently marked word. `ignore_marks` widens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from archive.search.analysis import LONGEST_TERM, Forms, forms, pair
from archive.search.engines import protocol as ask
from archive.search.engines.fields import PAIRED
from archive.search.engines.protocol import Layer
from archive.search.highlight import Matcher, Pattern, Slot
from archive.search.language import tree as said
from archive.search.language.tree import Note, Parsed
from archive.search.lexicon import Chosen, Lexicon
from archive.values.text import canonical, fold

LONGEST_ALL = 6
"""Words up to which a plain query asks for all of them; a longer one is a sentence."""

MOST_EXPANSIONS = 200
"""Words that one beginning or mistyped word may stand for."""

MOST_ALTOGETHER = 1000
"""Words that all of a query's may stand for, shared out evenly."""

# What an occurrence counts. Tuned on the shared relevance sets (docs/benchmarks.md).
MARKED_SHARE, FOLDED_SHARE = 0.7, 0.3
EXACT_BONUS = 0.15
PAIR_WEIGHT = 0.7
FIELD_WEIGHTS = {"title": 1.5, "person": 1.0, "place": 0.7}


@dataclass
class Plan:
    """What the engine is asked, and what is marked in what it finds."""

    must: ask.Node
    should: list[tuple[ask.Node, float]] = field(default_factory=list)
    passages: list[tuple[ask.Node, float]] = field(default_factory=list)
    patterns: list[Pattern] = field(default_factory=list)
    notes: set[Note] = field(default_factory=set)

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.patterns)


def plan(
    parsed: Parsed, lexicon: Lexicon, *, ignore_marks: bool = False, any_word: bool = False
) -> Plan:
    """Return what to ask for `parsed`; `any_word` asks for some of its words, not for all."""
    return _Planner(lexicon, ignore_marks).plan(parsed, any_word=any_word)


def is_sentence(parsed: Parsed) -> bool:
    """Tell whether a plain query is so long that not every word of it can be meant."""
    if not parsed.is_plain or not isinstance(parsed.tree, said.And):
        return False
    return sum(_size(part) for part in parsed.tree.parts) > LONGEST_ALL


def may_be_prose(parsed: Parsed) -> bool:
    """Tell whether what looks like signs may be the quotes, brackets or KHÔNG of a sentence."""
    return _is_words(parsed.tree) and len(said.words_of(parsed.tree)) > LONGEST_ALL


def _is_words(tree: said.Tree | None) -> bool:
    match tree:
        case said.Word() | said.Phrase():
            return tree.field == "all"
        case said.And() | said.Or():
            return all(_is_words(part) for part in tree.parts)
        case said.Not():
            return _is_words(tree.part)
    return False


def may_be_loosened(parsed: Parsed) -> bool:
    """Tell whether a query that finds little may go on with records that lack some of its words.

    Two words are mostly one word in two syllables: a half of it is something else.
    """
    return parsed.is_plain and isinstance(parsed.tree, said.And) and len(parsed.tree.parts) > 2


def _size(part: said.Tree) -> int:
    return len(part.forms) if isinstance(part, said.Phrase) else 1


def beginning(name: str, typed: str) -> ask.Beginning:
    """Return what to ask for a word of a field of few words, of which the first letters stand."""
    typed = typed[:LONGEST_TERM].casefold()
    # `ky` begins `kỳ` (indexed as `kì`) and `kỷ luật` alike: both spellings are tried.
    written = (forms(typed).marked, canonical(typed))
    folded = dict.fromkeys(map(fold, (typed, *written)))
    marked = () if typed == fold(typed) else tuple(dict.fromkeys(written))
    return ask.Beginning(name, tuple(folded), marked)


class _Planner:
    def __init__(self, lexicon: Lexicon, ignore_marks: bool) -> None:
        self._lexicon = lexicon
        self._ignore_marks = ignore_marks
        self._plan = Plan(ask.Everything())
        self._expansions: dict[said.Tree, ask.Node] = {}
        self._most = MOST_EXPANSIONS

    def plan(self, parsed: Parsed, *, any_word: bool) -> Plan:
        tree = parsed.tree
        if tree is None:
            return self._plan
        if any_word and isinstance(tree, said.And):
            tree = said.Or(tree.parts)
        # By what was typed alone: what one stands for must not say how many another may.
        expanded = max(len(set(_expanded_in(tree))), 1)
        self._most = max(min(MOST_EXPANSIONS, MOST_ALTOGETHER // expanded), 1)
        self._plan.must = self._node(tree)
        self._score(tree)
        return self._plan

    # --- What is found ------------------------------------------------------------------------

    def _node(self, tree: said.Tree) -> ask.Node:
        match tree:
            case said.Word():
                return self._word(tree.field, tree.forms)
            case said.Phrase():
                return self._phrase(tree) if tree.distance is None else self._near(tree)
            case said.Prefix() | said.Fuzzy():
                if tree not in self._expansions:
                    self._expansions[tree] = self._expansion(tree)
                return self._expansions[tree]
            case said.Years():
                return ask.Dated(_first_day(tree.first), _last_day(tree.last))
            case said.And():
                return ask.All(tuple(self._node(part) for part in dict.fromkeys(tree.parts)))
            case said.Or():
                return ask.Any(tuple(self._node(part) for part in dict.fromkeys(tree.parts)))
            case said.Not():
                return ask.Not(self._node(tree.part))

    def _word(self, name: str, word: Forms) -> ask.Node:
        if word.is_unmarked or self._ignore_marks:
            return _one(name, Layer.FOLDED, word.folded)
        return ask.Written(name, word.marked, word.folded, MARKED_SHARE, FOLDED_SHARE)

    def _phrase(self, phrase: said.Phrase) -> ask.Node:
        layer = self._layer(phrase.forms)
        if phrase.field not in PAIRED:
            return ask.Phrase(phrase.field, layer, self._slots(phrase.forms, layer))
        pairs = (self._pair(phrase.field, a, b, 1 + PAIR_WEIGHT) for a, b in pairwise(phrase.forms))
        words = (self._word(phrase.field, word) for word in phrase.forms)
        # Pairs are rarer than syllables by far: they leave few places where to look at positions.
        # The words are there of themselves, and only count: what must be there is read where
        # the rest is, what may be there is read through.
        side_by_side = ask.Phrase(phrase.field, layer, self._slots(phrase.forms, layer))
        return ask.All((*pairs, side_by_side, *words))

    def _near(self, phrase: said.Phrase) -> ask.Node:
        layer = self._layer(phrase.forms)
        slots = self._slots(phrase.forms, layer)
        distance = phrase.distance or 0
        return ask.All(
            tuple(
                ask.Near(phrase.field, layer, left, right, distance)
                for left, right in pairwise(slots)
            )
        )

    def _expansion(self, tree: said.Prefix | said.Fuzzy) -> ask.Node:
        if isinstance(tree, said.Prefix):
            return self._prefix(tree)
        near = self._lexicon.near(tree.forms.folded, most=self._most)
        return self._expanded(tree.field, Layer.FOLDED, near)

    def _prefix(self, prefix: said.Prefix) -> ask.Node:
        if self._ignore_marks or prefix.text == fold(prefix.text):
            bare = fold(prefix.text)
            # `ky` begins `kỳ` (indexed as `kì`) and `kỷ luật` alike: both spellings are tried.
            found = self._lexicon.starting(bare, forms(bare).folded, most=self._most)
            return self._expanded(prefix.field, Layer.FOLDED, found)
        found = self._lexicon.starting_marked(prefix.text, most=self._most)
        return self._expanded(prefix.field, Layer.MARKED, found)

    def _expanded(self, name: str, layer: Layer, chosen: Chosen) -> ask.Node:
        if chosen.is_cut:
            self._plan.notes.add(Note.MANY_ENDINGS)
        return ask.Words(name, layer, tuple((word, 1.0) for word in chosen.words))

    # --- How it is ranked, where in the record it stands, and what is marked there -------------

    def _score(self, tree: said.Tree) -> None:
        """Go through what is asked for (not what is refused) and add what only ranks."""
        match tree:
            case said.And() | said.Or():
                for part in dict.fromkeys(tree.parts):
                    self._score(part)
                for a, b in _neighbours(tree.parts):
                    self._rank_pair(a, b)
            case said.Word():
                self._rank_word(tree.field, tree.forms)
                self._mark(tree.field, (tree.forms,))
            case said.Phrase():
                for word in tree.forms:
                    self._rank_word(tree.field, word)
                self._score_phrase(tree)
            case said.Prefix() | said.Fuzzy():
                self._rank_expanded(tree)

    def _score_phrase(self, phrase: said.Phrase) -> None:
        if phrase.distance is None:
            self._mark(phrase.field, phrase.forms)
            scored = {phrase.field} if phrase.field in PAIRED else set[str]()
        else:
            for word in phrase.forms:
                self._mark(phrase.field, (word,))
            scored = set()
        if not scored:
            for word in phrase.forms:
                self._plan.should.append((self._word(phrase.field, word), 1.0))
        for a, b in pairwise(phrase.forms):
            self._rank_pair(a, b, but=scored)

    def _rank_word(self, name: str, word: Forms) -> None:
        add = self._plan.should
        if word.is_unmarked or self._ignore_marks:
            add.append((_one(name, Layer.MARKED, word.marked), EXACT_BONUS))
            layer, terms = Layer.FOLDED, [(word.folded, 1.0)]
        else:
            layer, terms = Layer.MARKED, [(word.marked, 1.0), (word.folded, FOLDED_SHARE)]
        if name == "all":
            for other, weight in FIELD_WEIGHTS.items():
                add.append((ask.Words(other, layer, tuple(terms[:1])), weight))
            self._plan.passages.append((ask.Words("text", layer, tuple(terms)), 1.0))

    def _rank_pair(self, first: Forms, second: Forms, *, but: Collection[str] = ()) -> None:
        for name in ("all", "title"):
            if name not in but:
                self._plan.should.append((self._pair(name, first, second), PAIR_WEIGHT))

    def _rank_expanded(self, tree: said.Prefix | said.Fuzzy) -> None:
        node = self._node(tree)
        if isinstance(node, ask.Words) and node.terms:
            words = frozenset(term for term, _ in node.terms)
            slot = (
                Slot(words, frozenset()) if node.layer is Layer.MARKED else Slot(frozenset(), words)
            )
            self._plan.patterns.append((slot,))
            if tree.field == "all":
                self._plan.passages.append((ask.Words("text", node.layer, node.terms), 1.0))

    def _mark(self, name: str, words: tuple[Forms, ...]) -> None:
        if name != "code":
            self._plan.patterns.append(tuple(self._slot(word) for word in words))

    def _slot(self, word: Forms) -> Slot:
        if word.is_unmarked or self._ignore_marks:
            return Slot(frozenset(), frozenset({word.folded}))
        return Slot(frozenset({word.marked, word.folded}), frozenset())

    # --- Terms --------------------------------------------------------------------------------

    def _layer(self, words: tuple[Forms, ...]) -> Layer:
        if self._ignore_marks or all(word.is_unmarked for word in words):
            return Layer.FOLDED
        return Layer.MARKED

    def _terms(self, word: Forms, layer: Layer) -> tuple[str, ...]:
        if layer is Layer.FOLDED:
            return (word.folded,)
        if word.is_unmarked:
            return self._lexicon.variants(word.folded) or (word.folded,)
        return (word.marked, word.folded)

    def _slots(self, words: tuple[Forms, ...], layer: Layer) -> tuple[tuple[str, ...], ...]:
        return tuple(self._terms(word, layer) for word in words)

    def _pair(self, name: str, first: Forms, second: Forms, weight: float = 1.0) -> ask.Node:
        term = pair(first.folded, second.folded)
        return ask.Words(name, Layer.PAIRS, ((term, weight),))


def _expanded_in(tree: said.Tree) -> Iterator[said.Tree]:
    match tree:
        case said.Prefix() | said.Fuzzy():
            yield tree
        case said.And() | said.Or():
            for part in tree.parts:
                yield from _expanded_in(part)
        case said.Not():
            yield from _expanded_in(tree.part)


def _one(name: str, layer: Layer, term: str) -> ask.Words:
    return ask.Words(name, layer, ((term, 1.0),))


def _neighbours(parts: tuple[said.Tree, ...]) -> Iterator[tuple[Forms, Forms]]:
    for a, b in pairwise(parts):
        if isinstance(a, said.Word) and isinstance(b, said.Word) and a.field == b.field == "all":
            yield a.forms, b.forms


def _first_day(year: int | None) -> int | None:
    return None if year is None else dt.date(max(year, 1), 1, 1).toordinal()


def _last_day(year: int | None) -> int | None:
    return None if year is None else dt.date(max(year, 1), 12, 31).toordinal()
