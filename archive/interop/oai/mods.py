"""MODS of what a visitor may know."""

from __future__ import annotations

import copy
from typing import Any

from lxml import etree

from archive.access.consents import TELLING_FIELDS
from archive.access.linked import Links, Named
from archive.catalogue.models import Record
from archive.catalogue.terms import Terms
from archive.interop.mods import NAMESPACE, mods_of

__all__ = ["NAMESPACE", "SCHEMA", "written"]

SCHEMA = "http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"
_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"


def written(links: Links, terms: Terms) -> etree._Element:
    """Return a record as MODS 3.8."""
    root: etree._Element = mods_of(
        _shown(links), _facts(links), links.sight.veiled(links.rights), terms
    )
    root.set(_LOCATION, f"{NAMESPACE} {SCHEMA}")
    # When it was entered and last touched is the office's own affair, and would be news each time.
    for own in root.findall(f"{{{NAMESPACE}}}recordInfo"):
        root.remove(own)
    return root


def _shown(links: Links) -> Record:
    """Return the record with no name in its description that is withheld."""
    shown = copy.copy(links.record)
    shown.holder = links.holder
    if links.sight.veils:
        for name in TELLING_FIELDS:
            setattr(shown, name, links.sight.veiled(getattr(shown, name)))
    return shown


def _facts(links: Links) -> dict[str, Any]:
    shelf = links.collection
    return {
        "people": _by_role(links.people),
        "bodies": _by_role(links.bodies),
        "subjects": _named(links.subjects),
        "events": _named(links.events),
        "places": _named(links.places),
        "part_of": [{"title": shelf.title, "code": shelf.code}] if shelf else [],
    }


def _by_role(several: dict[Any, list[Named]]) -> list[dict[str, str]]:
    return [{"name": each.name, "role": role} for role, named in several.items() for each in named]


def _named(several: list[Named]) -> list[dict[str, str]]:
    return [{"name": each.name} for each in several]
