"""The manifest of a record and the collection of many: IIIF Presentation 3, as one viewer has them.

https://iiif.io/api/presentation/3.0/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.access import gate
from archive.access.addresses import absolute, at
from archive.access.audiences import Viewer
from archive.access.notes import INVENTED
from archive.access.sight import Sight, sights_of
from archive.access.speech import told_versions
from archive.access.wholes import whole_pdf
from archive.catalogue.arrangement import rights_of
from archive.catalogue.models import (
    Collection,
    Page,
    Record,
    Recording,
    Transcript,
    Vocabulary,
)
from archive.catalogue.terms import Terms
from archive.files.models import Derivative
from archive.interop.iiif import addresses, labels
from archive.interop.iiif.canvases import (
    Json,
    page_canvases,
    ranges,
    sound_canvas,
)
from archive.units.models import Unit
from archive.values.licences import rights_address

PRESENTATION = "http://iiif.io/api/presentation/3/context.json"
SEARCH = "http://iiif.io/api/search/2/context.json"
PER_PAGE = 500
WITH_PARTS = Record.objects.select_related("collection", "holder", "unit")


def manifest_of(record: Record, viewer: Viewer, sight: Sight) -> Json | None:
    """Return the manifest; None when there is nothing to see or hear. Constant queries."""
    versions = told_versions(record, sight)
    pages, sound = page_canvases(record, sight), sound_canvas(record, sight, versions)
    canvases = pages + ([sound] if sound else [])
    if not canvases:
        return None
    rights = rights_of(record.collection, record.rights).value
    said: Json = {
        "@context": [SEARCH, PRESENTATION],
        "id": addresses.manifest(record.code),
        "type": "Manifest",
        "label": labels.told(sight.veiled(record.title)),
        "metadata": list(_metadata(record, viewer, sight)),
        "requiredStatement": _source(record, sight, rights),
        "provider": [_provider(record.holder)],
        "homepage": [_page_of(record, sight)],
        "seeAlso": [_citation(record)],
        "service": [{"id": at("iiif:search", record.code), "type": "SearchService2"}],
        "items": canvases,
    }
    if summary := sight.veiled(record.abstract or record.scope_and_content):
        said["summary"] = labels.told(summary)
    if address := rights_address(rights):
        said["rights"] = address
    if pages:
        said["thumbnail"] = pages[0]["thumbnail"]
    if rendered := list(_renderings(record, sight, versions)):
        said["rendering"] = rendered
    if record.date_earliest:
        said["navDate"] = f"{record.date_earliest.isoformat()}T00:00:00Z"
    if above := _seen(viewer, record.collection_id):
        said["partOf"] = [above]
    if sound and (contents := ranges(record, sight)):
        said["structures"] = contents
    return said


def collection_of(found: Collection, viewer: Viewer, number: int) -> Json | None:
    """Return one page of a collection; None where there is none. The first names the others."""
    records = _shown_in(found, viewer)
    last = max(1, -(-records.count() // PER_PAGE))
    if not 1 <= number <= last:
        return None
    page = list(records[(number - 1) * PER_PAGE : number * PER_PAGE])
    address = addresses.collection(found.code)
    items = list(_manifests(page, viewer))
    if number == 1:
        below = gate.visible_collections(viewer).filter(parent=found).order_by("code")
        items = [
            *(_reference(child) for child in below[:PER_PAGE]),
            *items,
            *(_further(address, each) for each in range(2, last + 1)),
        ]
    said: Json = {
        "@context": PRESENTATION,
        "id": address if number == 1 else f"{address}?page={number}",
        "type": "Collection",
        "label": labels.told(found.title),
        "provider": [_provider(found.holder)],
        "homepage": [
            {
                "id": absolute(found.get_absolute_url()),
                "type": "Text",
                "format": "text/html",
                "label": labels.told(found.title),
            }
        ],
        "items": items,
    }
    if found.scope_and_content:
        said["summary"] = labels.told(found.scope_and_content)
    if number > 1:
        said["partOf"] = [{"id": address, "type": "Collection"}]
    elif above := _seen(viewer, found.parent_id):
        said["partOf"] = [above]
    return said


def _shown_in(found: Collection, viewer: Viewer) -> QuerySet[Record]:
    """Return the visible records right in a collection of which there is something to show."""
    pictured = Page.objects.filter(
        record=OuterRef("pk"), master__derivatives__role=Derivative.Role.PYRAMID
    )
    recorded = Recording.objects.filter(record=OuterRef("pk"), duration_ms__gt=0)
    return (
        gate.visible_records(viewer)
        .filter(collection=found)
        .annotate(is_pictured=Exists(pictured), is_recorded=Exists(recorded))
        .filter(Q(is_pictured=True) | Q(is_recorded=True))
        .order_by("code")
    )


def _manifests(records: list[Any], viewer: Viewer) -> Iterator[Json]:
    sights = sights_of(viewer, records)
    for record in records:
        sight = sights[record.pk]
        if (sight.pages and record.is_pictured) or (sight.audio and record.is_recorded):
            title = labels.told(sight.veiled(record.title))
            yield {"id": addresses.manifest(record.code), "type": "Manifest", "label": title}


def _further(address: str, number: int) -> Json:
    label = labels.formatted("Page %(number)s", number=number)
    return {"id": f"{address}?page={number}", "type": "Collection", "label": label}


def _reference(found: Collection) -> Json:
    address = addresses.collection(found.code)
    return {"id": address, "type": "Collection", "label": labels.told(found.title)}


def _seen(viewer: Viewer, pk: int | None) -> Json | None:
    """Return a reference to the collection, where there is one the viewer may see."""
    found = gate.visible_collections(viewer).filter(pk=pk).first() if pk else None
    return _reference(found) if found else None


def _metadata(record: Record, viewer: Viewer, sight: Sight) -> Iterator[Json]:
    """Give what a reader wants beside the picture, each with its label in both languages."""
    terms = Terms()
    yield _fact("code", labels.plain(record.code))
    if record.document_type:
        names = terms.both_labels(Vocabulary.DOCUMENT_TYPE, record.document_type)
        yield _fact("document_type", {"vi": names[:1], "en": names[-1:]})
    else:
        yield _fact("kind", labels.both(_kind(record)))
    for name in ("number_and_symbol", "date_written", "extent"):
        if text := getattr(record, name):
            yield _fact(name, labels.plain(text))
    for name in ("issuing_body", "creator", "scope_and_content"):
        if text := sight.veiled(getattr(record, name)):
            yield _fact(name, labels.told(text))
    if people := _people(record, viewer, sight):
        yield {"label": labels.both(_("People")), "value": {"none": people}}
    if record.unit:
        yield _fact("unit", labels.told(record.unit.name))
    if record.is_demonstration:
        yield {
            "label": labels.both(_("Note")),
            "value": labels.both(INVENTED),
        }


def _people(record: Record, viewer: Viewer, sight: Sight) -> list[str]:
    seen = gate.visible_appearances(viewer).filter(record=record)
    named = seen.order_by("person__sort_key").values_list("person_id", "person__name")
    return list(dict.fromkeys(sight.name_of(pk, name) for pk, name in named))


def _kind(record: Record) -> str | Promise:
    choices: dict[Any, Any] = dict(Record._meta.get_field("kind").flatchoices)
    label: str | Promise = choices[record.kind]
    return label


def _fact(name: str, value: labels.Labels) -> Json:
    label = Record._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    said = {key: [text[:1].upper() + text[1:]] for key, [text] in labels.both(label).items()}
    return {"label": said, "value": value}


def _source(record: Record, sight: Sight, rights: str) -> Json:
    """Return who holds it, under which code, and what may be done with it."""
    lines = [f"{record.holder.name}, {record.code}", sight.veiled(rights)]
    return {
        "label": labels.both(_("Source")),
        "value": {"none": [line for line in lines if line]},
    }


def _provider(holder: Unit) -> Json:
    page = at("public:unit", holder.code)
    label = labels.told(holder.name)
    homepage = {"id": page, "type": "Text", "format": "text/html", "label": label}
    return {"id": page, "type": "Agent", "label": label, "homepage": [homepage]}


def _page_of(record: Record, sight: Sight) -> Json:
    return {
        "id": absolute(record.get_absolute_url()),
        "type": "Text",
        "format": "text/html",
        "label": labels.told(sight.veiled(record.title)),
        "language": list(labels.LANGUAGES),
    }


def _citation(record: Record) -> Json:
    return {
        "id": at("public:cite_ris", record.code),
        "type": "Dataset",
        "format": "application/x-research-info-systems",
        "label": labels.plain("RIS"),
    }


def _renderings(record: Record, sight: Sight, versions: list[Transcript]) -> Iterator[Json]:
    """Give what may be taken away whole: the PDF, the transcript."""
    if sight.pages and whole_pdf(record, sight) is not None:
        yield {
            "id": at("public:pdf", record.code),
            "type": "Text",
            "format": "application/pdf",
            "label": labels.plain("PDF"),
        }
    for version in versions:
        address = at("public:transcript_file", record.code, "txt")
        yield {
            "id": f"{address}?transcript={version.key}",
            "type": "Text",
            "format": "text/plain",
            "label": labels.both(_("Transcript")),
            "language": [version.language],
        }
