"""Opening a stranger's XML: no entities, no document type, no network, no giant trees."""

from __future__ import annotations

from typing import Any, cast

from lxml import etree


class HostileXml(ValueError):
    """The file declares a document type, which could make the parser read or grow things."""


class BrokenXml(ValueError):
    """The file is no well-formed XML; `line` is where it breaks."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def parse(data: bytes) -> etree._Element:
    """Return the root element. Raises `HostileXml` or `BrokenXml`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BrokenXml(error.msg or "", error.lineno or 0) from None
    except ValueError as error:
        raise BrokenXml(str(error), 0) from None
    document = cast(Any, root.getroottree().docinfo)
    if document.doctype or document.internalDTD is not None:
        raise HostileXml
    return root


def line_of(element: etree._Element) -> int:
    """Return where an element stands in the file; 0 when that is not known."""
    return int(cast(Any, element).sourceline or 0)


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; comments have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def text_of(parent: etree._Element, name: str) -> str:
    """Return the words of the first child called `name`, whatever its namespace."""
    for child in parent:
        if local(child) == name:
            return "".join(str(piece) for piece in child.itertext()).strip()
    return ""
