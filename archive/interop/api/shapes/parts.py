"""What many answers are made of: coded words, dates, ways to other things, pages of a list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from archive.interop.api.schema import Address

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Coded:
    """A value out of a fixed list: what programs compare, and what people read."""

    code: str
    label: Annotated[str, "In the language asked for."]


@dataclass(frozen=True, kw_only=True)
class Days:
    """A date as it was written, as EDTF, and the first and the last day it can mean."""

    written: str
    edtf: Annotated[str, "ISO 8601-2:2019; empty where what is written was not understood."]
    earliest: Annotated[dt.date | None, "Included; null is open or not known."]
    latest: Annotated[dt.date | None, "Included; null is open or not known."]


@dataclass(frozen=True, kw_only=True)
class Ref:
    """Something that has an address of its own."""

    id: Annotated[str, "What its address ends in, and what filters take."]
    name: str
    url: Annotated[Address, "Where this API tells of it."]
    html_url: Annotated[Address, "Its permanent address, for people and for citations."]


@dataclass(frozen=True, kw_only=True)
class Listed(Generic[T]):
    """One page of a list. Follow `next` until it is null."""

    count: Annotated[int | None, "Everything on all pages; null where it is not counted."]
    next: Address | None
    previous: Address | None
    items: list[T]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Where a found word stands: from which to before which Unicode code point of `text`."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Marked:
    """Plain text and where in it the words found stand."""

    text: str
    marks: list[Mark]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where in a record: a page, a stretch of seconds on its timeline, or the whole."""

    page: int | None
    start: float | None
    end: float | None
