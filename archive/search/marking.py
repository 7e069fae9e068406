"""Marking the words of a query where a record is read: in its text and on its page images."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from archive.access.audiences import Viewer, of_viewer
from archive.search.analysis import Token, tokens
from archive.search.highlight import Matcher, Pattern, Piece, mark, pieces_at
from archive.search.index import NoIndex, open_index
from archive.search.language.parser import parse
from archive.search.many import borne_by_all, in_all
from archive.search.plan import plan


def patterns_of(viewer: Viewer, query: str, *, ignore_marks: bool = False) -> list[Pattern]:
    """Return what to mark for a query of `viewer`; nothing without a query or an index."""
    try:
        opened = open_index()
    except NoIndex:
        return []
    lexicon = opened.lexicon(of_viewer(viewer))
    return plan(parse(query), lexicon, ignore_marks=ignore_marks).patterns


def mark_text(text: str, patterns: list[Pattern]) -> list[Piece]:
    """Return the whole of `text` in pieces, what was looked for marked."""
    return mark(text, Matcher(patterns))


def mark_texts(texts: Sequence[str], patterns: list[Pattern]) -> list[list[Piece]]:
    """Return `mark_text` of each, for texts by the thousand."""
    if patterns and (found := in_all(texts, patterns)) is not None:
        return [pieces_at(text, spans) for text, spans in zip(texts, found, strict=True)]
    matcher = Matcher(patterns)
    return [mark(text, matcher) for text in texts]


def borne_by(texts: Sequence[str], patterns: list[Pattern]) -> list[int]:
    """Return how many of the patterns stand in each text, without cutting anything out of it."""
    if not patterns:
        return [0] * len(texts)
    if (borne := borne_by_all(texts, patterns)) is not None:
        return borne
    matcher = Matcher(patterns)
    return [len({match.pattern for match in matcher.find_in(text)[0]}) for text in texts]


def mark_boxes(
    boxes: Sequence[Sequence[float | str]], patterns: list[Pattern]
) -> list[tuple[float, float, float, float]]:
    """Return the places on a page image of the words looked for: x, y, width, height.

    `boxes` are a page's `words`, in fractions of its width and height.
    """
    return [
        (float(x), float(y), float(width), float(height))
        for x, y, width, height in (boxes[number][:4] for number in marked_words(boxes, patterns))
    ]


@functools.lru_cache(maxsize=4096)
def _tokens_of(word: str) -> list[Token]:
    """Return `tokens`; a page has few words that no other page of its record has."""
    return tokens(word)


def marked_words(boxes: Sequence[Sequence[float | str]], patterns: list[Pattern]) -> list[int]:
    """Return which of a page's `words` are looked for.

    A box of several words (`Việt-Nam`) is marked when any of them is.
    """
    words: list[Token] = []
    box_of: list[int] = []
    for number, box in enumerate(boxes):
        for token in _tokens_of(str(box[4])):
            words.append(token)
            box_of.append(number)
    return list(
        dict.fromkeys(
            box_of[place]
            for match in Matcher(patterns).find(words)
            for place in range(match.first, match.after)
        )
    )
