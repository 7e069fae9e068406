"""A page as ALTO: every word in its line, with its place and how sure it is."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from archive.values.alto import NAMESPACE, alto

NS = {"a": NAMESPACE}


def test_lines_blocks_places_and_confidence() -> None:
    boxes = [[0.1, 0.2, 0.25, 0.05, "Thông", 93], [0.4, 0.2, 0.1, 0.05, "báo"]]
    page = ET.fromstring(alto("Thông báo\nlần một\n\n& <hết>", boxes, width=1000, height=2000))
    assert page.find(".//a:Page", NS).attrib["HEIGHT"] == "2000"  # type: ignore[union-attr]
    lines = [
        [
            (word.get("CONTENT"), word.get("HPOS"), word.get("WC"))
            for word in line.findall("a:String", NS)
        ]
        for line in page.iterfind(".//a:TextLine", NS)
    ]
    assert lines == [
        [("Thông", "100", "0.93"), ("báo", "400", None)],
        [("lần", None, None), ("một", None, None)],
        [("&", None, None), ("<hết>", None, None)],
    ]
    assert len(page.findall(".//a:TextBlock", NS)) == 2


def test_what_xml_cannot_write_is_left_out() -> None:
    page = ET.fromstring(alto("a\x01b \x0b", [], width=1, height=1))
    assert [word.get("CONTENT") for word in page.iterfind(".//a:String", NS)] == ["ab"]
