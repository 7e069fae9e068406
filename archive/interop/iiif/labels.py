"""Words of a manifest in the languages of the screens."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

LANGUAGES = ("vi", "en")
Labels = dict[str, list[str]]
# The addresses that say what may be done with a thing: those two bodies', as the specification has.
_RIGHTS = re.compile(
    r"https?://(creativecommons\.org/(?:licenses|publicdomain)/[\w./-]+|"
    r"rightsstatements\.org/vocab/[\w./-]+)"
)


def both(text: str | Promise) -> Labels:
    """Return our own words in each language of the screens."""
    return _in_each(lambda: str(text))


def formatted(text: str, **values: object) -> Labels:
    """Return a message of ours, by its English, with `values` put in."""
    return _in_each(lambda: gettext(text) % values)


def told(text: str) -> Labels:
    """Return what the office wrote, in Vietnamese."""
    return {"vi": [text]}


def plain(text: str) -> Labels:
    """Return what is of no language: a code, a date, a name."""
    return {"none": [text]}


def rights_address(text: str) -> str:
    """Return the licence's or rights statement's address that stands in `text`, if one does."""
    found = _RIGHTS.search(text)
    return f"http://{found[1].rstrip('.')}" if found else ""


def _in_each(say: Callable[[], str]) -> Labels:
    labels: Labels = {}
    for language in LANGUAGES:
        with translation.override(language):
            labels[language] = [say()]
    return labels
