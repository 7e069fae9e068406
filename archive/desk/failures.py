"""What could not be made of files, as their keepers see it: why, what to do, tried again or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from archive.access.locks import SignedInRequest
from archive.files.models import Master, Unmade
from archive.ingest import retrying
from archive.ingest.models import Retry
from archive.ingest.reasons import advice_on, why_unmade
from archive.jobs.actions import UnderWay

MOST_REASONS = 5
"""Of a file with thousands of pages no more are named: they mostly have one reason."""


@dataclass(frozen=True)
class Reason:
    """Why one part of a file could not be made, and the page of the record that shows that part."""

    unmade: Unmade
    page: int | None = None

    @property
    def why(self) -> str:
        return why_unmade(self.unmade)

    @property
    def advice(self) -> Promise:
        return advice_on(self.unmade)


@dataclass(frozen=True)
class Failure:
    """What could not be made of one file, and the last time somebody had it tried again."""

    master: Master
    retry: Retry | None
    reasons: list[Reason] = field(default_factory=list)

    @property
    def named(self) -> list[Reason]:
        return self.reasons[:MOST_REASONS]

    @property
    def further(self) -> int:
        return len(self.reasons[MOST_REASONS:])

    @property
    def is_being_tried(self) -> bool:
        return self.retry is not None and self.retry.is_under_way


def failures_of(
    unmade: Iterable[Unmade], pages: dict[tuple[int, str], int] | None = None
) -> dict[int, Failure]:
    """Return the failures by master, in the order given; `pages` are numbers by master and part."""
    unmade = list(unmade)
    keys = {each.master_id for each in unmade}
    # Not joined to each: thousands of failures may be of one master, which has much to say itself.
    masters = Master.objects.in_bulk(keys)
    tried = {each.master_id: each for each in Retry.objects.filter(master__in=keys).order_by("pk")}
    found: dict[int, Failure] = {}
    for each in unmade:
        key = each.master_id
        failure = found.setdefault(key, Failure(masters[key], tried.get(key)))
        page = (pages or {}).get((key, each.part))
        failure.reasons.append(Reason(each, page))
    return found


def try_again(request: SignedInRequest, master: Master) -> None:
    """Have the worker try again, and say so; who may was asked."""
    try:
        retrying.ask(actor=request.user, master=master, at=timezone.now())
    except UnderWay:
        messages.info(request, _("This is being done already."))
    except retrying.NothingFailed:
        messages.info(request, _("Nothing of this file is lacking any more."))
    else:
        messages.success(request, _("It will be tried again."))
