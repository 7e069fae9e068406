"""Which words of a text may be those looked for: a regular expression passes the rest by.

Most words of a text are none of those a query asks for. Letting the machine pass them by their
first letter is three times as quick as looking each up. An expression for each letter is made
once; one for each query would take longer to make than it saves.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import chain
from unicodedata import is_normalized

from archive.values.text import HAN, fold

_LETTER = f"[^\\W_{HAN}]"
_UNPLAIN = re.compile(
    "[\u0300-\u036f\u00ad\u200b-\u200d\u2060"
    # Letters that are more than one without their marks, or in small: ß, ﬁ.
    "\u00df\u0149\u0587\u1e9a\u1e9e\u1f80-\u1fff\ufb00-\ufb17]"
)
_IS_HAN = re.compile(f"[{HAN}]")
# No other letter of the world's scripts loses its mark and becomes one of a to z.
_LATIN = (range(0x41, 0x250), range(0x1E00, 0x1F00))


def is_plain(text: str) -> bool:
    """Tell whether every letter of `text` is composed, and one letter in a folded word too."""
    return is_normalized("NFC", text) and not _UNPLAIN.search(text)


@cache
def words_from(letter: str) -> re.Pattern[str]:
    """Return an expression for the words whose folded form begins with `letter`.

    It finds every one of them in text that `is_plain`, and maybe others.
    """
    if _IS_HAN.match(letter):
        return re.compile(letter)
    written = _written().get(letter)
    first = f"[{written}]" if written else letter if letter.isascii() else _LETTER
    # The letter stands first in the expression, not what stands before it: so the machine passes
    # by whatever is none in one step.
    return re.compile(f"{first}(?<!{_LETTER}.){_LETTER}*+")


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
