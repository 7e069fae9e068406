"""By what right a record may be had: its release, its seals and consents, as PREMIS 3 rights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from archive.access.models import Clause, Consent, Seal
from archive.catalogue.arrangement import rights_of
from archive.catalogue.models import Record
from archive.interop.bags import conditions
from archive.interop.bags.premis_parts import day, identifier, premis
from archive.interop.markup import Element


def statements(record: Record) -> Iterator[Element]:
    """Yield what governs who may have the record: its release, its seals, what was consented to."""
    level = conditions.open_to([record])[record.pk]
    rights = rights_of(record.collection, record.rights).value
    granted = [_granted("disseminate", [level]), *map(_sealed, conditions.seals(record))]
    yield _statement(record, "access", "institutional policy", [rights], granted)
    for consent in conditions.consents(record):
        allowed = [_allowed(clause, consent) for clause in conditions.clauses(consent)]
        yield _statement(
            record,
            f"consent-{consent.pk}",
            "consent",
            [_giver(consent), consent.conditions],
            allowed,
            since=consent.given_on,
        )


def _statement(
    record: Record,
    name: str,
    basis: str,
    notes: Iterable[str],
    granted: Iterable[Element],
    *,
    since: dt.date | None = None,
) -> Element:
    return premis(
        "rightsStatement",
        identifier("rightsStatement", f"{record.code}-{name}"),
        premis("rightsBasis", "other"),
        premis(
            "otherRightsInformation",
            premis("otherRightsBasis", basis),
            premis("otherRightsApplicableDates", premis("startDate", day(since)))
            if since
            else None,
            *(premis.told("otherRightsNote", note) for note in notes),
        ),
        *granted,
        identifier("linkingObject", record.code),
    )


def _granted(
    act: str,
    restrictions: Iterable[str] = (),
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    note: str = "",
) -> Element:
    return premis(
        "rightsGranted",
        premis("act", act),
        *(premis("restriction", each) for each in restrictions),
        premis(
            "termOfGrant",
            premis("startDate", day(since)),
            premis("endDate", day(until)) if until else None,
        )
        if since
        else None,
        premis.told("rightsGrantedNote", note),
    )


def _sealed(seal: Seal) -> Element:
    where = (
        f"pages {seal.from_page}-{seal.to_page}"
        if seal.from_page
        else f"{seal.from_ms}-{seal.to_ms} ms"
    )
    until = f", until {day(seal.until)}" if seal.until else ""
    lifted = f"; lifted {seal.lifted_at:%Y-%m-%d}" if seal.lifted_at else ""
    return _granted("disseminate", [f"sealed: {where}{until}{lifted}"], note=seal.reason)


def _allowed(clause: Clause, consent: Consent) -> Element:
    restrictions = ["only after the death of the witness"] if clause.only_after_death else []
    if clause.withdrawn_at:
        restrictions.append(f"withdrawn {clause.withdrawn_at:%Y-%m-%d}")
    return _granted(
        clause.scope,
        restrictions,
        since=clause.begins_on or consent.given_on,
        until=clause.ends_on,
        note=clause.withdrawal_reason,
    )


def _giver(consent: Consent) -> str:
    by = f" ({consent.giver}: {consent.giver_name})" if consent.giver_name else ""
    return f"{consent.witness.name}{by}"
