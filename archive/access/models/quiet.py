"""Copies of recordings without what is sealed in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuietCopy(models.Model):
    """One recording silenced where it is sealed; readers get it in the place of the original.

    `key` says which master and which stretches it was made of. A copy whose key is not that of
    the seals in force now is not given to anybody.
    """

    recording = models.ForeignKey(
        "catalogue.Recording",
        verbose_name=_("recording"),
        on_delete=models.CASCADE,
        related_name="quiet_copies",
    )
    key = models.CharField(max_length=64)
    path = models.CharField(_("path"), max_length=255)
    media_type = models.CharField(_("media type"), max_length=127)
    digest = models.CharField(_("digest"), max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("silenced copy")
        verbose_name_plural = _("silenced copies")
        constraints = [
            models.UniqueConstraint(fields=["recording", "key"], name="one_quiet_copy_per_key"),
        ]

    def __str__(self) -> str:
        return str(self.recording)
