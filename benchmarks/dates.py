"""Dates: how many of a list of real date strings are understood, and which readings look wrong.

    python benchmarks/dates.py FILE.tsv [--show 20]

A line is a count, a tab, and a date as somebody wrote it. A reading is suspicious when a year of
four figures in the text does not lie within the bounds that were read, or when the bounds reach
further than a century beyond the years written. Nothing here knows the truth: suspicious readings
are there to be looked at by eye, strings that were not understood to be weighed by their number.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from archive.values.dates import UncertainDate, parse_date

_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-2]\d)(?!\d)")
_UNDATED = re.compile(r"undated|n\.?\s*d\.?|no date|không rõ|unknown", re.I)
CENTURY = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", type=int, default=20)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    with options.file.open(encoding="utf-8") as lines:
        for line in lines:
            number, _tab, text = line.rstrip("\n").partition("\t")
            counts[text] += int(number)
    start = time.process_time()
    read = {text: parse_date(text) for text in counts}
    seconds = time.process_time() - start
    missed = Counter({text: counts[text] for text, date in read.items() if not date.understood})
    wrong = Counter({text: counts[text] for text, date in read.items() if is_odd(text, date)})
    print(f"{len(counts):,} distinct strings, {counts.total():,} in all, {seconds:.1f} s")
    for name, some in (("not understood", missed), ("suspicious", wrong)):
        share, weight = len(some) / len(counts), some.total() / counts.total()
        print(f"{name}: {len(some):,} ({share:.1%}), by number {some.total():,} ({weight:.1%})")
    for name, some in (("Not understood", missed), ("Suspicious", wrong)):
        print(f"\n{name}, most frequent first:")
        for text, number in some.most_common(options.show):
            date = read[text]
            print(f"{number:6} {text!r} → {date.edtf or '–'} {date.earliest} {date.latest}")


def is_odd(text: str, date: UncertainDate) -> bool:
    """Tell whether a reading does not go with the years that are written."""
    if not date.understood or _UNDATED.search(text):
        return False
    years = [int(year) for year in _YEAR.findall(text)]
    first = date.earliest.year if date.earliest else None
    last = date.latest.year if date.latest else None
    outside = any(
        (first is not None and year < first) or (last is not None and year > last) for year in years
    )
    far = bool(years) and (
        (first is not None and first < min(years) - CENTURY)
        or (last is not None and last > max(years) + CENTURY)
    )
    return outside or far


if __name__ == "__main__":
    main()
