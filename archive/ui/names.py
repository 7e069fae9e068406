"""Lists of people, places, subjects …, by the alphabet: those that stand in records one sees.

Which names stand on a page is known in memory; the gate is asked about the records that tell them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

from archive.access import gate
from archive.catalogue.models import Record
from archive.search.browsing.counting import Holdings
from archive.search.tally.columns import Bits
from archive.search.tally.kept import Tally
from archive.search.tally.names import Told, names_told
from archive.ui.paging import Numbered
from archive.values.text import canonical, fold

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Names(Numbered[M]):
    """Some names of a kind, to be sliced; `seen` is the gate's word on the records."""

    told: Told
    rows: QuerySet[M]
    seen: QuerySet[Record]

    def __len__(self) -> int:
        return len(self.told.names)

    def numbers(self, first: int, last: int) -> list[int]:
        return self.told.names[first:last]

    def fetched(self, numbers: list[int]) -> QuerySet[M]:
        telling = {pk: self.told.records[pk] for pk in numbers}
        asked = self.seen.filter(pk__in=set(telling.values())).order_by()
        seen = set(asked.values_list("pk", flat=True))
        return self.rows.filter(pk__in=[pk for pk, record in telling.items() if record in seen])


def names_of(
    holdings: Holdings, rows: QuerySet[M], *, among: QuerySet[Any] | None = None
) -> Names[M]:
    """Return those of `rows` that a record the viewer sees tells, and that are `among` others."""
    return names_among(
        holdings.tally,
        rows,
        holdings.left_by(QueryDict()),
        own=holdings.own(),
        seen=gate.visible_records(holdings.viewer),
        alike=among,
    )


def names_among(
    tally: Tally,
    rows: QuerySet[M],
    records: Bits,
    *,
    own: Bits,
    seen: QuerySet[Record],
    alike: QuerySet[Any] | None = None,
) -> Names[M]:
    """Return those of `rows` that one of the `records` tells, and that are among the `alike`.

    `own` are the records whose withheld names are told too, `seen` the gate's word on the records.
    """
    told = names_told(tally, rows.model, records, own=own)
    if alike is not None:
        told = told.among(set(alike.order_by().values_list("pk", flat=True)))
    return Names(told, rows, seen)


def named_like(rows: QuerySet[M], asked: str) -> Q:
    """Return the condition that one of an authority's names holds the letters asked for.

    Without marks any marks will do, as in the search.
    """
    plain = fold(asked) == canonical(asked)
    letters = {f"{'plain' if plain else 'canonical'}_name__contains": canonical(asked)}
    names: Any = rows.model._meta.get_field("names").related_model
    owner = f"{rows.model._meta.model_name}_id"
    return Q(**letters) | Q(pk__in=names.objects.filter(**letters).values(owner))
