"""Draws docs/benchmarks/*.svg from docs/benchmarks/search.tsv: one line for each engine.

    python benchmarks/plots.py

The table has one measured figure a row: plot, line, passages, value.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "docs/benchmarks"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 640, 360, 64, 150, 36, 44
LINE = 15
COLOURS = ("#8c1c13", "#1f5c8a", "#4d6b1f", "#7a4d9f")
TITLES = {
    "rate": "Passages a second of processor time, from the database",
    "request": "Whole request, milliseconds by the clock (95th percentile)",
}

Lines = dict[str, list[tuple[float, float]]]


def read(path: Path) -> dict[str, Lines]:
    plots: dict[str, Lines] = defaultdict(lambda: defaultdict(list))
    with path.open(newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            point = (float(row["passages"]), float(row["value"]))
            plots[row["plot"]][row["line"]].append(point)
    return plots


def drawn(title: str, lines: Lines) -> str:
    """Return one plot: sizes by powers of ten to the right, values from nought upwards."""
    points = [point for line in lines.values() for point in line]
    first = math.floor(math.log10(min(x for x, _ in points)))
    last = max(math.ceil(math.log10(max(x for x, _ in points))), first + 1)
    step = _step(max(y for _, y in points))
    top = step * math.ceil(max(y for _, y in points) / step)

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - first) / (last - first)
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - FOOT - y / top * (HEIGHT - TOP - FOOT), 1),
        )

    parts = [_text(LEFT, 22, title, "start", 15)]
    for number in range(round(top / step) + 1):
        x, y = at(10**first, number * step)
        parts.append(f'<path d="M{x} {y}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(_text(x - 8, y + 4, f"{number * step:,.0f}", "end"))
    for power in range(first, last + 1):
        x, y = at(10**power, 0)
        parts.append(_text(x, y + 20, f"{10**power:,}", "middle"))
    named: list[tuple[float, float]] = []
    for colour, (name, line) in zip(COLOURS, lines.items(), strict=False):
        places = [at(*point) for point in sorted(line)]
        joined = " ".join(f"{x},{y}" for x, y in places)
        parts.append(f'<polyline points="{joined}" fill="none" stroke="{colour}" '
                     f'stroke-width="2"/>')  # fmt: skip
        parts += [f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in places]
        x, y = places[-1]
        while any(abs(x - left) < RIGHT and abs(y - under) < LINE for left, under in named):
            y += LINE
        named.append((x, y))
        parts.append(_text(x + 10, y + 4, name, "start", 12, colour))
    inside = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" role="img" aria-label="{title}">\n{inside}\n</svg>\n'
    )


def _step(most: float) -> float:
    """Return a round distance between lines that leaves at most six of them."""
    size = float(10 ** math.floor(math.log10(most)))
    return next(size * part for part in (0.1, 0.2, 0.5, 1, 2) if most / (size * part) <= 6)


def _text(x: float, y: float, text: str, anchor: str, size: int = 12, fill: str = "#333") -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" fill="{fill}">'
        f"{text}</text>"
    )


def main() -> None:
    for name, lines in read(FOLDER / "search.tsv").items():
        (FOLDER / f"{name}.svg").write_text(drawn(TITLES[name], lines))


if __name__ == "__main__":
    main()
