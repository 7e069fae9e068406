"""The piece of a page image where the words found stand, cut out through the image door.

Only pages are asked for that the search has let through the gate; the picture itself asks again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from archive.catalogue.models import Page
from archive.files.models import Derivative
from archive.search.highlight import Pattern
from archive.search.marking import mark_boxes
from archive.search.results import RecordHit

Box = tuple[float, float, float, float]

LINES_AROUND = 1.2
"""So many line heights are shown above and below the words."""
MARGIN = 0.012
"""Of the page's width, left free beside the longest line."""
TALLEST = 0.07
"""Of the page's height, from the first word shown to the last."""
WIDEST = 640  # pixels


@dataclass(frozen=True)
class Cutout:
    """A piece of a page: its address, its size in pixels, and the words in it.

    `x` to `height_part` and `boxes` are in fractions of the whole page.
    """

    url: str
    width: int
    height: int
    x: float
    y: float
    width_part: float
    height_part: float
    boxes: tuple[Box, ...]


def cutouts_of(
    hits: Sequence[RecordHit], patterns: list[Pattern], *, of_each: int = 1
) -> dict[tuple[int, int], Cutout]:
    """Return the cut-outs of the first pages found of each hit, by record id and page number.

    Three queries for all of them; a page without word boxes or a zoomable image has none.
    """
    wanted = {
        (hit.record.pk, page): hit.record.code
        for hit in hits
        for page in [p.page for p in hit.passages if p.page is not None][:of_each]
    }
    if not wanted or not patterns:
        return {}
    pages = Page.objects.at(wanted.keys()).exclude(words=[]).order_by()
    rows = list(pages.only("record_id", "number", "words", "master_id", "frame"))
    sizes = _sizes(rows)
    found = {}
    for page in rows:
        size = sizes.get((page.master_id, page.frame))
        boxes = mark_boxes(page.words, patterns) if size else []
        if size and boxes:
            key = (page.record_id, page.number)
            found[key] = cut(f"{wanted[key]}:{page.number}", size, boxes, _lines(page.words))
    return found


def _lines(words: Sequence[Sequence[float | str]]) -> list[Box]:
    return [(float(x), float(y), float(w), float(h)) for x, y, w, h, *_ in words]


def cut(image: str, size: tuple[int, int], boxes: Sequence[Box], words: Sequence[Box]) -> Cutout:
    """Return the piece of `image` that shows the most of `boxes` together, in whole lines.

    `words` are all the words of the page: they say how far its lines reach.
    """
    first = max(boxes, key=lambda box: (len(_near(box, boxes)), -box[1]))
    shown = _near(first, boxes)
    line = max(box[3] for box in shown)
    top = max(0.0, min(box[1] for box in shown) - LINES_AROUND * line)
    bottom = min(1.0, max(box[1] + box[3] for box in shown) + LINES_AROUND * line)
    beside = [*shown, *(word for word in words if top <= word[1] + word[3] / 2 <= bottom)]
    left = max(0.0, min(word[0] for word in beside) - MARGIN)
    right = min(1.0, max(word[0] + word[2] for word in beside) + MARGIN)
    return _cutout(image, size, (left, top, right, bottom), shown)


def _near(first: Box, boxes: Sequence[Box]) -> list[Box]:
    """Return the boxes that one piece beginning at the line of `first` can show."""
    top = first[1] - 0.005
    return [box for box in boxes if top <= box[1] <= top + max(TALLEST - box[3], 0.01)]


def _cutout(
    image: str, size: tuple[int, int], edges: tuple[float, float, float, float], shown: list[Box]
) -> Cutout:
    page_width, page_height = size
    left, top = int(edges[0] * page_width), int(edges[1] * page_height)
    width = max(1, min(page_width, round(edges[2] * page_width)) - left)
    height = max(1, min(page_height, round(edges[3] * page_height)) - top)
    asked = f"{WIDEST}," if width > WIDEST else "max"
    region = f"{left},{top},{width},{height}"
    scale = min(1.0, WIDEST / width)
    return Cutout(
        url=reverse("iiif:picture", args=[image, region, asked, "0", "default.jpg"]),
        width=round(width * scale),
        height=max(1, round(height * scale)),
        x=left / page_width,
        y=top / page_height,
        width_part=width / page_width,
        height_part=height / page_height,
        boxes=tuple(shown),
    )


def _sizes(pages: Sequence[Page]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the size in pixels of each page's zoomable image, by master and frame."""
    rows = Derivative.objects.filter(
        role=Derivative.Role.PYRAMID,
        master__in={page.master_id for page in pages},
        frame__in={page.frame for page in pages},
    ).values_list("master_id", "frame", "width", "height")
    return {
        (master, frame): (width, height)
        for master, frame, width, height in rows
        if width and height
    }
