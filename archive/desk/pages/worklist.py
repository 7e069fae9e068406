"""Which pages wait for a pair of eyes, the worst read first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.access import gate
from archive.accounts.models import User
from archive.catalogue.models import Page, Record, TextQuality

_UNTOUCHED = [TextQuality.NONE, TextQuality.TEXT_LAYER, TextQuality.MACHINE]
SNIPPET = 120


@dataclass(frozen=True)
class State:
    """One of the lists: its word in the address, its label, and the pages it holds."""

    word: str
    label: StrPromise
    pages: Q


STATES = (
    State("to_correct", _("To correct"), Q(text_quality__in=_UNTOUCHED, by_hand=False)),
    State("by_hand", _("To transcribe by hand"), Q(text_quality__in=_UNTOUCHED, by_hand=True)),
    State("to_check", _("To check"), Q(text_quality=TextQuality.CORRECTED)),
    State("checked", _("Checked"), Q(text_quality=TextQuality.CHECKED)),
)
BY_WORD = {state.word: state for state in STATES}


def pages_of(user: User, record: Record | None) -> QuerySet[Page]:
    """Return the pages `user` works with, of one record or of all."""
    if record is not None:
        return Page.objects.filter(record=record)
    return Page.objects.filter(record__in=gate.workable_records(user).values("pk"))


def listed(pages: QuerySet[Page], state: State) -> QuerySet[Page]:
    """Return the pages of a list in the order of work, light: the beginning of the text only."""
    found = pages.filter(state.pages).select_related("record", "text_by")
    found = found.defer("text", "words").annotate(beginning=Left("text", SNIPPET))
    return found.order_by(F("confidence").asc(nulls_last=True), "record", "number")


def counts_of(pages: QuerySet[Page]) -> dict[str, int]:
    """Return how many pages each list holds, in one query."""
    return pages.order_by().aggregate(
        **{state.word: Count("pk", filter=state.pages) for state in STATES}
    )


def next_to_correct(page: Page) -> int | None:
    """Return the number of the next page of the record that no hand has corrected."""
    later = Page.objects.filter(record=page.record_id, number__gt=page.number)
    return (
        later.filter(text_quality__in=_UNTOUCHED)
        .order_by("number")
        .values_list("number", flat=True)
        .first()
    )
