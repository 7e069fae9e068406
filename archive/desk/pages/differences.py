"""What changed from one text to another, word by word."""

from __future__ import annotations

import difflib
import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# A word, or the space between words: nothing is lost when the pieces are put together again.
_PIECE = re.compile(r"\s+|\S+")


def differences(before: str, after: str) -> SafeString:
    """Return `after` as HTML with what was taken out in `<del>` and what was put in in `<ins>`."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return format_html_join(
        "",
        "{}",
        (
            (_piece("".join(old[i1:i2]), "".join(new[j1:j2]), same=tag == "equal"),)
            for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        ),
    )


def _piece(old: str, new: str, *, same: bool) -> SafeString:
    if same:
        return format_html("{}", new)
    taken = format_html("<del>{}</del>", old) if old else SafeString()
    put = format_html("<ins>{}</ins>", new) if new else SafeString()
    return format_html("{}{}", taken, put)
