"""The years a record may be of, for counting them."""

from __future__ import annotations

FIRST_YEAR, LAST_YEAR = 1858, 2040
"""Years counted each by itself; what is earlier or later counts to the first or the last."""


def years_between(earliest: str | None, latest: str | None) -> range:
    """Return the years a record may be of, in line with the filter by years.

    Its first and its last day are written as ISO 8601 has them.
    """
    if earliest is None and latest is None:
        return range(0)
    first = min(max(int(earliest[:4]), FIRST_YEAR), LAST_YEAR) if earliest else FIRST_YEAR
    last = min(max(int(latest[:4]), FIRST_YEAR), LAST_YEAR) if latest else LAST_YEAR
    return range(first, last + 1)
