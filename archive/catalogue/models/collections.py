"""Collections: the levels of arrangement above the single record."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.catalogue.models.authorities import Dated
from archive.catalogue.models.particulars import Particulars
from archive.catalogue.models.records import AccessLevel


class Publication(models.TextChoices):
    """Whether a collection is shown to the public, or does as what it is part of."""

    INHERITED = "inherited", _("As the level above")
    SHOWN = "shown", _("Shown")
    HIDDEN = "hidden", _("Not shown")


class FondsStatus(models.TextChoices):
    """Whether a fonds still grows (TT 05/2025)."""

    OPEN = "open", _("Open: still growing")
    CLOSED = "closed", _("Closed: complete")


class Collection(Particulars, Dated):
    """A fonds, series, file or made collection: records kept together, and why."""

    code = models.CharField(_("reference code"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=500)
    # The code of a term: level of description (ISAD(G) 3.1.4).
    level = models.CharField(_("level"), max_length=32)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    # Ids from the root down, each closed by a slash, so that one prefix finds a whole subtree.
    path = models.CharField(max_length=1000, editable=False, default="", db_index=True)
    holder = models.ForeignKey(
        "units.Unit",
        verbose_name=_("held by"),
        on_delete=models.PROTECT,
        related_name="collections",
    )
    status = models.CharField(
        _("status of the fonds"), max_length=8, choices=FondsStatus, blank=True
    )
    creator = models.CharField(_("name of creator"), max_length=255, blank=True)
    # The first and the last day of what is kept here, as it is written.
    date_written = models.CharField(_("dates"), max_length=120, blank=True)
    extent = models.CharField(_("extent and medium"), max_length=255, blank=True)
    # Codes of terms, with commas.
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    creator_history = models.TextField(_("administrative or biographical history"), blank=True)
    scope_and_content = models.TextField(_("scope and content"), blank=True)
    arrangement = models.TextField(_("system of arrangement"), blank=True)
    history = models.TextField(_("archival history"), blank=True)
    acquisition = models.TextField(_("immediate source of acquisition or transfer"), blank=True)
    accruals = models.CharField(_("accruals"), max_length=255, blank=True)
    finding_aids = models.TextField(_("finding aids"), blank=True)
    keywords = models.CharField(_("keywords"), max_length=500, blank=True)
    information_symbol = models.CharField(_("information symbol"), max_length=120, blank=True)
    # Codes of terms, as are `reliability` and `retention`.
    preservation = models.CharField(_("physical condition"), max_length=32, blank=True)
    reliability = models.CharField(_("reliability level"), max_length=32, blank=True)
    retention = models.CharField(_("retention period"), max_length=120, blank=True)
    related_material = models.TextField(_("related units of description"), blank=True)
    publication_note = models.TextField(_("publication note"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    rights = models.CharField(
        _("rights"),
        max_length=500,
        blank=True,
        help_text=_("Left empty, what the level above says holds."),
    )
    publication = models.CharField(
        _("shown to the public"),
        max_length=12,
        choices=Publication,
        default=Publication.INHERITED,
    )
    # What `publication` comes to with the levels above; kept by `catalogue.arrangement`.
    is_public = models.BooleanField(_("in effect shown"), default=False, editable=False)
    # The widest circle what is kept here may be opened to; empty, what the level above says.
    access_ceiling = models.CharField(
        _("open at most to"), max_length=12, choices=AccessLevel, blank=True
    )
    # The strictest of it and of the levels above; kept by `catalogue.arrangement`.
    ceiling = models.CharField(
        _("in effect open at most to"),
        max_length=12,
        choices=AccessLevel,
        default=AccessLevel.PUBLIC,
        editable=False,
        db_index=True,
    )
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    class Meta(Dated.Meta):
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("public:collection", args=[self.code])

    @property
    def ancestor_ids(self) -> list[int]:
        """Return the ids of the levels above, from the root down."""
        return [int(part) for part in self.path.split("/")[:-2]]
