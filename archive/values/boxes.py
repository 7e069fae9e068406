"""Places on a page: a box in hundredths of its width and height, as media fragments write it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIGURES = r"\s*[,;]\s*".join([r"(\d{1,3}(?:\.\d{1,4})?)"] * 4)
_BOX = re.compile(rf"(?:xywh=)?(?:percent:)?\s*{_FIGURES}\s*")


class InvalidBox(ValueError):
    """The text is no box on a page."""


@dataclass(frozen=True)
class Box:
    """A box on a page, in percent: from the left, from the top, its width, its height."""

    x: float
    y: float
    width: float
    height: float

    def __str__(self) -> str:
        return "percent:" + ",".join(
            f"{figure:.2f}".rstrip("0").rstrip(".")
            for figure in (self.x, self.y, self.width, self.height)
        )


def parse_box(text: str) -> Box:
    """Return the box written as `percent:x,y,w,h` (W3C Media Fragments), or its figures alone.

    Raises InvalidBox, also for a box that is empty or reaches over the page's edge.
    """
    found = _BOX.fullmatch(text.strip())
    if found is None:
        raise InvalidBox(text)
    box = Box(*(round(float(figure), 2) for figure in found.groups()))
    # A hundredth over the edge is what rounding makes of a box that ends at it.
    is_inside = box.x + box.width <= 100.01 and box.y + box.height <= 100.01
    if not (is_inside and box.width > 0 and box.height > 0):
        raise InvalidBox(text)
    return box
