"""Letters to people who sign in. Mail is open: what may stand in one is for its writer to know."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from archive.accounts.models import User

LONGEST_REASON = 300  # letters; the columns that keep a reason are as wide


class LetterFailed(Exception):
    """A letter did not go out; the text says why, fit to be kept and shown."""


def send_letter(
    *, to: User, subject: str, body: str, headers: Mapping[str, str] | None = None
) -> None:
    """Hand a letter over to the mail server, whose words say why it was not taken.

    Raises `LetterFailed`; also for a person without an address.
    """
    if not to.email:
        raise LetterFailed(_("No e-mail address is known."))
    try:
        EmailMessage(subject, body, to=[to.email], headers=dict(headers or {})).send()
    except (OSError, smtplib.SMTPException) as failure:
        raise LetterFailed(f"{type(failure).__name__}: {failure}"[:LONGEST_REASON]) from failure
