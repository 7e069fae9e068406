"""Transcripts on screen: thousands of stretches, so they are written without a template each."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from archive.values.timecodes import format_timecode

register = template.Library()

Row = tuple[int, int, int, int, str, str]

_LINE = (
    '<li id="s{}" data-revision="{}" data-start="{}" data-end="{}">'
    '<a class="transcript__time timecode" href="{}{}">{}</a> '
    '<b class="transcript__speaker">{}</b> <span class="transcript__text">{}</span></li>\n'
)


@register.simple_tag
def stretches(rows: Iterable[Row], editable: bool = False) -> SafeString:
    """Write the stretches of a transcript, each with its key, its times, speaker and words."""
    return format_html_join(
        "",
        _LINE,
        (
            (pk, revision, start, end, *_link(pk, editable), format_timecode(start), speaker, text)
            for pk, revision, start, end, speaker, text in rows
        ),
    )


def _link(pk: int, editable: bool) -> tuple[str, str]:
    """Return where a time leads: to this stretch, or without a script to its form."""
    return ("?stretch=", f"{pk}#text") if editable else ("#s", str(pk))
