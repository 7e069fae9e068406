"""How far the passing of dates has been noted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Vigil(models.Model):
    """The one row that says up to when dates that open or close something have been noted."""

    noted_until = models.DateTimeField(_("noted until"))

    class Meta:
        verbose_name = _("vigil")
        verbose_name_plural = _("vigils")

    def __str__(self) -> str:
        return f"{self.noted_until:%Y-%m-%d %H:%M}"
