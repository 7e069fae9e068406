"""Dossiers as files: who had one made, how far it is, and how long it is kept."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.vetting.models.rounds import Round


class PackingState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("dossier", "Waiting for the worker")
    AT_WORK = "at_work", pgettext_lazy("dossier", "Being made")
    READY = "ready", pgettext_lazy("dossier", "Ready")
    FAILED = "failed", pgettext_lazy("dossier", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("dossier", "Stopped")
    CLEARED = "cleared", pgettext_lazy("dossier", "Cleared away after its time")


UNDER_WAY = (PackingState.WAITING, PackingState.AT_WORK)


class Packing(models.Model):
    """One making of a round's dossier as a ZIP. The file goes after its time, the row stays.

    `done` and `total` count bytes of the files that go in; `last_link` is the last link of the
    round's journal in it, `digest` the SHA-256 of the ZIP.
    """

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="packings"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PackingState, default=PackingState.WAITING
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked for by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked for at"))
    done = models.PositiveBigIntegerField(_("bytes done"), default=0)
    total = models.PositiveBigIntegerField(_("bytes in all"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    digest = models.CharField(_("SHA-256"), max_length=64, blank=True)
    last_link = models.CharField(_("last link of the journal"), max_length=64, blank=True)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("making of a dossier")
        verbose_name_plural = _("makings of dossiers")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=["waiting", "at_work"]),
                name="one_dossier_made_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.get_state_display()}"

    @property
    def path(self) -> Path:
        """Return where the ZIP lies; no address leads there but by asking who asks."""
        return Path(settings.MEDIA_ROOT) / "dossiers" / f"{self.pk}.zip"

    @property
    def kilobytes(self) -> int:
        return -(-self.total // 1000)

    @property
    def kilobytes_done(self) -> int:
        return min(-(-self.done // 1000), self.kilobytes)

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY
