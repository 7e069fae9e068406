"""Unqualified Dublin Core as OAI-PMH asks every repository for it."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from archive.access.dublin_core import Element
from archive.values.text import for_xml

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_DC = "http://purl.org/dc/elements/1.1/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def container(elements: Iterable[Element]) -> etree._Element:
    """Return elements of Dublin Core in the container OAI has for them."""
    root = etree.Element(f"{{{NAMESPACE}}}dc", nsmap={"oai_dc": NAMESPACE, "dc": _DC, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    for element in elements:
        child = etree.SubElement(root, f"{{{_DC}}}{element.name}")
        child.text = for_xml(element.text)
        if element.lang:
            child.set(_LANG, element.lang)
    return root
