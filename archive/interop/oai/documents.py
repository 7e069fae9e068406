"""The XML around what is given: the envelope, headers, errors and tokens (OAI-PMH 3.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from lxml import etree

from archive.access.addresses import at, host
from archive.interop.oai.arguments import OaiError
from archive.interop.oai.harvest import Item
from archive.interop.oai.tokens import Token
from archive.values.text import for_xml

_OAI = "http://www.openarchives.org/OAI/2.0/"
_SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
GRANULARITY = "YYYY-MM-DDThh:mm:ssZ"


def base_url() -> str:
    """Return the address harvesters know this repository by."""
    return at("interop:oai")


def identifier_of(code: str) -> str:
    """Return the identifier of the item with this code."""
    return f"oai:{host()}:{code}"


def code_in(identifier: str) -> str:
    """Return the code an identifier of ours stands for; "" for another's."""
    scheme, _, rest = identifier.partition(":")
    where, _, code = rest.partition(":")
    return code if (scheme, where.lower()) == ("oai", host()) else ""


def written(moment: dt.datetime) -> str:
    """Return a moment as UTCdatetime."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def envelope(now: dt.datetime, attributes: Mapping[str, str]) -> etree._Element:
    """Return the root with the date of the answer and what was asked."""
    root = etree.Element(f"{{{_OAI}}}OAI-PMH", nsmap=cast(Any, {None: _OAI, "xsi": _XSI}))
    root.set(f"{{{_XSI}}}schemaLocation", f"{_OAI} {_SCHEMA}")
    put(root, "responseDate", written(now))
    request = put(root, "request", base_url())
    for name, value in attributes.items():
        request.set(name, for_xml(value))
    return root


def put(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    """Add an element of the protocol to its parent."""
    child = etree.SubElement(parent, f"{{{_OAI}}}{name}")
    child.text = None if text is None else for_xml(text)
    return child


def put_error(root: etree._Element, error: OaiError) -> None:
    put(root, "error", str(error)).set("code", error.code)


def put_header(parent: etree._Element, item: Item) -> None:
    header = put(parent, "header")
    if item.record is None:
        header.set("status", "deleted")
    put(header, "identifier", identifier_of(item.code))
    put(header, "datestamp", written(item.stamped_at))
    if item.spec:
        put(header, "setSpec", item.spec)


def put_token(parent: etree._Element, token: Token, following: Token | None) -> None:
    """End a part of a list: with the token of the next one, or an empty one after the last."""
    if following is None and token.is_first:
        return
    element = put(parent, "resumptionToken", following.written() if following else None)
    element.set("completeListSize", str(token.size))
    element.set("cursor", str(token.cursor))


def as_bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
