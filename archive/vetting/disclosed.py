"""What readers may see of a round besides its outcome: nothing, unless the office decided so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from archive.vetting.models import Disclosure, Round, SeatRole


@dataclass(frozen=True)
class Said:
    """One opinion as readers get it; `name` is empty where names are not published."""

    text: str
    points: tuple[tuple[str, str], ...]
    verdict: str
    name: str


@dataclass(frozen=True)
class Shown:
    """What is published of one round, and the decision that says so."""

    disclosure: Disclosure
    opinions: tuple[Said, ...]
    council: tuple[tuple[str, str], ...]


def latest_disclosure(round_: Round) -> Disclosure | None:
    """Return the decision that counts; None where there is none, and readers see the outcome."""
    return Disclosure.objects.filter(round=round_).order_by("-id").first()


def shown_of(round_: Round) -> Shown | None:
    """Return what the latest decision publishes of `round_`; None where it is nothing."""
    latest = latest_disclosure(round_)
    if latest is None or not (latest.opinions or latest.names):
        return None
    return Shown(
        latest,
        _opinions(round_, names=latest.names) if latest.opinions else (),
        _council(round_) if latest.names else (),
    )


def _opinions(round_: Round, *, names: bool) -> tuple[Said, ...]:
    labels = {p.code: p.text for p in round_.procedure.provisions.all()}
    verdicts = {p.code: p.text for p in round_.procedure.provisions.filter(kind="verdict")}
    rows = round_.opinions.filter(handed_in_at__isnull=False).select_related("seat__person")
    # In an order that follows from the words: that of the seats would say who wrote what.
    rows_shown = rows if names else sorted(rows, key=lambda row: _digest(row.text))
    return tuple(
        Said(
            text=row.text,
            points=tuple((labels.get(code, code), text) for code, text in row.points.items()),
            verdict=verdicts.get(row.verdict, row.get_verdict_display()),
            name=str(row.seat.person) if names else "",
        )
        for row in rows_shown
    )


def _council(round_: Round) -> tuple[tuple[str, str], ...]:
    order = list(SeatRole)
    seats = round_.seats.filter(replacement__isnull=True).select_related("person")
    return tuple(
        (seat.get_role_display(), str(seat.person))
        for seat in sorted(seats, key=lambda seat: (order.index(SeatRole(seat.role)), seat.pk))
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
