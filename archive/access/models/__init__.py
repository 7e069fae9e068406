"""What decides, beside a record's own columns, who sees what."""

from archive.access.models.consents import Clause, Consent, Giver, Scope
from archive.access.models.grants import Grant
from archive.access.models.quiet import QuietCopy
from archive.access.models.requests import AccessRequest, RequestState
from archive.access.models.seals import Seal
from archive.access.models.vigil import Vigil

__all__ = [
    "AccessRequest",
    "Clause",
    "Consent",
    "Giver",
    "Grant",
    "QuietCopy",
    "RequestState",
    "Scope",
    "Seal",
    "Vigil",
]
