"""Which words of a text may sound like those looked for: one regular expression passes the rest by.

Most words of a text are none of those a query asks for. Telling so by looking each up takes ten
times as long as letting the machine pass them by their first letters and their length; the few
that are left are looked up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache
from itertools import chain
from unicodedata import is_normalized

from archive.search.analysis import LONGEST_TERM
from archive.values.text import fold

_LETTER = r"[^\W_]"
_UNPLAIN = re.compile(
    "[\u0300-\u036f\u00ad\u200b-\u200d\u2060"
    # Letters that are more than one without their marks, or in small: ß, ﬁ.
    "\u00df\u0149\u0587\u1e9a\u1e9e\u1f80-\u1fff\ufb00-\ufb17]"
)
# No other letter of the world's scripts loses its mark and becomes one of a to z.
_LATIN = (range(0x41, 0x250), range(0x1E00, 0x1F00))


def is_plain(text: str) -> bool:
    """Tell whether every letter of `text` is composed, and one letter in a folded word too."""
    return is_normalized("NFC", text) and not _UNPLAIN.search(text)


def likely(sounds: Collection[str]) -> re.Pattern[str]:
    """Return an expression for words, whole ones, that may be written forms of folded `sounds`.

    It finds every one of them in text that `is_plain`, and others too.
    """
    # The first letters stand first in the expression: by them the machine passes the rest.
    begun = f"{_any_of(sound[0] for sound in sounds)}(?<!{_LETTER}.)"
    of_length: defaultdict[int, set[str]] = defaultdict(set)
    for sound in sounds:
        of_length[len(sound)].add(sound[1:2])
    rests = (_rest(length, seconds) for length, seconds in sorted(of_length.items()))
    return re.compile(f"{begun}(?:{'|'.join(rests)})(?!{_LETTER})")


def _rest(length: int, seconds: set[str]) -> str:
    """Return an expression for what follows the first letter of words of this length."""
    if length == 1:
        return ""
    # Of a longer word only so much is in the index.
    most = "" if length == LONGEST_TERM else length - 2
    return f"{_any_of(seconds)}{_LETTER}{{{length - 2},{most}}}"


def _any_of(letters: Iterable[str]) -> str:
    wanted = set(letters)
    written = [_written().get(letter, "" if letter.isascii() else None) for letter in wanted]
    if not wanted or None in written:
        return _LETTER
    return f"[{''.join(sorted(wanted | set(chain.from_iterable(filter(None, written)))))}]"


@cache
def _written() -> dict[str, str]:
    """Return how each letter of folded words may be written."""
    written: defaultdict[str, str] = defaultdict(str)
    for letter in map(chr, chain.from_iterable(_LATIN)):
        if letter.isalnum():
            written[fold(letter)] += letter
    # `kỹ` is indexed as `kĩ`.
    written["i"] += written["y"]
    return dict(written)
