"""What the list shows of each record found, and of its pages and moments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.access.audiences import Viewer
from archive.catalogue.models import Record
from archive.public.search.asking import Asking
from archive.public.search.cutouts import Cutout, cutouts_of
from archive.public.search.sounds import Sound, sounds_of
from archive.search.highlight import Pattern, Piece
from archive.search.results import Passage, RecordHit, Results
from archive.ui.cards import cards_of
from archive.values.timecodes import format_timecode


@dataclass(frozen=True)
class ShownPassage:
    """What the list shows of one page or moment; `place` says where in the record it is."""

    url: str
    html: SafeString
    language: str
    place: str
    start_ms: int | None
    cutout: Cutout | None
    sound: Sound | None
    keep_url: str


def marked(pieces: Iterable[Piece]) -> SafeString:
    """Return pieces as HTML, with what was found in `<mark>`."""
    # Not `format_html_join`, which looks at every part of every piece: a list has thousands.
    return SafeString(
        "".join(
            f"<mark>{escape(piece.text)}</mark>" if piece.is_found else escape(piece.text)
            for piece in pieces
        )
    )


def shown_hits(results: Results, asking: Asking, viewer: Viewer) -> list[dict[str, Any]]:
    """Return what the list shows of the records found, in a constant number of queries."""
    found, words = results.hits, words_of(asking)
    sights = {hit.record.pk: hit.sight for hit in found}
    cards = cards_of(viewer, [hit.record for hit in found], sights)
    passages = shown_passages(found, asking, viewer, results.patterns)
    back = asking.address if viewer.is_authenticated else ""
    return [
        {
            "record": hit.record,
            "thumbnail": card.thumbnail,
            "url": hit.record.get_absolute_url() + words,
            "title": marked(hit.title),
            "summary": marked(hit.summary),
            "keep_url": keep_address(hit.record, back),
            "passages": passages[hit.record.pk],
        }
        for hit, card in zip(found, cards, strict=True)
    ]


def shown_passages(
    found: list[RecordHit],
    asking: Asking,
    viewer: Viewer,
    patterns: list[Pattern],
    *,
    cutouts_of_each: int = 1,
) -> dict[int, list[ShownPassage]]:
    """Return what is shown of the pages and moments of each record found, by record id."""
    words = words_of(asking)
    cutouts = cutouts_of(found, patterns, of_each=cutouts_of_each)
    sounds = sounds_of(found)
    back = asking.address if viewer.is_authenticated else ""
    return {
        hit.record.pk: [
            ShownPassage(
                url=_address(hit.record, passage) + words,
                html=marked(passage.pieces),
                language=hit.record.language,
                place=_place(passage),
                start_ms=passage.start_ms,
                cutout=cutouts.get((hit.record.pk, passage.page or 0)),
                sound=_sound(sounds, hit.record, passage),
                keep_url=keep_address(hit.record, back, passage),
            )
            for passage in hit.passages
        ]
        for hit in found
    }


def _place(passage: Passage) -> str:
    if passage.start_ms is not None:
        return format_timecode(passage.start_ms)
    return _("Page %(page)s") % {"page": localize(passage.page)}


def _sound(sounds: dict[tuple[int, int], Sound], record: Record, passage: Passage) -> Sound | None:
    return None if passage.start_ms is None else sounds.get((record.pk, passage.start_ms))


def words_of(asking: Asking) -> str:
    """Return the query that carries the words looked for along into a record."""
    asked = {"q": asking.text}
    if asking.ignore_marks:
        asked["marks"] = "ignore"
    return f"?{urlencode(asked)}" if asking.text.strip() else ""


def keep_address(record: Record, back: str, passage: Passage | None = None) -> str:
    """Return where a hit is put into a list, after which `back` is shown; "" without one."""
    if not back:
        return ""
    asked: dict[str, object] = {"record": record.code}
    if passage is not None:
        asked |= {"p": passage.page} if passage.page is not None else {"t": passage.seconds}
    return f"{reverse('public:keep')}?{urlencode(asked | {'next': back})}"


def _address(record: Record, passage: Passage) -> str:
    if passage.page is not None:
        return reverse("public:page", args=[record.code, passage.page])
    return reverse("public:moment", args=[record.code, passage.seconds])
