"""Paging: one page of many rows, forgiving about the number asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

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
