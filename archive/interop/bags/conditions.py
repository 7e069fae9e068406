"""Who may have what is in a bag: releases, ceilings, seals and consents, as they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from archive.access.ceilings import levels_of
from archive.access.models import Clause, Consent, Seal
from archive.access.telling import telling_records
from archive.catalogue.arrangement import rights_of
from archive.catalogue.models import AccessLevel, Record

Facts = dict[str, Any]
WITHDRAWN, NOT_RELEASED, TELLS_A_NAME = "withdrawn", "not released", "tells a withheld name"

_MANY = 500
_SEAL = ("from_ms", "to_ms", "from_page", "to_page", "reason", "until", "lifted_at")
_CONSENT = (
    *("giver", "giver_name", "given_on", "pseudonym", "conditions", "form_version"),
    *("language_read", "entered_at"),
)
_CLAUSE = ("scope", "begins_on", "ends_on", "only_after_death", "withdrawn_at", "withdrawal_reason")
_RELEASE = ("released_at", "withdrawn_at")
_EXPLAINED = {
    AccessLevel.PUBLIC: "open to everybody",
    AccessLevel.REGISTERED: "open to registered readers",
    AccessLevel.RESTRICTED: "open to readers let in by name",
    AccessLevel.CLOSED: "closed to readers",
    WITHDRAWN: "withdrawn from readers",
    NOT_RELEASED: "not released to readers",
    TELLS_A_NAME: "closed until the description no longer tells a withheld name",
}


def access_facts(record: Record) -> Facts:
    """Return what governs access to a record; readers let in by name are not named."""
    rights = rights_of(record.collection, record.rights)
    return {
        "level": record.access_level,
        "level_in_effect": levels_of([record])[record.pk],
        "open_to": open_to([record])[record.pk],
        "released_at": record.released_at,
        "withdrawn_at": record.withdrawn_at,
        "withdrawn_reason": record.withdrawn_reason,
        "rights": rights.value,
        "rights_said_by": rights.source.code if rights.source else None,
        "seals": list(seals(record).values(*_SEAL)),
        "consents": [
            {name: getattr(each, name) for name in _CONSENT}
            | {"witness": each.witness.name}
            | {"allows": [{name: getattr(one, name) for name in _CLAUSE} for one in clauses(each)]}
            for each in consents(record)
        ],
    }


def seals(record: Record) -> QuerySet[Seal]:
    return Seal.objects.filter(record=record).order_by("pk")


def consents(record: Record) -> QuerySet[Consent]:
    found = Consent.objects.filter(record=record).select_related("witness")
    return found.prefetch_related("clauses").order_by("given_on", "pk")


def clauses(consent: Consent) -> list[Clause]:
    return list(consent.clauses.all())


def open_to(records: list[Record]) -> dict[int, str]:
    """Return who may read each record, by its id: a level, or that nobody was let in yet."""
    now = timezone.now()
    levels, telling = levels_of(records), telling_records(now)
    return {
        record.pk: TELLS_A_NAME
        if record.pk in telling
        else str(levels[record.pk])
        if record.released_at and record.released_at <= now
        else _unreleased(record)
        for record in records
    }


def conditions_of(records: QuerySet[Record]) -> Iterator[str]:
    """Yield the conditions that hold for `records`, each as a line of `bag-info.txt`."""
    counts: Counter[str] = Counter()
    keys = list(records.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), _MANY):
        some = Record.objects.filter(pk__in=keys[first : first + _MANY])
        counts.update(open_to(list(some.only("access_level", "collection", *_RELEASE))).values())
    for level in _EXPLAINED:
        if counts[level]:
            yield f"{_EXPLAINED[level]}: {counts[level]} of {len(keys)} records"
    if sealed := Seal.objects.in_force(timezone.now()).filter(record__in=records).count():
        yield f"sealed parts, kept from readers: {sealed}; see access.seals of description.json"
    if given := Consent.objects.filter(record__in=records).count():
        yield f"consents of witnesses: {given}; see access.consents of description.json"


def _unreleased(record: Record) -> str:
    return WITHDRAWN if record.withdrawn_at else NOT_RELEASED
