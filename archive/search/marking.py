"""Marking the words of a query where a record is read: in its text and on its page images."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from archive.access.audiences import Viewer, of_viewer
from archive.search.highlight import Matcher, Pattern, Piece, mark, pieces_at
from archive.search.index import NoIndex, open_index
from archive.search.language.parser import parse
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
    found = Matcher(patterns).find_in_each(texts)
    return [pieces_at(text, each) for text, each in zip(texts, found, strict=True)]


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


def marked_words(boxes: Sequence[Sequence[float | str]], patterns: list[Pattern]) -> list[int]:
    """Return which of a page's `words` are looked for.

    A box of several words (`Việt-Nam`) is marked when any of them is.
    """
    texts = [str(box[4]) for box in boxes]
    ends = list(accumulate(len(text) + 1 for text in texts))
    marked: dict[int, None] = {}
    for match in Matcher(patterns).find(" ".join(texts)):
        first, last = bisect_right(ends, match.start), bisect_right(ends, match.end - 1)
        marked |= dict.fromkeys(range(first, last + 1))
    return list(marked)
