"""One listening: how far it has come, what was heard so far, what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.jobs.models import UNDER_WAY, AskedJob


class Listening(AskedJob):
    """A machine listening to an interview; what it heard is kept as it goes, for a restart.

    Times are milliseconds on the record's timeline, of which `done` are heard; `heard` is a list
    of `[start_ms, end_ms, text]`.
    """

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="listenings",
    )
    language = models.CharField(_("language"), max_length=16, default="vi")
    heard = models.JSONField(_("heard"), default=list, blank=True)

    task = "archive.ingest.hearing.tasks.listen"
    counted = _("Seconds heard")
    counted_in = 1000

    class Meta(AskedJob.Meta):
        verbose_name = _("listening")
        verbose_name_plural = _("listenings")
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=UNDER_WAY, name="one_listening_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record.code}: {self.get_state_display()}"
