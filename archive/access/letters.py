"""Letters about requests. Mail is open: they say that there is an answer, not what about."""

from __future__ import annotations

import datetime as dt
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from archive.access.models import AccessRequest


def tell_reader(*, request: AccessRequest, at: dt.datetime) -> None:
    """Write that the request is answered; a failure is kept for both sides to see."""
    if not request.reader.email:
        request.mail_failure = "no address"
    else:
        with override("vi"):
            subject = _("Your request for access has been answered")
            address = settings.SITE_URL.rstrip("/") + reverse("public:requests")
            body = _("The answer stands here, after you sign in: %(address)s") % {
                "address": address
            }
        try:
            send_mail(subject, body, None, [request.reader.email])
        except (OSError, smtplib.SMTPException) as error:
            request.mail_failure = (str(error) or type(error).__name__)[:300]
        else:
            request.told_at, request.mail_failure = at, ""
    request.save(update_fields=["told_at", "mail_failure"])
