"""A page's text with the places of its words as ALTO 4, the libraries' format for it.

https://www.loc.gov/standards/alto/v4/alto-4-2.xsd
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Any

from archive.values.text import for_xml
from archive.values.word_boxes import anchors

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
MEDIA_TYPE = "application/alto+xml"


def alto(
    text: str, boxes: Sequence[Sequence[Any]], *, width: int, height: int, software: str = ""
) -> bytes:
    """Return the page as ALTO: lines as in `text`, an empty line begins a new block.

    `width` and `height` are the page's in pixels. A word without a box has no position; one with
    a confidence (0 to 100) carries it as `WC` (0 to 1). `software` names what read it.
    """
    ET.register_namespace("", NAMESPACE)
    root = _element(None, "alto")
    description = _element(root, "Description")
    _element(description, "MeasurementUnit").text = "pixel"
    if software:
        step = _element(_element(description, "Processing", ID="OCR_1"), "processingSoftware")
        _element(step, "softwareName").text = software
    size = {"WIDTH": str(width), "HEIGHT": str(height)}
    page = _element(_element(root, "Layout"), "Page", ID="P1", PHYSICAL_IMG_NR="1", **size)
    space = _element(page, "PrintSpace", HPOS="0", VPOS="0", **size)
    _write_lines(space, text, _by_beginning(text, boxes), width, height)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _by_beginning(text: str, boxes: Sequence[Sequence[Any]]) -> dict[int, Sequence[Any]]:
    """Return each box by where in the text its word begins."""
    places = anchors(boxes, text)
    return {place[0]: box for place, box in zip(places, boxes, strict=True) if place}


def _write_lines(
    space: ET.Element, text: str, boxes: dict[int, Sequence[Any]], width: int, height: int
) -> None:
    block: ET.Element | None = None
    at = count = 0
    for line in text.split("\n"):
        if not line.strip():
            block = None
        else:
            if block is None:
                count += 1
                block = _element(space, "TextBlock", ID=f"B{count}")
            row = _element(block, "TextLine")
            for number, (begin, word) in enumerate(_words(line)):
                if number:
                    _element(row, "SP")
                _write_word(row, word, boxes.get(at + begin), width, height)
        at += len(line) + 1


def _write_word(
    row: ET.Element, word: str, box: Sequence[Any] | None, width: int, height: int
) -> None:
    facts = {"CONTENT": for_xml(word)}
    if box is not None:
        facts |= {
            "HPOS": str(round(box[0] * width)),
            "VPOS": str(round(box[1] * height)),
            "WIDTH": str(round(box[2] * width)),
            "HEIGHT": str(round(box[3] * height)),
        }
        if len(box) > 5:
            facts["WC"] = f"{float(box[5]) / 100:.2f}"
    _element(row, "String", **facts)


def _words(line: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for word in line.split():
        at = line.index(word, at)
        found.append((at, word))
        at += len(word)
    return found


def _element(parent: ET.Element | None, name: str, **facts: str) -> ET.Element:
    tag = f"{{{NAMESPACE}}}{name}"
    return ET.Element(tag, facts) if parent is None else ET.SubElement(parent, tag, facts)
