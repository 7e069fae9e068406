"""The columns a spreadsheet of records may have.

A heading is the Vietnamese name of the field as every screen shows it, so that nobody learns a
second vocabulary; the English name and the field's own name are understood too.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, cast

from django.db.models import Field
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.access.models import Clause, Consent
from archive.catalogue.models import AppearanceRole, BodyRole, Collection, Record
from archive.values.text import fold


class Kind(StrEnum):
    """How the cells of a column are read."""

    CODE = "code"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    DAY = "day"
    UNIT = "unit"
    COLLECTION = "collection"
    NAMES = "names"
    FILES = "files"
    CHOICES = "choices"
    TERM = "term"
    YES = "yes"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """One column: its field, how its cells are read, the example in the template."""

    key: str
    kind: Kind = Kind.TEXT
    example: str = ""
    required: bool = False
    role: AppearanceRole | None = None
    body_role: BodyRole | None = None

    @property
    def label(self) -> StrPromise | str:
        if self.key in _LABELS:
            return _LABELS[self.key]
        return str(capfirst(str(_field(self.key).verbose_name)))

    @property
    def max_length(self) -> int:
        if self.kind in (Kind.NAMES, Kind.FILES):
            return 20_000
        if self.kind not in (Kind.TEXT, Kind.DATE) or self.key == "consent_of":
            return 500  # judged by what it names, not by how it is written
        return _field(self.key).max_length or 100_000


def _field(key: str) -> Field[Any, Any]:
    if key in CONSENT_KEYS:
        owner = Clause if key in _OF_CLAUSES else Consent
        return cast("Field[Any, Any]", owner._meta.get_field(_OF_CLAUSES.get(key) or key[8:]))
    model = Collection if key in OF_LEVELS_ONLY else Record
    return cast("Field[Any, Any]", model._meta.get_field(key))


# What only a level of arrangement says of itself.
OF_LEVELS_ONLY = frozenset(
    {
        "level",
        "status",
        "creator_history",
        "acquisition",
        "arrangement",
        "accruals",
        "finding_aids",
        "preservation",
        "publication",
    }
)
_OF_CLAUSES = {"consent_allows": "scope"}


_LABELS = {
    "creators": _("Creators (persons)"),
    "witnesses": _("Witnesses"),
    "interviewers": _("Interviewers"),
    "mentioned": _("People mentioned"),
    "issuing_bodies": _("Issuing bodies"),
    "creating_bodies": _("Creators (bodies)"),
    "receiving_bodies": _("Recipients (bodies)"),
    "bodies_mentioned": _("Bodies mentioned"),
    "places": _("Places"),
    "events": _("Events"),
    "subjects": _("Subjects"),
    "level": _("Level (only for a fonds, series or file)"),
    "status": _("Status of the fonds (only of a level)"),
    "creator_history": _("Administrative or biographical history (only of a level)"),
    "acquisition": _("Immediate source of acquisition (only of a level)"),
    "preservation": _("Physical condition (only of a level)"),
    "arrangement": _("System of arrangement (only of a level)"),
    "accruals": _("Accruals (only of a level)"),
    "finding_aids": _("Finding aids (only of a level)"),
    "publication": _("Shown to the public (only of a level)"),
    "files": _("Files (by name, from your deposits)"),
    "transcript": _("Transcript (file name)"),
    "consent_of": _("Consent: about which witness"),
    "consent_given_on": _("Consent: given on"),
    "consent_allows": _("Consent: allows"),
    "consent_begins_on": _("Consent: from"),
    "consent_ends_on": _("Consent: until"),
    "consent_only_after_death": _("Consent: only after the witness's death"),
    "consent_giver": _("Consent: given by"),
    "consent_giver_name": _("Consent: name of the giver"),
    "consent_pseudonym": _("Consent: pseudonym"),
    "consent_conditions": _("Consent: conditions in the giver's words"),
    "consent_form": _("Consent: signed form (file name)"),
    "consent_form_version": _("Consent: version of the form"),
    "consent_language_read": _("Consent: language it was read out in"),
}

COLUMNS = (
    Column("code", Kind.CODE, "LD-P012-H034-0007", required=True),
    Column("level", Kind.TERM),
    Column("kind", Kind.CHOICE, "Phỏng vấn", required=True),
    Column("title", Kind.TEXT, "Lời kể về những ngày đầu xây dựng cơ sở (minh hoạ)", required=True),
    Column("abstract", Kind.TEXT, "Nhân chứng kể về việc gây dựng cơ sở ở vùng ven."),
    Column("collection", Kind.COLLECTION, ""),
    Column("unit", Kind.UNIT, "Huyện Đức Trọng, Lâm Đồng"),
    Column("creator"),
    Column("document_type", Kind.TERM),
    Column("number_and_symbol"),
    Column("issuing_body"),
    Column("order_number"),
    Column("date_written", Kind.DATE, "khoảng năm 1961"),
    Column("extent", Kind.TEXT, "1 băng, 45 phút"),
    Column("sheet_count", Kind.NUMBER),
    Column("page_count", Kind.NUMBER),
    Column("languages", Kind.TERM, "vi"),
    Column("scripts", Kind.TERM, "Chữ Quốc ngữ (chữ La-tinh)"),
    Column("scope_and_content"),
    Column("appraisal"),
    Column("keywords"),
    Column("related_material"),
    Column("publication_note"),
    Column("notes"),
    Column("rights"),
    Column("giver", Kind.TEXT, "Nhân chứng minh hoạ số 1"),
    Column("receipt"),
    Column("received_on", Kind.DAY, "15/03/2024"),
    Column("original_location", Kind.TEXT, "Kho 1, giá 3, hộp 12"),
    Column("copies_location"),
    Column("originality", Kind.TERM, "Bản gốc"),
    Column("condition", Kind.TERM, "Tốt"),
    Column("reliability", Kind.TERM),
    Column("retention", Kind.TERM),
    Column("information_symbol"),
    Column("autograph"),
    Column("history"),
    Column("use_mode"),
    Column("paper_code"),
    Column("reserve_regime"),
    Column("reserve_state"),
    Column("archivist_note"),
    Column("rules"),
    Column("described_on"),
    Column("status", Kind.CHOICE),
    Column("creator_history"),
    Column("acquisition"),
    Column("preservation", Kind.TERM),
    Column("arrangement"),
    Column("accruals"),
    Column("finding_aids"),
    Column("publication", Kind.CHOICE),
    Column("creators", Kind.NAMES, role=AppearanceRole.CREATOR),
    Column(
        "witnesses", Kind.NAMES, "Nhân chứng minh hoạ số 1", role=AppearanceRole.WITNESS
    ),
    Column("interviewers", Kind.NAMES, role=AppearanceRole.INTERVIEWER),
    Column("mentioned", Kind.NAMES, role=AppearanceRole.MENTIONED),
    Column("issuing_bodies", Kind.NAMES, body_role=BodyRole.ISSUER),
    Column("creating_bodies", Kind.NAMES, body_role=BodyRole.CREATOR),
    Column("receiving_bodies", Kind.NAMES, body_role=BodyRole.RECIPIENT),
    Column("bodies_mentioned", Kind.NAMES, body_role=BodyRole.MENTIONED),
    Column("places", Kind.NAMES, "Đà Lạt; Đức Trọng"),
    Column("subjects", Kind.NAMES, "Xây dựng cơ sở cách mạng"),
    Column("events", Kind.NAMES),
    Column("files", Kind.FILES),
    Column("transcript", Kind.FILES),
    Column("consent_of", Kind.TEXT, "Nhân chứng minh hoạ số 1"),
    Column("consent_given_on", Kind.DAY, "15/03/2024"),
    Column("consent_allows", Kind.CHOICES, "Được ghi âm, ghi hình; Lưu giữ tại kho lưu trữ"),
    Column("consent_begins_on", Kind.DAY),
    Column("consent_ends_on", Kind.DAY),
    Column("consent_only_after_death", Kind.YES),
    Column("consent_giver", Kind.CHOICE, "Nhân chứng"),
    Column("consent_giver_name"),
    Column("consent_pseudonym"),
    Column("consent_conditions"),
    Column("consent_form", Kind.FILES),
    Column("consent_form_version"),
    Column("consent_language_read"),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
CONSENT_KEYS = frozenset(key for key in BY_KEY if key.startswith("consent_"))
CLEAR = "(trống)"
"""A cell that says so empties the field; an empty cell leaves it as it is."""

KEEP = "(giữ nguyên)"
"""A cell that says so leaves the field as it is, as an empty one does."""


def headings(language: str = "vi") -> list[str]:
    """The headings of the template in `language`."""
    with translation.override(language):
        return [str(column.label) for column in COLUMNS]


def column_for(heading: str) -> Column | None:
    """The column a heading means, however it is cased or marked."""
    return _known_headings().get(_plain(heading))


# What exports of AtoM (ISAD(G) template) and ArchivesSpace, and former templates of ours, call
# these columns.
_ELSEWHERE = {
    "identifier": "code",
    "referenceCode": "code",
    "levelOfDescription": "level",
    "extentAndMedium": "extent",
    "eventDates": "date_written",
    "dateExpression": "date_written",
    "eventActors": "creators",
    "language": "languages",
    "archivalHistory": "history",
    "appraisal": "appraisal",
    "rules": "rules",
    "archivistNote": "archivist_note",
    "revisionHistory": "described_on",
    "script": "scripts",
    "institutionalHistory": "creator_history",
    "Archival history (only of a level)": "history",
    "Lịch sử lưu trữ (chỉ của một cấp)": "history",
    "Extent": "extent",
    "Creator": "creator",
    "Related material": "related_material",
    "Published in": "publication_note",
    "Place of the original": "original_location",
    "Place of copies": "copies_location",
    "immediateSourceOfAcquisition": "giver",
    "locationOfOriginals": "original_location",
    "locationOfCopies": "copies_location",
    "relatedUnitsOfDescription": "related_material",
    "publicationNote": "publication_note",
    "findingAids": "finding_aids",
    "generalNote": "notes",
    "subjectAccessPoints": "subjects",
    "placeAccessPoints": "places",
    "nameAccessPoints": "mentioned",
    "parentIdentifier": "collection",
}


def heading_like(heading: str) -> str:
    """The key of the column somebody may have meant by a heading nobody knows, or nothing."""
    plain, known = _plain(heading), _known_headings()
    begun = [each for each in known if len(each) > 4 and plain.startswith(each)]
    close = begun or difflib.get_close_matches(plain, known, n=1, cutoff=0.7)
    return known[max(close, key=len)].key if close else ""


@cache
def _known_headings() -> dict[str, Column]:
    known = {_plain(column.key): column for column in COLUMNS}
    known |= {_plain(heading): BY_KEY[key] for heading, key in _ELSEWHERE.items()}
    for language in ("en", "vi"):
        for column, heading in zip(COLUMNS, headings(language), strict=True):
            known.setdefault(_plain(heading), column)
    return known


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", fold(heading))


def choices(column: Column) -> dict[str, str]:
    """Every way to write a value of a column of choices → the value."""
    return dict(_choices(column.key))


@cache
def _choices(key: str) -> dict[str, str]:
    field = _field(key)
    known: dict[str, str] = {}
    for language in ("vi", "en"):
        with translation.override(language):
            known |= {_plain(str(label)): value for value, label in field.choices or []}
    known |= {_plain(value): value for value, _label in field.choices or []}
    return known


def choice(column: Column, text: str) -> str | None:
    return _choices(column.key).get(_plain(text))


def choice_label(column: Column, value: str) -> str:
    """A value as the template and the export write it, in Vietnamese."""
    return _choice_labels(column.key).get(value, value)


@cache
def _choice_labels(key: str) -> dict[str, str]:
    with translation.override("vi"):
        return {value: str(label) for value, label in _field(key).choices or []}


def is_item(text: str) -> bool:
    """Tell whether a cell of the column of levels means a single record, which is no level."""
    return _plain(text) in {"item", "tailieu", "donvitailieu"}
