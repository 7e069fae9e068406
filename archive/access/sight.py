"""What of a record a viewer may have once its description is visible to them."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from archive.access.audiences import (
    REGISTERED,
    Viewer,
    administers,
    of_records,
    of_staff,
    offices_of,
)
from archive.access.ceilings import levels_of
from archive.access.consents import Cover, Veil, covers_of
from archive.access.models import Grant, Scope, Seal
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Record, Segment
from archive.values.text import fold

# A page of an interview is an image of the testimony: both must have been allowed.
PAGE_SCOPES = (Scope.IMAGE, Scope.TRANSCRIPT)
_BETWEEN = re.compile(r"[^\w\n]+|_+")


@dataclass(frozen=True)
class Sight:
    """What of one record one viewer may have.

    `sealed_times` are half-open stretches in milliseconds on the record's timeline,
    `sealed_pages` are page numbers, `veils` hide the names not consented to. All are empty for
    the holder's own staff.
    """

    pages: bool = False
    audio: bool = False
    images: bool = False
    transcript: bool = False
    names: bool = False
    masters: bool = False
    sealed_times: tuple[tuple[int, int], ...] = ()
    sealed_pages: frozenset[int] = frozenset()
    veils: tuple[Veil, ...] = ()

    @property
    def film(self) -> bool:
        """Tell whether moving pictures may be seen; with them comes their sound."""
        return self.audio and self.images

    def shows_page(self, number: int) -> bool:
        return self.pages and number not in self.sealed_pages

    def shows_stretch(self, start_ms: int, end_ms: int) -> bool:
        """Tell whether nothing of the stretch is sealed (a stretch of no length is a moment)."""
        end_ms = max(end_ms, start_ms + 1)
        return not any(start < end_ms and start_ms < end for start, end in self.sealed_times)

    def shows_segment(self, segment: Segment) -> bool:
        """Tell whether the viewer may read what is said in `segment`."""
        return self.transcript and self.shows_stretch(segment.start_ms, segment.end_ms)

    def shows_text(self, text: str) -> bool:
        """Tell whether `text` gives no name away that the viewer must not learn."""
        return not any(veil.told_in(text) for veil in self.veils)

    def veiled(self, text: str) -> str:
        """Return `text` with a pseudonym for every name the viewer must not learn."""
        for veil in self.veils:
            text = veil.over(text)
        return text

    def all_veiled(self, texts: Sequence[str]) -> list[str]:
        """Return `veiled` of each; a text is looked at closely only where a name may stand in it.

        A transcript has thousands of stretches, and the names stand in few of them.
        """
        if not self.veils or not texts:
            return list(texts)
        names = {_letters(name) for veil in self.veils for name in veil.names}
        # One pass over all: letters stand line by line as they do text by text.
        whole = _letters("\n".join(text.replace("\n", " ") for text in texts)).split("\n")
        return [
            self.veiled(text) if any(name in letters for name in names) else text
            for text, letters in zip(texts, whole, strict=True)
        ]

    def hides_person(self, person_id: int) -> bool:
        """Tell whether the viewer must not learn that this person is a witness here."""
        return any(veil.person_id == person_id for veil in self.veils)

    def name_of(self, person_id: int, name: str) -> str:
        """Return what to call a person of this record: their name, or the pseudonym."""
        found = [veil.pseudonym for veil in self.veils if veil.person_id == person_id]
        return found[0] if found else name


EVERYTHING = Sight(pages=True, audio=True, images=True, transcript=True, names=True, masters=True)
EVERYTHING_BUT_MASTERS = replace(EVERYTHING, masters=False)


def _letters(text: str) -> str:
    """Return the letters of `text` without marks, case or anything between them but line ends.

    Wherever `Veil` finds a name in a text, the name's letters stand in the text's.
    """
    folded = fold(text)
    # Deleting by a table takes a tenth of the time of `re.sub`, and a transcript has a million.
    return folded.translate({ord(c): None for c in set(folded) if _BETWEEN.fullmatch(c)})


def sight_of(viewer: Viewer, record: Record, *, now: dt.datetime | None = None) -> Sight:
    """Return what of `record` the viewer may have; the record itself was fetched by the gate."""
    return sights_of(viewer, [record], now=now)[record.pk]


def sights_of(
    viewer: Viewer, records: Collection[Record], *, now: dt.datetime | None = None
) -> dict[int, Sight]:
    """Return what of each record the viewer may have, by record id, in constant queries."""
    now = now or timezone.now()
    own = _own_staff(viewer, records)
    sights = dict.fromkeys(own, EVERYTHING)
    if others := [record for record in records if record.pk not in own]:
        covers = covers_of(others, now=now)
        seals = seals_of(others, now=now)
        admitted = _admitted(viewer, others, now)
        for record in others:
            times, pages = seals[record.pk]
            sights[record.pk] = _sight(covers[record.pk], record.pk in admitted, times, pages)
    return sights


def admitted_sight(record: Record, *, now: dt.datetime | None = None) -> Sight:
    """Return what of `record` a reader has who is let in by name."""
    now = now or timezone.now()
    times, pages = seals_of([record], now=now)[record.pk]
    return _sight(covers_of([record], now=now)[record.pk], True, times, pages)


@dataclass(frozen=True)
class Outlook:
    """What one group of viewers has of a record: those who share a word of `audiences` and none
    of `unless`. The outlooks of a record never overlap.
    """

    audiences: frozenset[str]
    unless: frozenset[str]
    sight: Sight


def outlooks_of(
    records: Collection[Record], *, now: dt.datetime | None = None
) -> dict[int, tuple[Outlook, ...]]:
    """Return each record's outlooks, by record id: `sights_of` for everybody at once.

    For an index that must know beforehand what a viewer may find. What of a page or a stretch
    `shows_page`, `shows_segment` or `shows_text` refuses must not be findable by that outlook.
    """
    now = now or timezone.now()
    audiences = of_records(records, now=now)
    covers = covers_of(records, now=now)
    seals = seals_of(records, now=now)
    levels = levels_of(records)
    return {
        record.pk: _outlooks(
            record,
            levels[record.pk],
            audiences[record.pk],
            covers[record.pk],
            *seals[record.pk],
        )
        for record in records
    }


def _outlooks(
    record: Record,
    level: AccessLevel,
    audiences: frozenset[str],
    cover: Cover,
    times: list[tuple[int, int]],
    pages: set[int],
) -> tuple[Outlook, ...]:
    own = of_staff(record)
    let_in = frozenset(word for word in audiences if word.startswith("user:"))
    if level == AccessLevel.REGISTERED:
        let_in |= audiences & {REGISTERED}
    admitted = _sight(cover, True, times, pages)
    public = _sight(cover, False, times, pages)
    if admitted == public == EVERYTHING_BUT_MASTERS:
        return (Outlook(audiences, frozenset(), EVERYTHING),)
    outside = audiences - own
    if admitted == public:
        return (Outlook(own, frozenset(), EVERYTHING), Outlook(outside, own, public))
    return (
        Outlook(own, frozenset(), EVERYTHING),
        Outlook(let_in, own, admitted),
        Outlook(outside - let_in, own | let_in, public),
    )


def _sight(cover: Cover, admitted: bool, times: list[tuple[int, int]], pages: set[int]) -> Sight:
    """Return the sight of an outsider; `admitted` ones may use for research what is not public."""
    research = admitted and cover.allows(Scope.RESEARCH)
    return Sight(
        pages=research or cover.allows(*PAGE_SCOPES),
        audio=research or cover.allows(Scope.AUDIO),
        images=research or cover.allows(Scope.IMAGE),
        transcript=research or cover.allows(Scope.TRANSCRIPT),
        names=cover.allows(Scope.NAME),
        sealed_times=tuple(sorted(times)),
        sealed_pages=frozenset(pages),
        veils=cover.veils,
    )


def _own_staff(viewer: Viewer, records: Collection[Record]) -> frozenset[int]:
    if administers(viewer):
        return frozenset(record.pk for record in records)
    offices = offices_of(viewer)
    return frozenset(record.pk for record in records if record.holder_id in offices)


def _admitted(viewer: Viewer, records: Collection[Record], now: dt.datetime) -> set[int]:
    """Return the records whose readers are let in by name, the viewer among them.

    By a grant, or as a registered reader where the record is released to those alone.
    """
    if not isinstance(viewer, User) or not viewer.is_active:
        return set()
    granted = Grant.objects.in_force(now).filter(
        user=viewer, record__in=[record.pk for record in records]
    )
    levels = levels_of(records)
    registered = {pk for pk, level in levels.items() if level == AccessLevel.REGISTERED}
    return registered | set(granted.values_list("record_id", flat=True))


def seals_of(
    records: Collection[Record], *, now: dt.datetime
) -> defaultdict[int, tuple[list[tuple[int, int]], set[int]]]:
    """Return the stretches and the pages sealed of each record, by record id."""
    found: defaultdict[int, tuple[list[tuple[int, int]], set[int]]] = defaultdict(
        lambda: ([], set())
    )
    for seal in Seal.objects.in_force(now).filter(record__in=[record.pk for record in records]):
        times, pages = found[seal.record_id]
        if seal.from_ms is not None and seal.to_ms is not None:
            times.append((seal.from_ms, seal.to_ms))
        if seal.from_page is not None and seal.to_page is not None:
            pages.update(range(seal.from_page, seal.to_page + 1))
    return found
