"""Making a scan ready to be read by machine: grey, straight, and evenly lit where that helps.

What helps was measured on pages whose text is known (`benchmarks/bench_ocr.py`).
"""

from __future__ import annotations

import itertools
import math
from typing import Any

# A4 at 600 dpi; more letters are not to be had from more pixels.
_MOST_PIXELS = 36_000_000
_STRIPS = 32
_FARTHEST = 8.0
_LEAST = 0.15
_INK = 150
_WHITE = 245
# Ink lighter than this on white paper is faint; paper this much darker in places is shaded.
_FAINT = 120
_SHADED = 0.75
_MOST_GAIN = 4.0


def straight(image: Any) -> tuple[Any, float, tuple[int, int]]:
    """Return the picture in grey with its lines level, how far it was turned, and its size before.

    In degrees clockwise and in pixels. The corners that come free make it a little larger.
    """
    image = _grey(image)
    size = (image.width, image.height)
    degrees = skew_of(image)
    if abs(degrees) < _LEAST:
        return image, 0.0, size
    # White corners beside grey paper would be taken for the paper.
    return image.rotate(degrees, background=[image.percent(60)]), degrees, size


def even(image: Any) -> Any:
    """Return a grey picture with its paper white all over and its ink as dark as it will go."""
    paper = _paper(image)
    paper = paper.resize(image.width / paper.width, vscale=image.height / paper.height)
    white = _whitened(image, paper)
    # An empty sheet has no ink to be made darker, only grain.
    gain = min(_MOST_GAIN, _WHITE / max(_WHITE - white.percent(1), 1))
    return ((white - _WHITE) * gain + 255).cast("uchar")


def is_faded(image: Any) -> bool:
    """Tell whether paper or ink of a grey picture is such that it should be made even."""
    paper = _paper(image)
    ink = _whitened(image.resize(paper.width / image.width, kernel="nearest"), paper).percent(1)
    lightest, darkest = paper.percent(95), paper.percent(5)
    return bool(ink > _FAINT or darkest < _SHADED * lightest)


def _paper(image: Any) -> Any:
    """Return what the paper looks like without what is written on it, small."""
    small = image.resize(min(1.0, 400 / max(image.width, image.height)))
    # The lighter part of a neighbourhood is paper: ink is in the minority everywhere.
    paper = small.rank(9, 9, 72).gaussblur(6)
    return (paper < 1).ifthenelse(1, paper).cast("uchar")


def _whitened(image: Any, paper: Any) -> Any:
    paper = paper.gravity("centre", image.width, image.height, extend="copy")
    return (image.cast("float") / paper * _WHITE).cast("uchar")


def skew_of(image: Any) -> float:
    """Return by how many degrees a grey picture has to be turned for its lines to be level.

    Lines are level where the sums of ink along rows differ most from row to row. The rows are
    summed in upright strips once; leaning is tried by shifting the strips against each other.
    """
    strips = _strips(image)
    if strips is None:
        return 0.0
    coarse = max(_steps(-_FARTHEST, _FARTHEST, 0.5), key=lambda degrees: _contrast(strips, degrees))
    fine = max(
        _steps(coarse - 0.4, coarse + 0.4, 0.1), key=lambda degrees: _contrast(strips, degrees)
    )
    # A page of few lines, a drawing: turned only where it is plainly better than as it is.
    if _contrast(strips, fine) <= 1.1 * _contrast(strips, 0.0):
        return 0.0
    return round(-fine, 2)


def _grey(image: Any) -> Any:
    image = image.colourspace("b-w") if image.bands > 1 else image
    pixels = image.width * image.height
    if pixels > _MOST_PIXELS:
        image = image.resize(math.sqrt(_MOST_PIXELS / pixels))
    return image.copy_memory()


class _Strips(list[list[int]]):
    """Sums of ink by row, one list for each upright strip; `width` is that of a strip in rows."""

    width: float


def _strips(image: Any) -> _Strips | None:
    scale = min(1.0, 1000 / max(image.width, image.height))
    small = image.resize(scale) if scale < 1 else image
    if min(small.width, small.height) < _STRIPS * 2:
        return None
    ink = (even(small) < _INK).ifthenelse(255, 0).cast("uchar")
    packed = ink.resize(_STRIPS / small.width, vscale=1.0, kernel="linear")
    values = bytes(packed.write_to_memory())
    strips = _Strips([list(values[strip :: packed.width]) for strip in range(packed.width)])
    strips.width = small.width / packed.width
    return strips


def _contrast(strips: _Strips, degrees: float) -> float:
    """Return how much the sums of ink differ from row to row if lines lean by `degrees`."""
    lean = math.tan(math.radians(degrees)) * strips.width
    height = len(strips[0])
    middle = (len(strips) - 1) / 2
    edge = math.ceil(abs(lean) * middle) + 1
    if height <= 2 * edge + 2:
        return 0.0
    shifted = []
    for number, strip in enumerate(strips):
        begin = edge + round(lean * (number - middle))
        shifted.append(strip[begin : begin + height - 2 * edge])
    rows = [sum(row) for row in zip(*shifted, strict=True)]
    steps: int = sum((after - before) ** 2 for before, after in itertools.pairwise(rows))
    return steps / max(len(rows), 1)


def _steps(low: float, high: float, step: float) -> list[float]:
    return [low + step * n for n in range(round((high - low) / step) + 1)]
