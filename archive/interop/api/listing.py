"""Lists by pages: numbered ones, each page at the same cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from archive.interop.api.operations import Asked
from archive.interop.api.parameters import whole
from archive.interop.api.shapes.parts import Listed
from archive.values.numbers import MOST_COUNTED

R = TypeVar("R")
T = TypeVar("T")
USUAL, MOST = 50, 100

PAGE = whole("page", "Which page, from 1.", least=1, greatest=MOST_COUNTED)
PER_PAGE = whole("per_page", f"Items on a page; {USUAL} unless said.", least=1, greatest=MOST)
PAGING = (PAGE, PER_PAGE)


def listed(asked: Asked, rows: Sequence[R], told: Callable[[list[R]], list[T]]) -> Listed[T]:
    """Return the page of `rows` that is asked for; `told` says all of a page at once.

    Beyond the last page there is nothing.
    """
    number, per_page = asked.query["page"] or 1, asked.query["per_page"] or USUAL
    count, first = len(rows), (number - 1) * per_page
    some = list(rows[first : first + per_page]) if first < count else []
    last = max(1, -(-count // per_page))
    return Listed(
        count=count,
        next=asked.again(page=str(number + 1)) if number < last else None,
        previous=asked.again(page=str(min(number - 1, last))) if number > 1 else None,
        items=told(some),
    )
