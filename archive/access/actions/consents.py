"""Writing consents down and taking them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction

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


@transaction.atomic
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

    It takes effect at once. The witness is put among the people of the record if they are not
    there yet, so that nobody's consent can stand in for another's. Raises `NotAllowed`.
    """
    if not policy.may_keep_consents(actor, record):
        raise NotAllowed
    consent = Consent.objects.create(
        record=record,
        witness=witness,
        giver=giver,
        giver_name=giver_name,
        given_on=given_on,
        pseudonym=pseudonym,
        conditions=conditions,
        form=form,
        form_version=form_version,
        language_read=language_read,
        entered_by=actor,
        entered_at=at,
    )
    clauses = Clause.objects.bulk_create(
        Clause(
            consent=consent,
            scope=each.scope,
            begins_on=each.begins_on,
            ends_on=each.ends_on,
            only_after_death=each.only_after_death,
        )
        for each in terms
    )
    Appearance.objects.get_or_create(record=record, person=witness, role=AppearanceRole.WITNESS)
    journal.record(
        actor=actor,
        act="access.consent.recorded",
        subject=record,
        at=at,
        after={
            "consent": consent.pk,
            "witness": witness.pk,
            "given_by": giver,
            "given_on": given_on,
            "allows": [_clause_state(clause) for clause in clauses],
        },
        basis_on=given_on,
    )
    return consent


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


def _clause_state(clause: Clause) -> dict[str, object]:
    return {
        "scope": clause.scope,
        "begins_on": clause.begins_on,
        "ends_on": clause.ends_on,
        "only_after_death": clause.only_after_death,
    }
