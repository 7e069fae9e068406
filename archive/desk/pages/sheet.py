"""The image of a page with a box around every word, and the pages beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.catalogue.models import Page
from archive.files.models import Derivative
from archive.ui.addresses import media_address
from archive.values.word_boxes import anchors, realign

# Below this the machine was more often wrong than right (docs/benchmarks.md).
DOUBTFUL = 80


@dataclass(frozen=True)
class Word:
    """One box on the image, and from where to where its word stands in the text."""

    x: float
    y: float
    width: float
    height: float
    begin: int
    end: int
    is_doubtful: bool


def sheet_of(page: Page, text: str) -> dict[str, Any]:
    """Return the address of the image and the boxes of the words of `text` on it."""
    has_image = Derivative.objects.filter(
        master=page.master_id, frame=page.frame, role=Derivative.Role.PAGE_IMAGE
    ).exists()
    return {
        "image": media_address("page_image", page.record.code, page.number) if has_image else "",
        "words": _words(page, text),
    }


def neighbours(page: Page) -> dict[str, int | None]:
    """Return the numbers of the page before and the page after."""
    others = Page.objects.filter(record=page.record_id).values_list("number", flat=True)
    before = others.filter(number__lt=page.number).order_by("-number").first()
    after = others.filter(number__gt=page.number).order_by("number").first()
    return {"before": before, "after": after}


def _words(page: Page, text: str) -> list[Word]:
    boxes = page.words if text == page.text else realign(page.words, text)
    return [
        _word(box, *place) for box, place in zip(boxes, anchors(boxes, text), strict=True) if place
    ]


def _word(box: Sequence[Any], begin: int, end: int) -> Word:
    x, y, width, height = (float(value) for value in box[:4])
    is_doubtful = len(box) > 5 and float(box[5]) < DOUBTFUL
    return Word(x, y, width, height, begin, end, is_doubtful)
