"""A collection in a finding aid: as the whole that is described, or as a part of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max, Min

from archive.access.addresses import absolute, at
from archive.catalogue.arrangement import rights_of
from archive.catalogue.models import AccessLevel, Collection, Vocabulary
from archive.catalogue.terms import Terms, split
from archive.interop.ead.parts import (
    block,
    dates,
    ead,
    extents,
    invented,
    languages,
    named,
    sections,
)
from archive.interop.markup import Element
from archive.journal.models import Entry

# What EAD3 knows of levels; an office's own are `otherlevel`.
_KNOWN = frozenset(
    ("class", "collection", "file", "fonds", "item", "recordgrp", "series", "subfonds", "subgrp")
) | {"subseries"}
_SECTIONS = {
    "scopecontent": ("scope_and_content",),
    "bioghist": ("creator_history",),
    "custodhist": ("history",),
    "acqinfo": ("acquisition",),
    "arrangement": ("arrangement",),
    "appraisal": ("appraisal",),
    "accruals": ("accruals",),
    "phystech": ("use_mode",),
    "otherfindaid": ("finding_aids",),
    "relatedmaterial": ("related_material",),
    "bibliography": ("publication_note",),
    "processinfo": ("archivist_note", "rules", "described_on"),
    "odd": ("notes",),
}


def control(found: Collection, *, now: dt.datetime) -> Element:
    """Return what is said of the finding aid itself. One query."""
    holder = found.holder.name
    return ead(
        "control",
        ead("recordid", found.code, instanceurl=at("interop:finding_aid", found.code)),
        ead("representation", "HTML", href=absolute(found.get_absolute_url())),
        ead(
            "filedesc",
            ead("titlestmt", ead("titleproper", found.title), ead.told("author", holder)),
            ead("publicationstmt", ead("publisher", holder), ead("date", _day(now))),
        ),
        ead("maintenancestatus", value="derived"),
        ead("publicationstatus", value="published"),
        ead("maintenanceagency", ead("agencyname", holder)),
        ead(
            "languagedeclaration",
            ead("language", "Tiếng Việt", langcode="vie"),
            ead("script", "Chữ Latinh", scriptcode="Latn"),
        ),
        ead("conventiondeclaration", ead("abbr", "ISAD(G)"), ead("citation", "ISAD(G)")),
        ead("maintenancehistory", *_events(found, now)),
        countryencoding="iso3166-1",
        dateencoding="iso8601",
        langencoding="iso639-3",
        scriptencoding="iso15924",
    )


def whole(found: Collection, terms: Terms) -> Element:
    """Return the description of the collection the finding aid is of."""
    rights = rights_of(found.parent, found.rights).value
    holder = ead("repository", named("corpname", found.holder.name))
    described = _described(found, terms, rights, holder)
    return ead("archdesc", *described, _citation(found), **_level(found))


def part(level: Collection, terms: Terms) -> Element:
    """Return the description of a level below it; what it does not say itself is said above."""
    return ead("c", *_described(level, terms, level.rights), **_level(level))


def _described(
    level: Collection, terms: Terms, rights: str, holder: Element | None = None
) -> Iterator[Element | None]:
    yield ead(
        "did",
        ead("unitid", level.code, identifier=absolute(level.get_absolute_url())),
        ead("unittitle", level.title),
        *dates(level.date_written, level.date_edtf, level.date_earliest, level.date_latest),
        *extents(level),
        ead("origination", named("name", level.creator)) if level.creator.strip() else None,
        languages(level, terms),
        holder,
    )
    yield from sections(level, _SECTIONS)
    yield invented(level)
    if level.preservation:
        condition = terms.label(Vocabulary.CONDITION, level.preservation)
        yield block("phystech", condition, localtype="condition")
    yield block("accessrestrict", str(AccessLevel(level.ceiling).label))
    yield block("userestrict", rights)
    words = [named("subject", word) for word in split(level.keywords)]
    if any(word is not None for word in words):
        yield ead("controlaccess", *words)


def _level(level: Collection) -> dict[str, str]:
    if level.level in _KNOWN:
        return {"level": level.level}
    return {"level": "otherlevel", "otherlevel": level.level}


def _citation(found: Collection) -> Element | None:
    cited = f"{found.holder.name}. {found.title}. {found.code}."
    return block("prefercite", f"{cited} {absolute(found.get_absolute_url())}")


def _events(found: Collection, now: dt.datetime) -> Iterator[Element]:
    acts = Entry.objects.about(found).filter(act__startswith="catalogue.collection.")
    known = acts.aggregate(first=Min("at"), last=Max("at"))
    holder = found.holder.name
    if known["first"]:
        yield _event("created", known["first"], "human", holder)
        if known["last"] != known["first"]:
            yield _event("revised", known["last"], "human", holder)
    yield _event("derived", now, "machine", "Nhân Chứng")


def _event(kind: str, now: dt.datetime, agent: str, name: str) -> Element:
    return ead(
        "maintenanceevent",
        ead("eventtype", value=kind),
        ead("eventdatetime", _day(now), standarddatetime=_day(now)),
        ead("agenttype", value=agent),
        ead("agent", name),
    )


def _day(now: dt.datetime) -> str:
    return now.date().isoformat()
