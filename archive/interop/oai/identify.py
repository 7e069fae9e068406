"""What the repository says of itself (OAI-PMH 4.2)."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parseaddr
from typing import Any, cast

from django.conf import settings
from lxml import etree

from archive.access.addresses import host
from archive.interop.oai.documents import (
    GRANULARITY,
    base_url,
    identifier_of,
    put,
    written,
)
from archive.interop.oai.harvest import earliest
from archive.ui.feeds import AUTHOR

_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_IDENTIFIER_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
# What oai-identifier.xsd takes for a name a repository may have.
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]+)+")


def put_identify(root: etree._Element, now: dt.datetime) -> None:
    said = put(root, "Identify")
    for name, text in (
        ("repositoryName", AUTHOR),
        ("baseURL", base_url()),
        ("protocolVersion", "2.0"),
        ("adminEmail", _email()),
        ("earliestDatestamp", written(earliest(now))),
        ("deletedRecord", "persistent"),
        ("granularity", GRANULARITY),
        ("compression", "gzip"),
    ):
        put(said, name, text)
    if _DOMAIN.fullmatch(host()):
        put(said, "description").append(_scheme())


def _email() -> str:
    """Return the address letters come from, in the form the protocol asks for.

    Under a host without a domain nobody is reached; `.invalid` says so (RFC 2606).
    """
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1] or "nhan-chung@localhost"
    return address if "." in address.rpartition("@")[2].strip(".") else f"{address}.invalid"


def _scheme() -> etree._Element:
    """Say how identifiers are made (oai-identifier 2.0)."""
    root = etree.Element(
        f"{{{_IDENTIFIER}}}oai-identifier", nsmap=cast(Any, {None: _IDENTIFIER, "xsi": _XSI})
    )
    root.set(f"{{{_XSI}}}schemaLocation", f"{_IDENTIFIER} {_IDENTIFIER_SCHEMA}")
    for name, text in (
        ("scheme", "oai"),
        ("repositoryIdentifier", host()),
        ("delimiter", ":"),
        ("sampleIdentifier", identifier_of("LD-P012-H034-0007")),
    ):
        etree.SubElement(root, f"{{{_IDENTIFIER}}}{name}").text = text
    return root
