"""What has changed since a moment, oldest change first, for who keeps a copy up to date.

Pages are told by the last row of the one before (keyset): none costs more than the first, and what
changes meanwhile comes again later instead of being skipped.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from archive.access import gate
from archive.catalogue.models import Record
from archive.interop.api.listing import USUAL
from archive.interop.api.operations import Asked
from archive.interop.api.parameters import Parameter, Unreadable, moment
from archive.interop.api.problems import Fault, Refused, unfit
from archive.search.browsing.counting import Holdings
from archive.search.tally.columns import Bits, flags_of
from archive.values.numbers import long_number

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_FEW = 2000


class Mark(NamedTuple):
    """The last row of a page: everything after it is still to come."""

    at: dt.datetime
    record: int

    def written(self) -> str:
        """Return the mark as an address carries it: always the same, and for us alone to read.

        The keys of open records would tell how many closed ones there are between them.
        """
        text = f"{(self.at - _EPOCH) // _MICROSECOND}.{self.record}"
        sealed = _cipher().encrypt(text.encode(), None)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _cipher() -> AESSIV:
    """Return what seals marks under the site's key: it needs no number used once."""
    return AESSIV(salted_hmac(__name__, "cursor", algorithm="sha256").digest())


def _read(value: str) -> Mark:
    try:
        sealed = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        text = _cipher().decrypt(sealed, None).decode("ascii")
        at, record = (long_number(part, None) for part in text.split("."))
        if at is None or record is None:
            raise ValueError(text)
        return Mark(_EPOCH + at * _MICROSECOND, record)
    except (ValueError, OverflowError, InvalidTag):  # what is no base64 is a ValueError too
        raise Unreadable(_("no cursor of ours: take the address in “next” as it is")) from None


CHANGED_SINCE = moment(
    "changed_since",
    "Only what was described anew, released or given another code since then, oldest change first;"
    " `1900-01-01` brings everything. Follow `next`: this list has no page numbers.",
)
CURSOR = Parameter(
    "cursor", "Where a list of changes goes on: as it stands in `next`.", {"type": "string"}, _read
)


def changed_records(asked: Asked) -> tuple[list[Record], str | None]:
    """Return one page of what has changed for the asker, and where the next one is."""
    if faults := [
        Fault(name=name, reason=_("not beside changed_since, which has an order of its own"))
        for name in ("page", "sort")
        if asked.query[name]
    ]:
        raise Refused(unfit(faults))
    per_page = asked.query["per_page"] or USUAL
    after = asked.query["cursor"] or Mark(asked.query["changed_since"], 0)
    holdings = Holdings(asked.viewer)
    left = holdings.left_by(asked.request.GET)
    found = list(islice(_open_ones(after, left), per_page + 1))
    some = found[:per_page]
    seen = gate.visible_records(asked.viewer).filter(pk__in=[mark.record for mark in some])
    onward = asked.again(cursor=some[-1].written()) if len(found) > per_page else None
    return list(seen.order_by("changed_at", "pk")), onward


def _open_ones(mark: Mark, left: Bits) -> Iterator[Mark]:
    """Yield what of `left` comes after `mark`.

    The index of changes is walked whoever may see what, which is known in memory: asked for both, a
    database looks through all that is open before it puts the first in order. Only where few are
    left is it asked for those, as it would be walked to its end for them.
    """
    flags = flags_of(left, 0)
    # The first condition is in the second; it lets a database begin in the midst of its index.
    since = Record.objects.filter(changed_at__gte=mark.at)
    rows = since.filter(Q(changed_at__gt=mark.at) | Q(pk__gt=mark.record))
    if left.bit_count() <= _FEW:
        rows = rows.filter(pk__in=[record for record, flag in enumerate(flags) if flag])
    ordered = rows.order_by("changed_at", "pk").values_list("changed_at", "pk")
    for at, record in ordered.iterator(chunk_size=_FEW):
        if record < len(flags) and flags[record]:
            yield Mark(at, record)
