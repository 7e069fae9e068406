"""What harvesters have been told, so that they can be told what has become of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Header(models.Model):
    """One record as harvesters know it: by what code, and since when it has been as it is now.

    A row once made stays for ever. When the record is no longer open to everybody, or has another
    code, its row is that of a deleted item.
    """

    code = models.CharField(_("reference code"), max_length=80, unique=True)
    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Where it was kept when it was last open: a deleted item stays in its sets.
    collection = models.ForeignKey(
        "catalogue.Collection",
        verbose_name=_("collection"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    # Whole seconds. It may lie a little ahead, and holds from then on (see `oai.actions`).
    stamped_at = models.DateTimeField(_("datestamp"))
    is_deleted = models.BooleanField(_("deleted"), default=False)
    # Of all that a harvest says of it; "" of a deleted item.
    digest = models.CharField(_("digest"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("harvested header")
        verbose_name_plural = _("harvested headers")
        ordering = ["stamped_at", "id"]
        indexes = [
            models.Index(fields=["stamped_at", "id"], name="header_by_stamp"),
            models.Index(fields=["collection", "stamped_at", "id"], name="header_by_collection"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_deleted=True, digest="") | Q(is_deleted=False) & ~Q(digest=""),
                name="header_is_deleted_or_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class HarvestState(models.Model):
    """The one row that says how far the headers have followed the journal.

    `edition` names the way records are put into words for harvesters; under another one all of
    them are read again, those up to the id `swept` so far (None: all).
    """

    entry = models.PositiveBigIntegerField(_("entry of the journal"), default=0)
    edition = models.CharField(_("edition"), max_length=255, blank=True)
    swept = models.PositiveBigIntegerField(_("read again up to"), null=True, blank=True)

    class Meta:
        verbose_name = _("state of the harvest")
        verbose_name_plural = _("states of the harvest")

    def __str__(self) -> str:
        return str(self.entry)
