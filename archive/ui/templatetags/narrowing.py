"""The choices beside a list: over a hundred links, so they are written without a template each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


class Choice(Protocol):
    """What a choice of a facet must say of itself."""

    @property
    def label(self) -> str: ...
    @property
    def count(self) -> int | None: ...
    @property
    def url(self) -> str: ...
    @property
    def selected(self) -> bool: ...


class Bar(Protocol):
    """What a bar of the histogram must say of itself."""

    @property
    def label(self) -> str: ...
    @property
    def first(self) -> int | None: ...
    @property
    def last(self) -> int | None: ...
    @property
    def count(self) -> int: ...
    @property
    def url(self) -> str: ...
    @property
    def selected(self) -> bool: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...


@register.simple_tag
def facet_choices(choices: Iterable[Choice], lang: str = "") -> SafeString:
    """Write the choices of a facet, each a link that takes it or gives it up.

    `lang` is the language of their labels, where it may be another than the page's.
    """
    own = format_html(' lang="{}"', lang) if lang and lang != get_language() else ""
    press = format_html('<span class="visually-hidden"> {}</span>', _("(chosen; press to remove)"))
    written = []
    for choice in choices:
        label = f"<span{own}>{conditional_escape(choice.label)}</span>"
        label = f"<span>{label}{press}</span>" if choice.selected else label
        count = localize(choice.count) if choice.count is not None else ""
        count = f'<span class="facet__count">{count}</span>' if count else ""
        now = ' aria-current="true"' if choice.selected else ""
        url = conditional_escape(choice.url)
        written.append(
            f'<li><a class="facet__choice" href="{url}" rel="nofollow"{now}>{label}{count}</a></li>'
            if url
            else f'<li><span class="facet__choice">{label}{count}</span></li>'
        )
    # Everything put in was escaped above, is a number, or is a text of ours.
    return mark_safe("".join(written))  # noqa: S308


@register.simple_tag
def bars_of_years(bars: Iterable[Bar]) -> SafeString:
    """Draw the bars of the histogram, each a link to its years."""
    written = []
    for bar in bars:
        chosen, now = (
            (" histogram__bar--chosen", ' aria-current="true"') if bar.selected else ("", "")
        )
        told = f"{conditional_escape(bar.label)}: {bar.count}"
        first, last = bar.first or "", bar.last or ""
        written.append(
            f'<a class="histogram__bar{chosen}" href="{conditional_escape(bar.url)}" rel="nofollow"'
            f' data-first="{first}" data-last="{last}" aria-label="{told}"{now}>'
            f'<title>{told}</title><rect class="histogram__reach" x="{bar.x}" y="0"'
            f' width="{bar.width}" height="48"/><rect x="{bar.x}" y="{bar.y}"'
            f' width="{bar.width}" height="{bar.height}"/></a>'
        )
    # Everything put in was escaped above or is a number.
    return mark_safe("".join(written))  # noqa: S308
