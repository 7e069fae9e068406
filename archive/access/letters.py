"""Letters about requests. Mail is open: they say that there is an answer, not what about."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import override

from archive.access import addresses
from archive.access.models import AccessRequest
from archive.accounts.letters import LetterFailed, send_letter


def tell_reader(*, request: AccessRequest, at: dt.datetime) -> None:
    """Write that the request is answered; a failure is kept for both sides to see."""
    address = addresses.at("public:requests")
    with override("vi"):
        subject = _("Your request for access has been answered")
        body = _("The answer stands here, after you sign in: %(address)s") % {"address": address}
        try:
            send_letter(to=request.reader, subject=subject, body=body)
        except LetterFailed as failure:
            request.mail_failure = str(failure)
        else:
            request.told_at, request.mail_failure = at, ""
    request.save(update_fields=["told_at", "mail_failure"])
