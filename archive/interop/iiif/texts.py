"""What stands on a page and what is said on a tape, as annotations a viewer lays beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archive.access.addresses import at
from archive.access.sight import Sight
from archive.access.speech import cues_for
from archive.catalogue.models import Page, Record, Transcript
from archive.interop.iiif import addresses
from archive.interop.iiif.canvases import Json
from archive.interop.iiif.manifests import PRESENTATION
from archive.interop.shown import picture_sizes
from archive.values.word_boxes import anchors

GRANULARITY = "http://iiif.io/api/extension/text-granularity/context.json"
Box = tuple[float, float, float, float]


def page_text(record: Record, page: Page) -> Json:
    """Return the lines of a page, each where it stands; the caller asked whether it is open."""
    canvas = addresses.canvas(record.code, page.number)
    width, height = picture_sizes(record, [page.number]).get(page.number, (0, 0))
    items = []
    for number, (line, box) in enumerate(_lines(page), start=1):
        place = xywh(box, width, height) if box and width else ""
        items.append(
            textual(f"{canvas}/line/{number}", line, canvas + place, "line" if place else "page")
        )
    return _page_of(at("iiif:page_text", record.code, page.number), items)


def transcript(record: Record, sight: Sight, version: Transcript) -> Json:
    """Return what `sight` may read of a version, stretch by stretch."""
    canvas = addresses.sound(record.code)
    items = [
        textual(
            f"{canvas}/stretch/{version.key}/{number}",
            f"{cue.speaker}: {cue.text}" if cue.speaker else cue.text,
            canvas + addresses.stretch(cue.start_ms, cue.end_ms),
            "block",
            version.language,
        )
        for number, cue in enumerate(cues_for(sight, version), start=1)
    ]
    return _page_of(at("iiif:transcript", record.code, version.key), items)


def textual(name: str, text: str, target: str, granularity: str, language: str = "vi") -> Json:
    """Return one annotation that says what is written or said at `target`."""
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "supplementing",
        "textGranularity": granularity,
        "body": {
            "type": "TextualBody",
            "value": text,
            "format": "text/plain",
            "language": language,
        },
        "target": target,
    }


def xywh(box: Sequence[Any], width: int, height: int) -> str:
    """Return the fragment for a box in fractions of a canvas of this size: at least a pixel."""
    x, y, w, h = box[:4]
    left, top = max(0, round(x * width)), max(0, round(y * height))
    across = max(1, min(round(w * width), width - left))
    down = max(1, min(round(h * height), height - top))
    return f"#xywh={left},{top},{across},{down}"


def _lines(page: Page) -> Iterator[tuple[str, Box | None]]:
    """Give each written line with the box around those of its words whose places are known."""
    placed = [
        (place[0], box)
        for place, box in zip(anchors(page.words, page.text), page.words, strict=True)
        if place
    ]
    at = 0
    for line in page.text.split("\n"):
        ends = at + len(line)
        if line.strip():
            yield line.strip(), _around([box for begins, box in placed if at <= begins < ends])
        at = ends + 1


def _around(boxes: list[Any]) -> Box | None:
    if not boxes:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right = max(box[0] + box[2] for box in boxes)
    bottom = max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def _page_of(name: str, items: list[Json]) -> Json:
    return {
        "@context": [GRANULARITY, PRESENTATION],
        "id": name,
        "type": "AnnotationPage",
        "items": items,
    }
