"""The people, places, subjects … one viewer sees."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

from archive.access import gate
from archive.public.browse.counting import Holdings
from archive.search.tally.names import names_told
from archive.ui.names import Names

M = TypeVar("M", bound=Model)


def names_of(
    holdings: Holdings, rows: QuerySet[M], *, among: QuerySet[Any] | None = None
) -> Names[M]:
    """Return those of `rows` that a record the viewer sees tells, and that are `among` others."""
    seen = holdings.left_by(QueryDict())
    told = names_told(holdings.tally, rows.model, seen, own=holdings.own())
    if among is not None:
        told = told.among(set(among.order_by().values_list("pk", flat=True)))
    return Names(told, rows, gate.visible_records(holdings.viewer))
