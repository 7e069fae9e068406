"""Whom to meet first: a score anybody can check, with its reasons in words.

Age, frailty, failing memory (the three the 2021 conclusion of the province names), what only this
witness knows, how poorly their unit is covered in the catalogue, and the time since the last
contact. Each counts from 0 to 1 and is multiplied by its weight (`URGENCY_WEIGHTS`); the score is
the weighted mean, 0 to 100. A matter nobody has noted counts as half: not knowing is no comfort.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from archive.catalogue.models import Record
from archive.collecting.models import Degree, Witness

DEFAULT_WEIGHTS: Mapping[str, float] = {
    "age": 3,
    "frailty": 3,
    "memory": 2,
    "alone": 2,
    "coverage": 1,
    "contact": 1,
}
_YOUNGEST, _OLDEST = 60, 95  # years: below does not press, above cannot press more
_LONG_AGO_DAYS = 730
_WELL_COVERED = 20  # records of a unit after which one more witness adds little
_UNKNOWN = 0.5


@dataclass(frozen=True)
class Reason:
    """One thing that counts: how much of the score it makes, and why, in words."""

    points: float
    words: str


@dataclass(frozen=True)
class Urgency:
    """How urgently one witness is to be met, 0 to 100, and what that is made of."""

    score: int
    reasons: tuple[Reason, ...]


def weights() -> dict[str, float]:
    """Return the weight of each matter; the office may set its own."""
    own = getattr(settings, "URGENCY_WEIGHTS", {})
    return {name: float(own.get(name, default)) for name, default in DEFAULT_WEIGHTS.items()}


def urgencies_of(witnesses: Collection[Witness], *, today: dt.date) -> dict[int, Urgency]:
    """Return the urgency of each witness, by id, in one query."""
    covered = coverage({witness.unit_id for witness in witnesses if witness.unit_id})
    weight = weights()
    return {witness.pk: _urgency(witness, covered, weight, today) for witness in witnesses}


def queue(witnesses: QuerySet[Witness], *, today: dt.date) -> list[int]:
    """Return the ids of `witnesses`, the most urgent first, in two queries however many they are.

    Only the numbers are worked out here; the words are for the page that is shown.
    """
    rows = list(
        witnesses.order_by("sort_key", "pk").values_list(
            "pk", Coalesce("born_latest", "born_earliest"), "frailty", "forgetting",
            "alone_knows", "unit_id", "last_contact_on",
        )
    )  # fmt: skip
    covered = coverage({row[5] for row in rows if row[5]})
    by = [weights()[name] for name in DEFAULT_WEIGHTS]
    scored = []
    for pk, born, frailty, forgetting, alone, unit, contact in rows:
        shares = _shares(born, frailty, forgetting, alone, unit, contact, covered, today)
        scored.append((-sum(map(operator.mul, by, shares)), pk))
    # The sort is stable: of two equally urgent ones the alphabet decides.
    return [pk for _score, pk in sorted(scored, key=lambda pair: pair[0])]


def coverage(unit_ids: Collection[int]) -> dict[int, int]:
    """Return how many records the catalogue has of each unit."""
    rows = Record.objects.filter(unit__isnull=False).values("unit").annotate(number=Count("pk"))
    if len(unit_ids) < 500:
        rows = rows.filter(unit__in=unit_ids)
    return {row["unit"]: row["number"] for row in rows.order_by()}


def _shares(
    born: dt.date | None,
    frailty: int,
    forgetting: int,
    alone_knows: int,
    unit_id: int | None,
    last_contact_on: dt.date | None,
    covered: Mapping[int, int],
    today: dt.date,
) -> tuple[float, ...]:
    """Return how much each matter presses, 0 to 1, in the order of `DEFAULT_WEIGHTS`."""
    return (
        _UNKNOWN
        if born is None
        else min(max((_years(born, today) - _YOUNGEST) / (_OLDEST - _YOUNGEST), 0.0), 1.0),
        frailty / 3 if frailty else _UNKNOWN,
        forgetting / 3 if forgetting else _UNKNOWN,
        alone_knows / 3 if alone_knows else _UNKNOWN,
        1 - min(covered.get(unit_id, 0) / _WELL_COVERED, 1.0) if unit_id else _UNKNOWN,
        min(max((today - last_contact_on).days, 0) / _LONG_AGO_DAYS, 1.0)
        if last_contact_on
        else 1.0,
    )


def _urgency(
    witness: Witness, covered: Mapping[int, int], weight: Mapping[str, float], today: dt.date
) -> Urgency:
    shares = _shares(
        witness.born_latest or witness.born_earliest,
        witness.frailty,
        witness.forgetting,
        witness.alone_knows,
        witness.unit_id,
        witness.last_contact_on,
        covered,
        today,
    )
    whole = sum(weight.values()) or 1.0
    reasons = [
        Reason(round(100 * share * weight[name] / whole, 1), words)
        for name, share, words in zip(
            DEFAULT_WEIGHTS, shares, _words(witness, covered, today), strict=True
        )
    ]
    score = round(sum(reason.points for reason in reasons))
    return Urgency(score, tuple(sorted(reasons, key=lambda reason: -reason.points)))


def _words(
    witness: Witness, covered: Mapping[int, int], today: dt.date
) -> tuple[str, str, str, str, str, str]:
    """Return why each matter presses as it does, in the order of `DEFAULT_WEIGHTS`."""
    born = witness.born_latest or witness.born_earliest
    number = covered.get(witness.unit_id, 0) if witness.unit_id else 0
    contact = witness.last_contact_on
    return (
        _("%(years)d years old at least.") % {"years": _years(born, today)}
        if born
        else _("The age is not known."),
        _("Frailty: %(degree)s.") % {"degree": Degree(witness.frailty).label},
        _("Memory failing: %(degree)s.") % {"degree": Degree(witness.forgetting).label},
        _("Knows what nobody else does: %(degree)s.")
        % {"degree": Degree(witness.alone_knows).label},
        _("The catalogue has %(number)d records of their unit.") % {"number": number}
        if witness.unit_id
        else _("The unit they know most of is not noted."),
        _("Last contact %(days)d days ago.") % {"days": max((today - contact).days, 0)}
        if contact
        else _("Nobody has been in contact yet."),
    )


def _years(born: dt.date, today: dt.date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
