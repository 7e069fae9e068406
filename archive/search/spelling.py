"""One term for a word that can be looked up with its marks and without them.

`tỉnh` is written `tinh_1ỉ`: the folded word, then where the marks begin and what stands there.
All spellings of a folded word so stand side by side in a dictionary of terms, and one stream of
terms answers for both forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.search.analysis import LONGEST_TERM, Forms
from archive.values.text import fold

_SEPARATOR = "_"
"""Stands in no word (`analysis`)."""
_WHOLE = "="
_PATCH = re.compile("([0-9]+)(.*)")


def spelt(word: Forms) -> str:
    """Return the term of a word."""
    marked, folded = word
    if marked == folded:
        return folded + _SEPARATOR
    if len(marked) != len(folded):
        return f"{folded}{_SEPARATOR}{_WHOLE}{marked}"
    other = [at for at, (m, f) in enumerate(zip(marked, folded, strict=True)) if m != f]
    return f"{folded}{_SEPARATOR}{other[0]}{marked[other[0] : other[-1] + 1]}"


def spelt_marked(marked: str) -> str:
    """Return the term of a word of which only the marked form is at hand."""
    return spelt(Forms(marked, fold(marked)[:LONGEST_TERM]))


def beginning(folded: str) -> str:
    """Return how every spelling of a folded word begins, and nothing else."""
    return folded + _SEPARATOR


def begun(folded: Iterable[str], marked: Iterable[str]) -> str:
    """Return a regular expression for the terms of the words that begin so.

    Without `marked`, of all words that begin with one of `folded`; else of those that bear no
    marks, and of those that bear marks and begin with one of `marked`.
    """
    if not marked:
        return f"({'|'.join(folded)}).*"
    patterns = [f"{start}[^{_SEPARATOR}]*{_SEPARATOR}" for start in folded]
    for start in marked:
        bare = fold(start)
        if start == bare:
            patterns.append(f"{start}.*")
            continue
        terms = f"{bare}[^{_SEPARATOR}]*{_SEPARATOR}"
        patterns.append(f"{terms}{_WHOLE}{start}.*")
        other = [at for at, (m, f) in enumerate(zip(start, bare, strict=False)) if m != f]
        if len(start) == len(bare):
            # A word's marks end within what was typed, or go on after all of it.
            patterns.append(f"{terms}{other[0]}{start[other[0] : other[-1] + 1]}")
            patterns.append(f"{terms}{other[0]}{start[other[0] :]}.*")
    return f"({'|'.join(patterns)})"


def marked_of(term: str) -> str:
    """Return the marked word of a term; what is no word's term comes back as it is."""
    folded, _, marks = term.partition(_SEPARATOR)
    if marks.startswith(_WHOLE):
        return marks[len(_WHOLE) :]
    if patch := _PATCH.fullmatch(marks):
        at, letters = int(patch[1]), patch[2]
        return folded[:at] + letters + folded[at + len(letters) :]
    return folded
