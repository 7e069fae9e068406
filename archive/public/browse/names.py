"""The people, places, subjects … one viewer sees."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

from archive.access import gate
from archive.public.browse.counting import Holdings
from archive.ui.names import Names, names_among

M = TypeVar("M", bound=Model)


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
