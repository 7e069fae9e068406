"""Words of a manifest in the languages of the screens."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

LANGUAGES = ("vi", "en")
Labels = dict[str, list[str]]


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


def _in_each(say: Callable[[], str]) -> Labels:
    labels: Labels = {}
    for language in LANGUAGES:
        with translation.override(language):
            labels[language] = [say()]
    return labels
