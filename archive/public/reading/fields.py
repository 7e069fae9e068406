"""The description of a record in the areas of ISAD(G), with the labels readers see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.access.sight import Sight
from archive.catalogue.arrangement import rights_of
from archive.catalogue.models import Record, Vocabulary
from archive.catalogue.terms import Terms


@dataclass(frozen=True)
class Field:
    """One described fact: its label, its words and their language, and where they lead.

    Without a language they are worded as the screen is.
    """

    label: str
    text: str
    url: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Area:
    """One area of the description with what is known in it."""

    title: str | Promise
    fields: list[Field]


def areas_of(record: Record, sight: Sight) -> list[Area]:
    """Return what is described, area by area; empty fields and areas are left out."""
    terms = Terms()
    areas = (
        Area(gettext_lazy("Identity"), list(_identity(record, terms))),
        Area(gettext_lazy("Context"), list(_context(record, sight))),
        Area(gettext_lazy("Content"), list(_content(record))),
        Area(gettext_lazy("Access and use"), list(_conditions(record, terms))),
        Area(gettext_lazy("Allied materials"), list(_allied(record))),
        Area(gettext_lazy("Notes"), [_own("notes", record.notes)]),
        Area(gettext_lazy("Description control"), list(_control(record))),
    )
    kept = [Area(area.title, [f for f in area.fields if f.text]) for area in areas]
    return [area for area in kept if area.fields]


def _identity(record: Record, terms: Terms) -> Iterator[Field]:
    yield Field(_label("code"), record.code)
    yield _own("title", record.title)
    document_type = terms.label(Vocabulary.DOCUMENT_TYPE, record.document_type)
    yield Field(_label("document_type"), document_type)
    yield _own("number_and_symbol", record.number_and_symbol)
    yield Field(_label("order_number"), record.order_number)
    yield _own("date_written", record.date_written)
    yield Field(_("possible days"), _span(record))
    yield _own("extent", record.extent)
    for name in ("sheet_count", "page_count"):
        count = getattr(record, name)
        yield Field(_label(name), "" if count is None else str(count))


def _context(record: Record, sight: Sight) -> Iterator[Field]:
    yield _own("issuing_body", record.issuing_body)
    yield _own("creator", record.creator)
    if record.collection_id and record.collection and record.collection.is_public:
        collection = record.collection
        yield _own("collection", collection.title, collection.get_absolute_url())
    yield _own("history", record.history)
    yield _own("giver", record.giver)
    if record.received_on:
        yield Field(_label("received_on"), date_format(record.received_on, "SHORT_DATE_FORMAT"))
    if sight.masters:
        yield _own("receipt", record.receipt)


def _content(record: Record) -> Iterator[Field]:
    yield _own("scope_and_content", record.scope_and_content)
    yield _own("keywords", record.keywords)
    yield Field(_label("information_symbol"), record.information_symbol)
    yield _own("appraisal", record.appraisal)


def _conditions(record: Record, terms: Terms) -> Iterator[Field]:
    yield Field(_label("languages"), terms.labels(Vocabulary.LANGUAGE, record.languages))
    yield Field(_label("scripts"), terms.labels(Vocabulary.SCRIPT, record.scripts))
    for name, vocabulary in (
        ("originality", Vocabulary.ORIGINALITY),
        ("reliability", Vocabulary.RELIABILITY),
        ("condition", Vocabulary.CONDITION),
        ("retention", Vocabulary.RETENTION),
    ):
        yield Field(_label(name), terms.label(vocabulary, getattr(record, name)))
    yield _own("autograph", record.autograph)
    yield _own("use_mode", record.use_mode)
    yield _own("rights", rights_of(record.collection, record.rights).value)
    if record.declassified_by:
        day = record.declassified_on
        on = f", {date_format(day, 'SHORT_DATE_FORMAT')}" if day else ""
        yield _own("declassified_by", f"{record.declassified_by}{on}")


def _allied(record: Record) -> Iterator[Field]:
    yield _own("original_location", record.original_location)
    yield Field(_label("paper_code"), record.paper_code)
    yield _own("copies_location", record.copies_location)
    yield _own("reserve_regime", record.reserve_regime)
    yield _own("reserve_state", record.reserve_state)
    yield _own("related_material", record.related_material)
    yield _own("publication_note", record.publication_note)


def _control(record: Record) -> Iterator[Field]:
    for name in ("archivist_note", "rules", "described_on"):
        yield _own(name, getattr(record, name))


def _span(record: Record) -> str:
    """Return the first and last possible day, where they are not one and the same."""
    first, last = record.date_earliest, record.date_latest
    if first is None or last is None or first == last:
        return ""
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, "SHORT_DATE_FORMAT"),
        "last": date_format(last, "SHORT_DATE_FORMAT"),
    }


def _own(name: str, text: str, url: str = "") -> Field:
    """Return a fact in the words it was described in, which are Vietnamese."""
    return Field(_label(name), text, url, lang="vi")


def _label(name: str) -> str:
    label = str(Record._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]
