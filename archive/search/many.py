"""Finding the words of a query in thousands of short texts at once: the lines of an interview.

What `highlight.find` does word by word is left to one regular expression. Of the hundred thousand
words of a long interview a few thousand are different: those that answer the query are looked up
once, and what stands in the expression is how they are spelt there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from archive.search.analysis import PLAIN_WORD, Forms, forms, is_plain
from archive.search.highlight import Pattern

_APART = "\x1e"
_BETWEEN = r"(?:(?!\x1e)[\W_])+"
_BEGINS, _ENDS = r"(?<![^\W_])", r"(?![^\W_])"

Spans = list[tuple[int, int]]


def in_all(texts: Sequence[str], patterns: Sequence[Pattern]) -> list[Spans] | None:
    """Return from which to before which letter of each text the patterns stand, none over another.

    None where letters have yet to be composed: then only word by word is sure.
    """
    if (whole := _whole(texts)) is None:
        return None
    found: list[Spans] = [[] for _ in texts]
    if (wanted := _expression(patterns, whole)) is None:
        return found
    number, begin = 0, 0
    for match in wanted.finditer(whole):
        start, end = match.span()
        while start > begin + len(texts[number]):
            begin += len(texts[number]) + 1
            number += 1
        found[number].append((start - begin, end - begin))
    return found


def borne_by_all(texts: Sequence[str], patterns: Sequence[Pattern]) -> list[int] | None:
    """Return how many of the patterns stand in each text; None as `in_all`."""
    if (whole := _whole(texts)) is None:
        return None
    wanted = _expression(patterns, whole)
    return [_borne(text, wanted) if wanted else 0 for text in texts]


def _borne(text: str, wanted: re.Pattern[str]) -> int:
    found: set[int | None] = set()
    for match in wanted.finditer(text):
        found.add(match.lastindex)
        if len(found) == wanted.groups:
            break
    return len(found)


def _whole(texts: Sequence[str]) -> str | None:
    whole = _APART.join(texts)
    is_sure = is_plain(whole) and whole.count(_APART) == max(0, len(texts) - 1)
    return whole if is_sure else None


def _expression(patterns: Sequence[Pattern], whole: str) -> re.Pattern[str] | None:
    """Return what finds the patterns as they are spelt in `whole`, each a group, longest first."""
    spelt = {
        word: forms(word)
        for between_blanks in set(whole.split())
        for word in PLAIN_WORD.findall(between_blanks)
    }
    ways = [_way(pattern, spelt) for pattern in sorted(patterns, key=len, reverse=True)]
    possible = [f"({way})" for way in ways if way]
    return re.compile(f"{_BEGINS}(?:{'|'.join(possible)})") if possible else None


def _way(pattern: Pattern, spelt: dict[str, Forms]) -> str:
    """Return one pattern as an expression; empty where one of its words is spelt nowhere."""
    slots = [[word for word, form in spelt.items() if slot.takes(form)] for slot in pattern]
    return _BETWEEN.join(map(_any_of, slots)) if all(slots) else ""


def _any_of(words: Collection[str]) -> str:
    """Return an expression for one of `words`, sorted by their first letters to be quick."""
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        by_letter[word[0]].append(word[1:])
    # A word is letters and digits alone: there is nothing in it to escape.
    begun = (f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return f"(?:{'|'.join(begun)}){_ENDS}"
