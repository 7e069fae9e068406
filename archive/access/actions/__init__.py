"""Opening records to readers and taking them back; consents, seals, and dates that pass."""

from archive.access.actions.consents import (
    Given,
    ReliedOn,
    Terms,
    UnknownScope,
    attach_form,
    record_consent,
    record_consents,
    unrecord_consents,
    withdraw_consent,
)
from archive.access.actions.dates import note_passed_dates
from archive.access.actions.refusals import NotAllowed
from archive.access.actions.releases import (
    NotReleased,
    NotVetted,
    TellsName,
    grant_access,
    release_record,
    revoke_grant,
    withdraw_record,
    withdraw_unvetted,
)
from archive.access.actions.requests import (
    AlreadyAnswered,
    AlreadyAsked,
    NothingClosed,
    TooManyWaiting,
    ask_access,
    grant_request,
    refuse_request,
    take_back_request,
)
from archive.access.actions.seals import lift_seal, seal_pages, seal_stretch

__all__ = [
    "AlreadyAnswered",
    "AlreadyAsked",
    "Given",
    "NotAllowed",
    "NotReleased",
    "NotVetted",
    "NothingClosed",
    "ReliedOn",
    "TellsName",
    "Terms",
    "TooManyWaiting",
    "UnknownScope",
    "ask_access",
    "attach_form",
    "grant_access",
    "grant_request",
    "lift_seal",
    "note_passed_dates",
    "record_consent",
    "record_consents",
    "refuse_request",
    "release_record",
    "revoke_grant",
    "seal_pages",
    "seal_stretch",
    "take_back_request",
    "unrecord_consents",
    "withdraw_consent",
    "withdraw_record",
    "withdraw_unvetted",
]
