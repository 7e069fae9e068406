"""The years of what is listed, as bars to choose a period by."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.http import urlencode

from archive.search.browsing.counting import Holdings
from archive.search.browsing.periods import Period
from archive.search.tally.years import FIRST_YEAR, LAST_YEAR
from archive.values.numbers import whole_number

HEIGHT = 48
"""Units of the drawing; the highest bar fills it."""
WIDTH = 240
_STEPS = ((1, 11), (2, 20), (5, 50), (10, 100), (20, LAST_YEAR - FIRST_YEAR + 20))
"""Years to a bar, for spans of so many years at the most: eleven bars, each wide enough for a
finger (24 px, WCAG 2.2) in the narrow column beside a list."""
OWN = ("year_from", "year_to", "period", "page")


@dataclass(frozen=True)
class Bar:
    """A few years, how many records may be of them, and where a press leads."""

    first: int | None
    last: int | None
    count: int
    url: str
    selected: bool
    x: float
    width: float
    height: float

    @property
    def label(self) -> str:
        return Period(self.first, self.last).label

    @property
    def y(self) -> float:
        return HEIGHT - self.height


def histogram_of(query: QueryDict, holdings: Holdings, *, path: str) -> list[Bar]:
    """Return the bars under all filters but the years' own; none where nothing is dated.

    A record counts in every year it may be of, as it is found under each of them.
    """
    others = query.copy()
    for name in OWN:
        others.pop(name, None)
    kept, left = others.urlencode(), holdings.left_by(others)
    spans = _spans([int(str(year)) for year in holdings.tally.year.counts(left)])
    counts = [(left & holdings.tally.year.having(span.years)).bit_count() for span in spans]
    highest = max(counts, default=0)
    step = WIDTH / max(len(spans), 1)
    return [
        Bar(
            first=span.first,
            last=span.last,
            count=count,
            url=_address(path, kept, span),
            selected=_is_chosen(query, span),
            x=round(number * step, 2),
            width=round(step, 2),
            height=round(max(HEIGHT * count / highest, 1.5 if count else 0), 2),
        )
        for number, (span, count) in enumerate(zip(spans, counts, strict=True))
    ]


def _spans(years: list[int]) -> list[Period]:
    """Return runs of whole years from the first to the last of `years`, open where the count is."""
    if not years:
        return []
    first, last = min(years), max(years)
    step = next(step for step, most in _STEPS if last - first < most)
    begin = first - first % step
    return [
        Period(
            year if year > FIRST_YEAR else None,
            year + step - 1 if year + step - 1 < LAST_YEAR else None,
        )
        for year in range(begin, last + 1, step)
    ]


def _address(path: str, kept: str, span: Period) -> str:
    """Return where a press on the bar leads; `kept` is the rest of the query, encoded."""
    years = {"year_from": span.first, "year_to": span.last}
    taken = urlencode({name: year for name, year in years.items() if year is not None})
    return f"{path}?{'&'.join(filter(None, (kept, taken)))}"


def _is_chosen(query: QueryDict, span: Period) -> bool:
    """Tell whether the years asked for take the whole bar in."""
    asked = [query.get(name, "") for name in ("year_from", "year_to")]
    first, last = (whole_number(year, None) for year in asked)
    if not any(asked) or [bool(year) for year in asked] != [first is not None, last is not None]:
        return False
    begins = first is None or (span.first is not None and span.first >= first)
    return begins and (last is None or (span.last is not None and span.last <= last))
