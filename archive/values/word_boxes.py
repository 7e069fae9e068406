"""Keeping the boxes of words where they belong while the text of a page is mended by hand.

A box is `[x, y, width, height, word]` in fractions of the page, and may carry how sure the machine
was of the word (0 to 100) as a sixth value. Boxes stand in reading order. A word keeps its box
when it is spelt anew; a word that is split or joined shares or unites boxes; a word that was
missed gets the gap it stood in, or none where nothing on the page says where it stands.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Box = list[Any]

# Runs larger than this (old words times new) are shared out by their letters alone.
_MOST_CELLS = 6_000
_INSERTED = 0.9
# A gap narrower than this part of what the word needs is a space between words.
_LEAST_GAP = 0.4


@dataclass(frozen=True)
class _Word:
    """One word of the new text and the line it stands on."""

    text: str
    line: int


def realign(boxes: Sequence[Sequence[Any]], text: str) -> list[Box]:
    """Return the boxes of the words of `text`, given those of the text before it.

    A word that is as the machine read it keeps the machine's confidence; others have none.
    """
    old = [piece for box in boxes for piece in _single_words(box)]
    new = [_Word(word, n) for n, line in enumerate(text.split("\n")) for word in line.split()]
    placed: list[Box | None] = [None] * len(new)
    for olds, news in _changed_runs(old, new, placed):
        for box, at in _pair(old[olds.start : olds.stop], new[news.start : news.stop]):
            placed[news.start + at] = box
    _take_moved(old, new, placed)
    _fill_gaps(new, placed)
    return [box for box in placed if box is not None]


def anchors(boxes: Sequence[Sequence[Any]], text: str) -> list[tuple[int, int] | None]:
    """Return where in `text` the word of each box stands: from and to, in characters."""
    spans = list(_spans(text))
    words = [text[begin:end] for begin, end in spans]
    # Boxes of several words (of a file's own text layer) are matched by their first.
    read = [(str(box[4]).split() or [""])[0] for box in boxes]
    found: list[tuple[int, int] | None] = [None] * len(boxes)
    for tag, i1, i2, j1, _j2 in _opcodes(read, words):
        if tag == "equal":
            for offset in range(i2 - i1):
                found[i1 + offset] = spans[j1 + offset]
    return found


def confidence_of(boxes: Sequence[Sequence[Any]]) -> int | None:
    """Return how sure the machine was of the words, on average of letters; None when unknown."""
    known = [(float(box[5]), len(str(box[4]))) for box in boxes if len(box) > 5]
    letters = sum(length for _, length in known)
    if not letters:
        return None
    return round(sum(sure * length for sure, length in known) / letters)


def _single_words(box: Sequence[Any]) -> Iterator[Box]:
    """Cut a box of several words into boxes of one, by their letters."""
    x, y, width, height, text, *sure = box
    words = str(text).split()
    if len(words) < 2:
        yield [x, y, width, height, str(text).strip(), *sure]
        return
    whole = sum(map(len, words)) + len(words) - 1
    at = 0
    for word in words:
        left, share = x + width * at / whole, width * len(word) / whole
        yield [_round(left), y, _round(share), height, word, *sure]
        at += len(word) + 1


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _changed_runs(
    old: list[Box], new: list[_Word], placed: list[Box | None]
) -> Iterator[tuple[range, range]]:
    """Place the words that are the same; give the runs in which they are not."""
    for tag, i1, i2, j1, j2 in _opcodes([box[4] for box in old], [word.text for word in new]):
        if tag == "equal":
            placed[j1:j2] = [list(box) for box in old[i1:i2]]
        elif tag == "replace":
            yield range(i1, i2), range(j1, j2)


def _pair(old: list[Box], new: list[_Word]) -> Iterator[tuple[Box, int]]:
    """Give the boxes of a run to its new words: one to one, two to one, one to two."""
    if len(old) * len(new) > _MOST_CELLS:
        yield from _share_out(old, new)
        return
    for i, taken, j, given in _cheapest(old, new):
        if taken and given:
            box = _united(old[i : i + taken])
            words = [word.text for word in new[j : j + given]]
            pieces = _single_words([*box[:4], " ".join(words)])
            for offset, piece in enumerate(pieces):
                yield piece, j + offset


def _cheapest(old: list[Box], new: list[_Word]) -> list[tuple[int, int, int, int]]:
    """Return the steps `(old index, olds taken, new index, news given)` that change least."""
    moves = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(old) + 1):
        for j in range(len(new) + 1):
            here = best[i, j][0]
            for taken, given in moves:
                if i + taken > len(old) or j + given > len(new):
                    continue
                cost = here + _cost(old[i : i + taken], new[j : j + given])
                target = (i + taken, j + given)
                if target not in best or cost < best[target][0]:
                    best[target] = (cost, (taken, given))
    steps = []
    i, j = len(old), len(new)
    while i or j:
        taken, given = best[i, j][1]
        i, j = i - taken, j - given
        steps.append((i, taken, j, given))
    return steps[::-1]


def _cost(old: list[Box], new: list[_Word]) -> float:
    if not old or not new:
        return _INSERTED
    if len(old) == 2 and not _on_one_line(*old):
        return 3.0
    before, after = "".join(box[4] for box in old), "".join(word.text for word in new)
    unlike = 1.0 - difflib.SequenceMatcher(None, before, after, autojunk=False).ratio()
    # Two unlike words in one place are still more often a bad reading than a gap beside a word
    # too many: that is why the whole of it costs less than taking one out and putting one in.
    return unlike * 1.5 + (0.1 if len(old) != len(new) else 0.0)


def _share_out(old: list[Box], new: list[_Word]) -> Iterator[tuple[Box, int]]:
    """Lay the new words along the old boxes by the number of their letters."""
    letters = sum(len(box[4]) for box in old) or 1
    wanted = sum(len(word.text) for word in new) or 1
    ends, so_far = [], 0
    for box in old:
        so_far += len(box[4])
        ends.append(so_far / letters)
    at = 0
    for n, word in enumerate(new):
        middle = (at + len(word.text) / 2) / wanted
        at += len(word.text)
        place = next((k for k, end in enumerate(ends) if middle <= end), len(old) - 1)
        yield [*old[place][:4], word.text], n


def _take_moved(old: list[Box], new: list[_Word], placed: list[Box | None]) -> None:
    """Find again what was moved as a whole: a column read too early, a line put back."""
    used = {tuple(box[:4]) for box in placed if box is not None}
    left = [box for box in old if tuple(box[:4]) not in used]
    homeless = [at for at, box in enumerate(placed) if box is None]
    match = difflib.SequenceMatcher(
        None, [box[4] for box in left], [new[at].text for at in homeless], autojunk=False
    )
    for block in match.get_matching_blocks():
        if block.size > 1:
            for offset in range(block.size):
                placed[homeless[block.b + offset]] = list(left[block.a + offset])


def _fill_gaps(new: list[_Word], placed: list[Box | None]) -> None:
    """Put words that were missed where the page has room for them on their own line."""
    at = 0
    while at < len(new):
        if placed[at] is not None:
            at += 1
            continue
        end = at
        while end < len(new) and placed[end] is None and new[end].line == new[at].line:
            end += 1
        before = placed[at - 1] if at and new[at - 1].line == new[at].line else None
        after = placed[end] if end < len(new) and new[end].line == new[at].line else None
        room = _room(before, after, " ".join(word.text for word in new[at:end]))
        if room is not None:
            placed[at:end] = list(_single_words(room))
        at = end


def _room(before: Box | None, after: Box | None, text: str) -> Box | None:
    """Return a box for `text` between two words of a line, or beside the one there is."""
    beside = before or after
    if beside is None or not beside[4]:
        return None
    letter = beside[2] / len(beside[4])
    needed = letter * len(text)
    left = before[0] + before[2] + letter / 2 if before else max(after[0] - needed - letter / 2, 0)  # type: ignore[index]
    right = after[0] - letter / 2 if after else min(left + needed, 1.0)
    width = min(right - left, needed) if not (before and after) else right - left
    if width < needed * _LEAST_GAP or (before and after and not _on_one_line(before, after)):
        return None
    return [_round(left), beside[1], _round(width), beside[3], text]


def _united(boxes: list[Box]) -> Box:
    if len(boxes) == 1:
        return boxes[0][:5]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right = max(box[0] + box[2] for box in boxes)
    bottom = max(box[1] + box[3] for box in boxes)
    text = "".join(box[4] for box in boxes)
    return [left, top, _round(right - left), _round(bottom - top), text]


def _on_one_line(one: Box, other: Box) -> bool:
    """Tell whether two boxes stand side by side: half of the lower one's height is shared."""
    shared = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return bool(shared >= min(one[3], other[3]) / 2) and bool(other[0] >= one[0])


def _spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for word in text.split():
        begin = text.index(word, at)
        at = begin + len(word)
        yield begin, at


def _round(fraction: float) -> float:
    return round(float(fraction), 5)
