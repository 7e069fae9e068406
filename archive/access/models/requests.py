"""Requests: a reader asks to be let in to what is closed in a record."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """What has become of a request."""

    WAITING = "waiting", _("Waiting for an answer")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back by the reader")


class AccessRequest(models.Model):
    """One reader's request to use the closed parts of one record, and the office's answer."""

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="access_requests",
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reader"),
        on_delete=models.CASCADE,
        related_name="access_requests",
    )
    purpose = models.TextField(_("purpose"))
    asked_at = models.DateTimeField(_("asked at"))
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState, default=RequestState.WAITING
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    grant = models.OneToOneField(
        "access.Grant",
        verbose_name=_("grant"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="request",
    )
    told_at = models.DateTimeField(_("letter sent at"), null=True, blank=True)
    mail_failure = models.CharField(_("why the letter failed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("access request")
        verbose_name_plural = _("access requests")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "reader"],
                condition=Q(state="waiting"),
                name="one_waiting_request_per_reader",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                name="request_is_answered_or_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(grant__isnull=False),
                name="request_granted_has_a_grant",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="request_refused_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader} · {self.record}"

    @property
    def last_day(self) -> dt.date | None:
        """Return the last day of the access granted; None without an end."""
        if self.grant is None or self.grant.ends_at is None:
            return None
        return timezone.localdate(self.grant.ends_at - dt.timedelta(seconds=1))
