"""The formats a record is given in, each by its metadataPrefix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from archive.access.dublin_core import elements_of
from archive.access.linked import Links
from archive.catalogue.terms import Terms
from archive.interop.oai import mods, oai_dc

# Raise it when a record is put into other words or elements than before: all of them are read
# again, and those that changed get a new datestamp.
EDITION = 3


@dataclass(frozen=True)
class Format:
    """One way to write a record as XML, with what ListMetadataFormats says of it."""

    prefix: str
    schema: str
    namespace: str
    write: Callable[[Links, Terms], etree._Element]


def _dublin_core(links: Links, terms: Terms) -> etree._Element:
    return oai_dc.container(elements_of(links, terms))


FORMATS = {
    each.prefix: each
    for each in (
        Format("oai_dc", oai_dc.SCHEMA, oai_dc.NAMESPACE, _dublin_core),
        Format("mods", mods.SCHEMA, mods.NAMESPACE, mods.written),
    )
}
