"""Writing consents down and taking them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import transaction
from django.db.models import Q

from archive.access import policy
from archive.access.actions.refusals import NotAllowed
from archive.access.models import Clause, Consent, Giver, Scope
from archive.access.models.consents import FOUNDATIONS
from archive.accounts.models import User
from archive.catalogue.models import Appearance, AppearanceRole, Person, Record
from archive.files.models import Master
from archive.journal import actions as journal


@dataclass(frozen=True)
class Terms:
    """One thing allowed, from and until when; both days count."""

    scope: Scope
    begins_on: dt.date | None = None
    ends_on: dt.date | None = None
    only_after_death: bool = False


class UnknownScope(ValueError):
    """The consent does not allow this, so it cannot be taken back."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """One consent as it was given, before it is written down."""

    record: Record
    witness: Person
    terms: Sequence[Terms]
    given_on: dt.date
    giver: Giver = Giver.WITNESS
    giver_name: str = ""
    pseudonym: str = ""
    conditions: str = ""
    form: Master | None = None
    form_version: str = ""
    language_read: str = "vi"


class ReliedOn(Exception):
    """Something was taken back from a consent or sealed because of it since it was entered."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


def record_consent(
    *,
    actor: User,
    record: Record,
    witness: Person,
    terms: Iterable[Terms],
    given_on: dt.date,
    at: dt.datetime,
    giver: Giver = Giver.WITNESS,
    giver_name: str = "",
    pseudonym: str = "",
    conditions: str = "",
    form: Master | None = None,
    form_version: str = "",
    language_read: str = "vi",
) -> Consent:
    """Write down what `witness`, or whoever speaks for them, allows with `record`.

    It takes effect at once. Raises `NotAllowed`.
    """
    given = Given(
        record=record,
        witness=witness,
        terms=tuple(terms),
        given_on=given_on,
        giver=giver,
        giver_name=giver_name,
        pseudonym=pseudonym,
        conditions=conditions,
        form=form,
        form_version=form_version,
        language_read=language_read,
    )
    [consent] = record_consents(actor=actor, given=[given], at=at)
    return consent


@transaction.atomic
def record_consents(
    *, actor: User, given: Sequence[Given], at: dt.datetime, note: str = ""
) -> list[Consent]:
    """Write down many consents, all or none; each takes effect at once.

    A witness is put among the people of the record if they are not there yet, so that nobody's
    consent can stand in for another's. Raises `NotAllowed`.
    """
    if not all(policy.may_keep_consents(actor, each.record) for each in given):
        raise NotAllowed
    consents = Consent.objects.bulk_create(
        Consent(**_words(each), entered_by=actor, entered_at=at) for each in given
    )
    pairs = list(zip(consents, given, strict=True))
    Clause.objects.bulk_create(
        Clause(consent=consent, **asdict(terms)) for consent, each in pairs for terms in each.terms
    )
    Appearance.objects.bulk_create(
        (
            Appearance(record=each.record, person=each.witness, role=AppearanceRole.WITNESS)
            for each in given
        ),
        ignore_conflicts=True,
    )
    acts = [_recorded(consent, each, note) for consent, each in pairs]
    journal.record_many(actor=actor, at=at, acts=acts)
    return consents


def _recorded(consent: Consent, given: Given, note: str) -> journal.Act:
    return journal.Act(
        act="access.consent.recorded",
        subject=given.record,
        after={
            "consent": consent.pk,
            "witness": given.witness.pk,
            "given_by": given.giver,
            "given_on": given.given_on,
            "allows": [asdict(terms) for terms in given.terms],
        },
        basis_on=given.given_on,
        note=note,
    )


@transaction.atomic
def unrecord_consents(
    *, actor: User | None, consents: Sequence[Consent], at: dt.datetime, note: str = ""
) -> None:
    """Take out consents whose import is undone, all or none; what they opened is closed again.

    Raises `ReliedOn` when one of them has gone on since.
    """
    found = Consent.objects.filter(pk__in=[consent.pk for consent in consents])
    gone_on = Q(clauses__withdrawn_at__isnull=False) | Q(seals__isnull=False)
    if codes := list(found.filter(gone_on).values_list("record__code", flat=True).distinct()):
        raise ReliedOn(codes)
    acts = [
        journal.Act(
            act="access.consent.import_undone",
            subject=consent.record,
            before={"consent": consent.pk, "given_on": consent.given_on},
            note=note,
        )
        for consent in consents
    ]
    found.delete()
    journal.record_many(actor=actor, at=at, acts=acts)


@transaction.atomic
def withdraw_consent(
    *,
    actor: User,
    consent: Consent,
    reason: str,
    at: dt.datetime,
    scopes: Collection[Scope] | None = None,
) -> list[Clause]:
    """Take back what `scopes` name (everything when None); it is closed from this moment on.

    Who takes back being recorded or being kept takes back all. Raises `NotAllowed`, and
    `UnknownScope` for something the consent does not allow.
    """
    if not policy.may_keep_consents(actor, consent.record):
        raise NotAllowed
    clauses = list(consent.clauses.select_for_update().filter(withdrawn_at__isnull=True))
    if scopes is not None and not FOUNDATIONS & set(scopes):
        if unknown := set(scopes) - {clause.scope for clause in clauses}:
            raise UnknownScope(sorted(unknown))
        clauses = [clause for clause in clauses if clause.scope in scopes]
    for clause in clauses:
        clause.withdrawn_at = at
        clause.withdrawal_reason = reason
    Clause.objects.bulk_update(clauses, ["withdrawn_at", "withdrawal_reason"])
    journal.record(
        actor=actor,
        act="access.consent.withdrawn",
        subject=consent.record,
        at=at,
        before={"consent": consent.pk, "allows": sorted(clause.scope for clause in clauses)},
        after={"consent": consent.pk, "withdrawn_at": at},
        note=reason,
    )
    return clauses


@transaction.atomic
def attach_form(*, actor: User, consent: Consent, form: Master, at: dt.datetime) -> Consent:
    """Keep `form` as the signed paper of `consent`. Raises `NotAllowed`."""
    if not policy.may_keep_consents(actor, consent.record):
        raise NotAllowed
    before = consent.form.digest if consent.form else None
    consent.form = form
    consent.save(update_fields=["form"])
    journal.record(
        actor=actor,
        act="access.consent.form_attached",
        subject=consent.record,
        at=at,
        before={"form": before},
        after={"form": form.digest},
    )
    return consent


def _words(given: Given) -> dict[str, Any]:
    """Return the columns of a consent; its terms are rows of their own."""
    return {
        field.name: getattr(given, field.name) for field in fields(given) if field.name != "terms"
    }
