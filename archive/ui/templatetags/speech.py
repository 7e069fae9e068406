"""Transcripts on screen: thousands of stretches, so they are written without a template each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.catalogue.speech.editing import is_within
from archive.ui.templatetags.ui import icon
from archive.values.timecodes import format_timecode

register = template.Library()

Row = tuple[int, int, int, int, str, str]

_LINE = (
    '<li id="s{}" data-revision="{}" data-start="{}" data-end="{}"{}>'
    '<span><a class="transcript__time timecode" href="{}{}">{}</a>{}</span> '
    '<b class="transcript__speaker">{}</b> <span class="transcript__text">{}</span></li>\n'
)


class Told(Protocol):
    """What a line of a transcript must say of itself to be shown to a reader."""

    @property
    def start_ms(self) -> int: ...
    @property
    def end_ms(self) -> int: ...
    @property
    def speaker(self) -> str: ...
    @property
    def html(self) -> SafeString: ...
    @property
    def beside(self) -> SafeString: ...
    @property
    def is_current(self) -> bool: ...
    @property
    def is_sealed(self) -> bool: ...


@register.simple_tag
def told(lines: Iterable[Told], stem: str, query: str = "", beside: str = "") -> SafeString:
    """Write the lines of a transcript for readers.

    `stem` and a second make an address, `query` is what it carries along, `beside` the language of
    what stands beside the words.
    """
    sealed = format_html('<p class="soft">{} {}</p>', icon("lock"), _("Sealed"))
    other = format_html('<p class="quoted transcript__beside" lang="{}">', beside)
    stem, query = conditional_escape(stem), conditional_escape(query)
    written = []
    for line in lines:
        start = line.start_ms
        now = ' id="now" class="is-now" aria-current="true"' if line.is_current else ""
        who = f'<b class="transcript__speaker">{conditional_escape(line.speaker)}</b> '
        said = f'<p class="quoted">{who if line.speaker else ""}{conditional_escape(line.html)}</p>'
        also = f"{other}{conditional_escape(line.beside)}</p>" if beside else ""
        written.append(
            f'<li data-start="{start}" data-end="{line.end_ms}"{now}><a class="transcript__time"'
            f' href="{stem}{start // 1000}{query}" data-seek="{start}"><time class="timecode"'
            f' datetime="PT{start // 1000}S">{format_timecode(start)}</time></a>'
            f"{sealed if line.is_sealed else said + also}</li>"
        )
    # Everything put in was escaped above or is a number; one by one `format_html` takes a second.
    return mark_safe("\n".join(written))  # noqa: S308


@register.simple_tag
def stretches(
    rows: Iterable[Row],
    editable: bool = False,
    sealed: Sequence[tuple[int, int]] = (),
    within: Sequence[tuple[int, int]] | None = None,
) -> SafeString:
    """Write the stretches of a transcript, each with its key, its times, speaker and words.

    `sealed` and `within` are half-open milliseconds. What touches a sealed one is marked for
    those who write; what begins outside of `within` (None is everywhere) they may only read.
    """
    theirs, closed = SafeString(), mark_safe(" data-closed")
    mark = format_html(' <small class="transcript__seal">{}</small>', _("Sealed"))
    plain = SafeString()
    return format_html_join(
        "",
        _LINE,
        (
            (
                pk,
                revision,
                start,
                end,
                theirs if (own := is_within(start, within)) else closed,
                *_link(pk, editable and own),
                format_timecode(start),
                mark if any(a < max(end, start + 1) and start < b for a, b in sealed) else plain,
                speaker,
                text,
            )
            for pk, revision, start, end, speaker, text in rows
        ),
    )


def _link(pk: int, editable: bool) -> tuple[str, str]:
    """Return where a time leads: to this stretch, or without a script to its form."""
    return ("?stretch=", f"{pk}#text") if editable else ("#s", str(pk))
