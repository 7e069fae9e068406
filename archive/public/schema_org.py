"""Records, collections and people in the words of schema.org, for search engines (JSON-LD).

https://schema.org/ArchiveComponent, https://schema.org/holdingArchive
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from archive.access.addresses import absolute, at
from archive.access.dublin_core import OURS, date_of
from archive.access.linked import Links, Named
from archive.access.notes import INVENTED, closed_in
from archive.catalogue.models import (
    AppearanceRole,
    BodyRole,
    Collection,
    Person,
    PersonName,
    Record,
    RecordKind,
)
from archive.catalogue.terms import split
from archive.units.models import Unit
from archive.values.licences import rights_address

Json = dict[str, Any]
CONTEXT = "https://schema.org"
# What is of no type of its own is an archive component and nothing more.
_TYPES = {
    RecordKind.DOCUMENT: "DigitalDocument",
    RecordKind.PHOTOGRAPH: "Photograph",
    RecordKind.INTERVIEW: "AudioObject",
    RecordKind.MEMOIR: "Manuscript",
    RecordKind.MAP: "Map",
    RecordKind.PUBLICATION: "Book",
}
# A script ends at the first `</script>`, and a comment may begin in it, whatever the JSON means.
_HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def block(said: Json) -> SafeString:
    """Return JSON-LD to stand between the tags of a script."""
    return SafeString(json.dumps(said, ensure_ascii=False).translate(_HARMLESS))


def of_record(links: Links) -> Json:
    """Return a record as its viewer may have it."""
    record, sight = links.record, links.sight
    kind = RecordKind(record.kind)
    own = "VideoObject" if links.held.films else _TYPES.get(kind)
    address = absolute(record.get_absolute_url())
    said = {
        "@context": CONTEXT,
        "@type": ["ArchiveComponent", own] if own else "ArchiveComponent",
        "@id": address,
        "url": address,
        "name": sight.veiled(record.title),
        "description": sight.veiled(record.abstract or record.scope_and_content),
        **_invented(record),
        "identifier": [record.code, *filter(None, [sight.veiled(record.number_and_symbol)])],
        "dateCreated": date_of(record),
        "inLanguage": split(record.languages),
        "creator": list(_creators(links)),
        "contributor": _people(links.people[AppearanceRole.INTERVIEWER]),
        "about": [
            *_things("Thing", "subject", links.subjects),
            *_things("Event", "event", links.events),
        ],
        "mentions": [
            *_people(links.people[AppearanceRole.MENTIONED]),
            *_things("Organization", "body", links.bodies[BodyRole.MENTIONED]),
        ],
        "spatialCoverage": _things("Place", "place", links.places),
        "holdingArchive": _archive(links.holder),
        "isPartOf": _part(links.collection) if links.collection else None,
        "isAccessibleForFree": True,
        "conditionsOfAccess": closed_in(sight, links.held),
        "usageInfo": sight.veiled(links.rights),
        "license": rights_address(links.rights),
        "associatedMedia": _sound(links),
    }
    return _without_empty(said)


def of_collection(found: Collection, above: Collection | None) -> Json:
    """Return a level of arrangement, and the one it is part of."""
    return _without_empty(
        {"@context": CONTEXT}
        | _part(found)
        | {
            **_invented(found),
            "identifier": found.code,
            "description": found.scope_and_content,
            "inLanguage": split(found.languages),
            "holdingArchive": _archive(found.holder),
            "isPartOf": _part(above) if above else None,
        }
    )


def of_person(person: Person, names: Iterable[PersonName]) -> Json:
    """Return a person with the dates that are certain."""
    return _without_empty(
        {"@context": CONTEXT}
        | _thing("Person", "person", Named(person.name, person.slug))
        | {
            **_invented(person),
            "alternateName": [each.name for each in names],
            "birthDate": _certain(person.born_earliest, person.born_latest),
            "deathDate": _certain(person.died_earliest, person.died_latest),
        }
    )


def _invented(thing: Record | Collection | Person) -> Json:
    """Return what tells demonstration data from what is real."""
    return {"disambiguatingDescription": str(INVENTED)} if thing.is_demonstration else {}


def _creators(links: Links) -> Iterable[Json]:
    bodies = links.bodies[BodyRole.ISSUER] + links.bodies[BodyRole.CREATOR]
    yield from _things("Organization", "body", bodies)
    issuer = links.sight.veiled(links.record.issuing_body)
    if issuer and issuer not in {each.name for each in bodies}:
        yield {"@type": "Organization", "name": issuer}
    yield from _people(links.people[AppearanceRole.CREATOR])
    yield from _people(links.people[AppearanceRole.WITNESS])


def _people(several: Iterable[Named]) -> list[Json]:
    return _things("Person", "person", several)


def _things(kind: str, door: str, several: Iterable[Named]) -> list[Json]:
    return [_thing(kind, door, each) for each in several]


def _thing(kind: str, door: str, named: Named) -> Json:
    address = at(f"public:{door}", named.slug)
    return {"@type": kind, "@id": address, "name": named.name, "url": address}


def _archive(holder: Unit) -> Json:
    address = at("public:unit", holder.code)
    return {"@type": "ArchiveOrganization", "@id": address, "name": holder.name, "url": address}


def _part(found: Collection) -> Json:
    address = absolute(found.get_absolute_url())
    return {
        "@type": ["Collection", "ArchiveComponent"],
        "@id": address,
        "name": found.title,
        "url": address,
    }


def _sound(links: Links) -> list[Json]:
    """Return the recordings that may be heard, where each is and how long."""
    if not (links.held.parts and links.sight.audio):
        return []
    code = links.record.code
    rows = links.record.recordings.order_by("part").values_list("part", "duration_ms")
    return [
        {
            "@type": "AudioObject",
            "contentUrl": at("public:audio", code, part),
            "duration": f"PT{duration_ms // 1000}S",
            "inLanguage": links.record.language or OURS,
        }
        for part, duration_ms in rows
    ]


def _certain(first: dt.date | None, last: dt.date | None) -> str:
    """Return a day, or the year where that alone is certain; "" where not even that is."""
    if first is None or last is None or first.year != last.year:
        return ""
    return first.isoformat() if first == last else str(first.year)


def _without_empty(said: Json) -> Json:
    return {name: value for name, value in said.items() if value not in ("", [], None)}
