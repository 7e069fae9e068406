"""One listening: how far it has come, what was heard so far, what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ListeningState(models.TextChoices):
    """How far a listening has come."""

    WAITING = "waiting", _("Waiting for the worker")
    AT_WORK = "at_work", _("At work")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")


UNFINISHED = (ListeningState.WAITING, ListeningState.AT_WORK)


class Listening(models.Model):
    """A machine listening to an interview; what it heard is kept as it goes, for a restart.

    Times are milliseconds on the record's timeline; `heard` is a list of
    `[start_ms, end_ms, text]`.
    """

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="listenings",
    )
    language = models.CharField(_("language"), max_length=16, default="vi")
    state = models.CharField(
        _("state"), max_length=8, choices=ListeningState, default=ListeningState.WAITING
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked for by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked for at"))
    heard_ms = models.PositiveBigIntegerField(_("heard (ms)"), default=0)
    total_ms = models.PositiveBigIntegerField(_("to be heard (ms)"), default=0)
    heard = models.JSONField(_("heard"), default=list, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("listening")
        verbose_name_plural = _("listenings")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(state__in=["waiting", "at_work"]),
                name="one_listening_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record.code}: {self.get_state_display()}"
