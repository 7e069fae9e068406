"""Finding: the engine proposes keys, counts and facets; the gate disposes; passages are cut out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from archive.access import gate
from archive.access.audiences import Viewer, of_viewer
from archive.access.sight import Sight, sights_of
from archive.catalogue.models import Record
from archive.search import facets
from archive.search.engines import protocol as ask
from archive.search.engines.protocol import Sort
from archive.search.highlight import Piece, mark, snippet
from archive.search.index import NoIndex, Opened, open_index
from archive.search.language.parser import as_words, parse
from archive.search.language.tree import Note, Parsed
from archive.search.meant import did_you_mean, without_filters
from archive.search.passages import best_passages
from archive.search.plan import Plan, is_sentence, may_be_loosened, may_be_prose, plan
from archive.search.results import LAST_PAGE, PER_PAGE, Filters, RecordHit, Results

SUMMARY_LENGTH = 240
FEW = 5
"""Records below which those with only some of the words follow."""
ABOVE_ALL = 10_000.0
HITS_AT_ONCE = 50


def find(
    *,
    viewer: Viewer,
    text: str,
    filters: Filters | None = None,
    sort: Sort = Sort.RELEVANCE,
    page: int = 1,
    ignore_marks: bool = False,
) -> Results:
    """Return one page of the records `viewer` may find for `text`, with their best passages.

    Words not found together anywhere, or hardly, are searched as any of them; a note says so.
    Without an index nothing is found. Whatever `text` holds, nothing is raised.
    """
    parsed = parse(text)
    filters = filters or Filters()
    page = max(1, min(page, LAST_PAGE))
    try:
        opened = open_index()
    except NoIndex:
        return Results(
            text=text, count=0, hits=[], facets=[], notes=parsed.notes, sort=sort, page=1
        )
    question = _question(viewer, filters, sort, page)
    planned, answer = propose(opened, parsed, question, ignore_marks=ignore_marks)
    asked = _with(question, planned)
    # First the page: it is counted beside.
    hits = _hits(viewer, opened, planned, answer)
    return Results(
        text=text,
        count=answer.count,
        hits=hits,
        facets=facets.labelled(viewer, answer.facets, filters),
        notes=parsed.notes | planned.notes,
        sort=sort,
        page=page,
        patterns=planned.patterns,
        suggestions=() if answer.count else did_you_mean(opened, parsed, question),
        without=() if answer.count else tuple(without_filters(opened, asked, filters)),
    )


def each_hit(
    *, viewer: Viewer, text: str, filters: Filters, sort: Sort, ignore_marks: bool, most: int
) -> Iterator[RecordHit]:
    """Yield the first `most` of what `find` finds, page after page, with nothing counted."""
    try:
        opened = open_index()
    except NoIndex:
        return
    parsed = parse(text)
    question = replace(_question(viewer, filters, sort, 1), facets=(), limit=HITS_AT_ONCE)
    for offset in range(0, most, HITS_AT_ONCE):
        asked = replace(question, offset=offset)
        planned, answer = propose(opened, parsed, asked, ignore_marks=ignore_marks)
        yield from _hits(viewer, opened, planned, answer)
        if offset + HITS_AT_ONCE >= answer.count:
            return


def found_ids(
    *, viewer: Viewer, text: str, filters: Filters, ignore_marks: bool, limit: int
) -> list[int]:
    """Return the ids of the first `limit` records with all the words, newest entered first.

    What the index proposes: the caller asks the gate. Raises `NoIndex`.
    """
    opened = open_index()
    parsed = parse(text)
    lexicon = opened.lexicon(of_viewer(viewer))
    planned = plan(parsed, lexicon, ignore_marks=ignore_marks, any_word=is_sentence(parsed))
    question = _question(viewer, filters, Sort.NEWEST, 1)
    asked = replace(question, must=planned.must, facets=(), limit=limit)
    return [int(hit.record_key) for hit in opened.reader.search(asked).hits]


def propose(
    opened: Opened, parsed: Parsed, question: ask.Query, *, ignore_marks: bool = False
) -> tuple[Plan, ask.Answer]:
    """Ask for all the words; when that is a sentence or finds hardly anything, for any of them.

    Records with all the words then stand above those with some.
    """
    lexicon = opened.lexicon(question.audiences)
    above: list[tuple[ask.Node, float]] = []
    if not is_sentence(parsed):
        planned = plan(parsed, lexicon, ignore_marks=ignore_marks)
        answer = opened.reader.search(_with(question, planned))
        if _has_enough(answer) or (answer.count and not may_be_loosened(parsed)):
            return planned, answer
        if answer.count:
            above.append((ask.Alike(planned.must), ABOVE_ALL))
        elif not parsed.is_plain:
            if not may_be_prose(parsed):
                return planned, answer
            parsed = as_words(parsed)
    planned = plan(parsed, lexicon, ignore_marks=ignore_marks, any_word=True)
    planned.should += above
    answer = opened.reader.search(_with(question, planned))
    if answer.hits or answer.count:
        planned.notes.add(Note.ALL_WORDS_FIRST if above else Note.ANY_WORD)
    return planned, answer


def _has_enough(answer: ask.Answer) -> bool:
    # A page that tells is not kept waiting for the count.
    return len(answer.hits) >= FEW or answer.count >= FEW


def _with(question: ask.Query, planned: Plan) -> ask.Query:
    return replace(question, must=planned.must, should=tuple(planned.should))


def _question(viewer: Viewer, filters: Filters, sort: Sort, page: int) -> ask.Query:
    narrow: list[ask.Node] = [
        ask.Tagged(facet, (value,) if facets.may_be_asked_for(viewer, facet, value) else ())
        for facet, values in filters.facets.items()
        for value in values
        if facet in ask.FACETS
    ]
    if (filters.year_from, filters.year_to) != (None, None):
        narrow.append(ask.Dated(_day(filters.year_from, 1, 1), _day(filters.year_to, 12, 31)))
    return ask.Query(
        must=ask.Everything(),
        audiences=of_viewer(viewer),
        filters=tuple(narrow),
        facets=ask.FACETS,
        sort=sort,
        offset=(page - 1) * PER_PAGE,
        limit=PER_PAGE,
    )


def _day(year: int | None, month: int, day: int) -> int | None:
    if year is None:
        return None
    return dt.date(min(max(year, 1), 9999), month, day).toordinal()


def _hits(viewer: Viewer, opened: Opened, planned: Plan, answer: ask.Answer) -> list[RecordHit]:
    keys = [int(hit.record_key) for hit in answer.hits]
    # What the index has not yet forgotten the gate does not let through.
    visible = gate.visible_records(viewer).select_related("unit").order_by().in_bulk(keys)
    records = [visible[key] for key in keys if key in visible]
    sights = sights_of(viewer, records)
    passages = best_passages(viewer, sights, planned, opened.reader)
    return [
        RecordHit(
            record=record,
            sight=sights[record.pk],
            title=mark(sights[record.pk].veiled(record.title), planned.matcher),
            summary=_summary(record, sights[record.pk], planned),
            passages=passages[record.pk],
        )
        for record in records
    ]


def _summary(record: Record, sight: Sight, planned: Plan) -> list[Piece]:
    text = sight.veiled(record.abstract or record.scope_and_content)
    if found := snippet(text, planned.matcher):
        return found
    short = text[:SUMMARY_LENGTH]
    if len(text) > SUMMARY_LENGTH:
        short = short.rpartition(" ")[0] + " …"
    return [Piece(short, False)] if short else []
