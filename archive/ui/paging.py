"""Paging: one page of many rows, forgiving about the number asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
PER_PAGE = 24


def page_of(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    *,
    per_page: int = PER_PAGE,
    name: str = "page",
    count: int | None = None,
) -> Page[Any]:
    """Return the page of `rows` that `?page=` asks for: the first, or the last if too far.

    Whoever has counted the rows already says so with `count`.
    """
    paginator = Paginator(rows, per_page)
    if count is not None:
        paginator.__dict__["count"] = count
    return paginator.get_page(request.GET.get(name))


class Numbered(Sequence[M], Generic[M]):
    """Rows whose order is known by their numbers, to be sliced: only a page of them is fetched.

    What is no longer among the rows when it is fetched is left out of its page.
    """

    @abstractmethod
    def numbers(self, first: int, last: int) -> list[int]:
        """Return the numbers of the rows from the place `first` to before `last`."""

    @abstractmethod
    def fetched(self, numbers: list[int]) -> QuerySet[M]:
        """Return the query the rows of a page are fetched by."""

    @overload
    def __getitem__(self, wanted: int) -> M: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[M]: ...
    def __getitem__(self, wanted: int | slice) -> M | list[M]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        first, last, _step = wanted.indices(len(self))
        if not (numbers := self.numbers(first, last)):
            return []
        found = self.fetched(numbers).order_by().in_bulk()
        return [found[pk] for pk in numbers if pk in found]


class ByNumber(Numbered[M]):
    """The rows of a query: their numbers are asked for first, then one page of them.

    So what is joined to them is not joined to all rows of the pages before, and where few are
    found the search for them is not made a second time to count them.
    """

    _FEW = 500

    def __init__(self, rows: QuerySet[M]) -> None:
        self._rows = rows
        self._numbers = rows.select_related(None).values_list("pk", flat=True)

    @cached_property
    def _first(self) -> list[int]:
        return list(self._numbers[: self._FEW + 1])

    @cached_property
    def _count(self) -> int:
        return len(self._first) if len(self._first) <= self._FEW else self._numbers.count()

    def __len__(self) -> int:
        return self._count

    def numbers(self, first: int, last: int) -> list[int]:
        if last <= len(self._first):
            return self._first[first:last]
        return list(self._numbers[first:last])

    def fetched(self, numbers: list[int]) -> QuerySet[M]:
        return self._rows.filter(pk__in=numbers)
