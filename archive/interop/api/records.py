"""Records: the list, by page and by what has changed, and one with its pages and transcripts."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from archive.access import gate
from archive.access.addresses import absolute, at_number
from archive.access.sight import Sight, sight_of
from archive.access.speech import cues_for, told_versions
from archive.catalogue.models import Page, Record
from archive.catalogue.terms import Terms
from archive.interop.api.changes import CHANGED_SINCE, CURSOR, changed_records
from archive.interop.api.describing import WITH_PARTS, described, spoken, summaries
from archive.interop.api.filtering import filters
from archive.interop.api.listing import PAGING, listed
from archive.interop.api.operations import Asked, Operation, reading
from archive.interop.api.parameters import one_of
from archive.interop.api.problems import Fault, Refused, unfit
from archive.interop.api.referring import record_ref, seconds
from archive.interop.api.shapes.parts import Coded, Listed
from archive.interop.api.shapes.records import (
    PageSaid,
    RecordSaid,
    RecordSummary,
    Segment,
    TranscriptSaid,
)
from archive.interop.iiif import addresses as iiif
from archive.interop.shown import picture_sizes
from archive.search.browsing.counting import Holdings
from archive.ui.addresses import page_thumbnails
from archive.ui.listed import DEFAULT_SORT, SORTS
from archive.ui.listed import Listed as Ordered
from archive.ui.paging import ByNumber

SORT = one_of("sort", f"In which order; `{DEFAULT_SORT}` unless said.", list(SORTS))


@reading(
    "records/",
    Listed[RecordSummary],
    "The records open to the asker, narrowed as on the list for people",
    *filters(), SORT, *PAGING, CHANGED_SINCE, CURSOR,
)  # fmt: skip
def records(asked: Asked) -> Listed[RecordSummary]:
    if asked.query["changed_since"]:
        some, onward = changed_records(asked)
        items = summaries(asked.viewer, some)
        return Listed(count=None, next=onward, previous=None, items=items)
    if asked.query["cursor"]:
        raise Refused(unfit([Fault(name="cursor", reason=_("only beside changed_since"))]))
    holdings = Holdings(asked.viewer)
    left = holdings.left_by(asked.request.GET)
    ordered = Ordered(holdings, left, asked.query["sort"] or DEFAULT_SORT)
    return listed(asked, ordered, lambda some: summaries(asked.viewer, some))


@reading("records/<str:code>/", RecordSaid, "One record: all that is said of it")
def record(asked: Asked, code: str) -> RecordSaid:
    found, sight = _record(asked, code)
    return described(asked.viewer, found, sight)


@reading(
    "records/<str:code>/pages/",
    Listed[PageSaid],
    "The pages of a record, with their text, but for those that are sealed",
    *PAGING,
)
def pages(asked: Asked, code: str) -> Listed[PageSaid]:
    found, sight = _record(asked, code)
    if not sight.pages:
        raise Http404
    rows = found.pages.exclude(number__in=sight.sealed_pages).order_by("number").defer("words")
    return listed(asked, ByNumber(rows), lambda some: _pages(found, sight, some))


@reading(
    "records/<str:code>/transcripts/<str:key>/",
    TranscriptSaid,
    "One version of what is said in a record, stretch by stretch",
)
def transcript(asked: Asked, code: str, key: str) -> TranscriptSaid:
    found, sight = _record(asked, code)
    version = next((each for each in told_versions(found, sight) if each.key == key), None)
    if version is None:
        raise Http404
    said = spoken(found, Terms(), version)
    return TranscriptSaid(
        record=record_ref(found, sight.veiled(found.title)),
        key=said.key,
        kind=said.kind,
        language=said.language,
        segments=[
            Segment(
                start=seconds(cue.start_ms),
                end=seconds(cue.end_ms),
                speaker=cue.speaker,
                text=cue.text,
                html_url=at_number("public:moment", code, cue.start_ms // 1000),
            )
            for cue in cues_for(sight, version)
        ],
    )


OPERATIONS: tuple[Operation, ...] = (records, record, pages, transcript)


def _record(asked: Asked, code: str) -> tuple[Record, Sight]:
    found = gate.record_or_404(asked.viewer, code, among=WITH_PARTS)
    return found, sight_of(asked.viewer, found)


def _pages(record: Record, sight: Sight, some: list[Page]) -> list[PageSaid]:
    """Return what is said of some pages of a record, in constant queries."""
    numbers = [page.number for page in some]
    small, zoomed = page_thumbnails(record, numbers), picture_sizes(record, numbers)
    return [
        PageSaid(
            number=page.number,
            label=sight.veiled(page.label),
            text=sight.veiled(page.text),
            text_quality=Coded(code=page.text_quality, label=page.get_text_quality_display()),
            html_url=at_number("public:page", record.code, page.number),
            thumbnail=absolute(small[page.number]) if page.number in small else None,
            image=iiif.image(record.code, page.number) if page.number in zoomed else None,
        )
        for page in some
    ]
