"""The components of the house; docs/design.md shows each with one line of use."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from archive.catalogue.models import RecordKind, VettingStatus, Vocabulary
from archive.catalogue.terms import Terms
from archive.jobs.workplace import worker_is_alive
from archive.ui.meanings import SEAL_ICONS, SEAL_MEANINGS
from archive.ui.navigation import DeskPlace, desk_places
from archive.ui.tongue import vietnamese
from archive.values.timecodes import format_timecode

register = template.Library()
register.filter(vietnamese)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of ui/icons.svg; without a label it is decoration."""
    if not label:
        return _drawn(name)
    return format_html(
        '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
        label,
        static("ui/icons.svg"),
        name,
    )


@functools.cache
def _drawn(name: str) -> SafeString:
    """Draw an icon as decoration: there are some dozens, and a list shows several in every row."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def term(context: RequestContext, vocabulary: str, code: str) -> str:
    """Show what a code of a vocabulary is called; the vocabularies are read once a page."""
    return terms_of(context).labels(Vocabulary(vocabulary), code)


def terms_of(context: RequestContext) -> Terms:
    """Return the vocabularies, read when a page first asks for one."""
    request: Any = context.request
    terms: Terms | None = getattr(request, "terms", None)
    if terms is None:
        terms = request.terms = Terms()
    return terms


@register.filter
def kind_icon(kind: str) -> str:
    """Name the icon of a kind of record."""
    return kind if kind in RecordKind.values else RecordKind.DOCUMENT


@register.simple_tag
def seal(status: str, explained: bool = False) -> SafeString:
    """Show a vetting status as a seal; explained, with what it means."""
    known = VettingStatus(status) if status in VettingStatus.values else VettingStatus.NOT_SUBMITTED
    return _seal(known, explained, get_language())


@functools.cache
def _seal(status: VettingStatus, explained: bool, language: str) -> SafeString:
    """Draw a seal; there are a dozen of them, and lists show one in every row."""
    return render_to_string(
        "ui/parts/seal.html",
        {
            "status": status,
            "icon": SEAL_ICONS[status],
            "meaning": SEAL_MEANINGS[status],
            "explained": explained,
        },
    )


@register.simple_tag
def timecode(ms: int) -> SafeString:
    """Show a place in a recording: `01:23`, machine-readable beside it."""
    return format_html(
        '<time class="timecode" datetime="PT{}S">{}</time>', ms // 1000, format_timecode(ms)
    )


@register.filter
def clock(ms: int | None) -> str:
    """Write milliseconds as `mm:ss` or `h:mm:ss`, for attributes and plain text."""
    return format_timecode(ms or 0)


@register.simple_tag
def written_date(
    written: str, earliest: dt.date | None = None, latest: dt.date | None = None
) -> SafeString:
    """Show a date as it was written; its machine-readable form where it is one day."""
    if not written:
        return mark_safe("")
    if earliest and earliest == latest:
        return format_html(
            '<time class="date" datetime="{}">{}</time>', earliest.isoformat(), written
        )
    return format_html('<span class="date" lang="vi">{}</span>', written)


@register.simple_tag
def demo_mark(thing: Any) -> SafeString:
    """Mark what is demonstration data; nothing for what is real."""
    if not getattr(thing, "is_demonstration", False):
        return mark_safe("")
    return format_html('<span class="demo-mark">{}</span>', _("Demonstration data"))


@register.inclusion_tag("ui/parts/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """Say above a form that it was not saved, with a way to each field that needs another look."""
    return {"form": form, "faults": [field for field in form if field.errors]}


@register.inclusion_tag("ui/parts/progress.html")
def progress(done: int, total: int, label: str = "") -> dict[str, Any]:
    """Show how far something has come, as a bar and in words."""
    percent = round(100 * done / total) if total else 0
    return {"done": done, "total": total, "percent": percent, "label": label}


@register.simple_tag
def follow(address: str, goes_on: bool) -> SafeString:
    """Have an element ask `address` for itself anew, as long as what it shows goes on."""
    if not goes_on:
        return SafeString("")
    return format_html('hx-get="{}" hx-trigger="every 2s" hx-swap="outerHTML"', address)


@register.simple_tag(name="worker_is_alive")
def _worker_is_alive() -> bool:
    return worker_is_alive()


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Links to the other pages of a list; nothing when there is only one."""
    numbers = [
        number if isinstance(number, int) else None
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {"request": context["request"], "page": page, "numbers": numbers, "name": name}


@register.inclusion_tag("ui/parts/breadcrumb.html")
def breadcrumb(*steps: str, lang: str = "") -> dict[str, Any]:
    """A trail: pairs of label and address; a label without an address is where we are.

    `lang` is the language of the last one, where it is a name out of the catalogue.
    """
    padded = [*steps, ""] if len(steps) % 2 else [*steps]
    return {"trail": list(zip(padded[::2], padded[1::2], strict=True)), "lang": lang}


@register.simple_tag(takes_context=True)
def places_of_desk(context: RequestContext) -> list[DeskPlace]:
    """Return the places of the desk for whoever has signed in."""
    return desk_places(context["request"].user)


@register.filter
def how_many(count: int) -> str:
    """Say a number of records in words."""
    return ngettext("%(count)d record", "%(count)d records", count) % {"count": count}


@register.filter
def widget_kind(field: BoundField) -> str:
    """Say `check` for a lone tick box, whose label stands behind it; else `plain`."""
    return "check" if isinstance(field.field.widget, CheckboxInput) else "plain"


@register.simple_tag(takes_context=True)
def page_address(context: RequestContext, number: int, name: str = "page") -> str:
    """The address of another page of this list; page 1 has none of its own."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    if number > 1:
        query[name] = str(number)
    return f"?{query.urlencode()}" if query else context["request"].path


@register.filter
def seconds(ms: int | None) -> int:
    """The whole seconds of a place in a recording, for its address."""
    return (ms or 0) // 1000
