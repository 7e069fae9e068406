"""Dossiers as files: who had one made, how far it is, and how long it is kept."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.jobs.models import UNDER_WAY, AskedJob, State
from archive.vetting.models.rounds import Round


class Packing(AskedJob):
    """One making of a round's dossier as a ZIP. The file goes after its time, the row stays.

    `done` and `total` count bytes of the files that go in; `last_link` is the last link of the
    round's journal in it, `digest` the SHA-256 of the ZIP.
    """

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="packings"
    )
    size = models.PositiveBigIntegerField(_("size"), default=0)
    digest = models.CharField(_("SHA-256"), max_length=64, blank=True)
    last_link = models.CharField(_("last link of the journal"), max_length=64, blank=True)
    cleared_at = models.DateTimeField(_("cleared away at"), null=True, blank=True)

    task = "archive.vetting.tasks.pack_dossier"
    counted = _("Kilobytes packed")
    counted_in = 1000

    class Meta(AskedJob.Meta):
        verbose_name = _("making of a dossier")
        verbose_name_plural = _("makings of dossiers")
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=UNDER_WAY, name="one_dossier_made_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.get_state_display()}"

    @property
    def path(self) -> Path:
        """Return where the ZIP lies; no address leads there but by asking who asks."""
        return Path(settings.MEDIA_ROOT) / "dossiers" / f"{self.pk}.zip"

    @property
    def is_kept(self) -> bool:
        """Tell whether the ZIP is there to be fetched."""
        return self.state == State.DONE and self.cleared_at is None
