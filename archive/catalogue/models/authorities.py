"""People, places and subjects: each kept once, under every name it ever had.

Corporate bodies and events stand beside them in `bodies` and `events`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.values.dates import parse_date


class Authority(models.Model):
    """What the authorities share: one address, one preferred name, one place in the alphabet."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("preferred name"), max_length=255)
    # `values.text.canonical` of the name: what two spellings of one name have in common.
    canonical_name = models.CharField(max_length=255, editable=False, default="", db_index=True)
    # `values.text.fold` of the name: without marks, for what is offered while a name is typed.
    plain_name = models.CharField(max_length=255, editable=False, default="", db_index=True)
    sort_key = models.CharField(max_length=255, editable=False, default="", db_index=True)
    note = models.TextField(_("note"), blank=True)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    class Meta:
        abstract = True
        ordering = ["sort_key", "slug"]

    def __str__(self) -> str:
        return self.name


class AlternativeName(models.Model):
    """What the further names of the authorities share; a kind of authority has kinds of its own."""

    name = models.CharField(_("name"), max_length=255)
    canonical_name = models.CharField(max_length=255, editable=False, default="", db_index=True)
    plain_name = models.CharField(max_length=255, editable=False, default="", db_index=True)
    note = models.CharField(_("note"), max_length=255, blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Dated(models.Model):
    """A date as it is written, as EDTF, and as the first and the last day it can mean."""

    date_written = models.CharField(_("date"), max_length=120, blank=True)
    date_edtf = models.CharField(max_length=120, blank=True, editable=False)
    date_earliest = models.DateField(null=True, blank=True, editable=False)
    date_latest = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(date_earliest__isnull=True)
                | Q(date_latest__isnull=True)
                | Q(date_earliest__lte=F("date_latest")),
                name="%(class)s_earliest_before_latest",
            ),
        ]

    def date_it(self, written: str) -> None:
        """Set all four from what is `written`; what is not understood has no days."""
        date = parse_date(written)
        self.date_written, self.date_edtf = written, date.edtf
        self.date_earliest, self.date_latest = date.earliest, date.latest


class Person(Authority):
    """Somebody who made, told or is told of in what we hold."""

    born_written = models.CharField(_("born"), max_length=120, blank=True)
    born_earliest = models.DateField(null=True, blank=True, editable=False)
    born_latest = models.DateField(null=True, blank=True, editable=False)
    died_written = models.CharField(_("died"), max_length=120, blank=True)
    died_earliest = models.DateField(null=True, blank=True, editable=False)
    died_latest = models.DateField(null=True, blank=True, editable=False)

    class Meta(Authority.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def get_absolute_url(self) -> str:
        return reverse("public:person", args=[self.slug])


class PersonName(AlternativeName):
    """One further name of a person: birth name, alias, pen name."""

    class Kind(models.TextChoices):
        BIRTH = "birth", _("Birth name")
        ALIAS = "alias", _("Alias")
        PEN = "pen", _("Pen name")
        OTHER = "other", _("Other name")

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="names"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.ALIAS)

    class Meta(AlternativeName.Meta):
        verbose_name = _("name of a person")
        verbose_name_plural = _("names of people")


class Place(Authority):
    """Somewhere things happened, whichever unit it lay in at the time."""

    unit = models.ForeignKey(
        "units.Unit",
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="places",
    )

    class Meta(Authority.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def get_absolute_url(self) -> str:
        return reverse("public:place", args=[self.slug])


class PlaceName(AlternativeName):
    """One further name of a place: old, war-time, in another language."""

    class Kind(models.TextChoices):
        FORMER = "former", _("Former name")
        WARTIME = "wartime", _("War-time name")
        PARALLEL = "parallel", _("Name in another language")
        OTHER = "other", _("Other name")

    place = models.ForeignKey(
        Place, verbose_name=_("place"), on_delete=models.CASCADE, related_name="names"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.OTHER)

    class Meta(AlternativeName.Meta):
        verbose_name = _("name of a place")
        verbose_name_plural = _("names of places")


class Subject(Authority):
    """A topic of the thesaurus (broader, narrower, related, used for: ISO 25964)."""

    broader = models.ForeignKey(
        "self",
        verbose_name=_("broader subject"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="narrower",
    )
    # What stands near it and neither above nor below it; said of both.
    related = models.ManyToManyField("self", verbose_name=_("related subjects"), blank=True)

    class Meta(Authority.Meta):
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")

    def get_absolute_url(self) -> str:
        return reverse("public:subject", args=[self.slug])


class SubjectName(AlternativeName):
    """One term a subject is used for: who looks for it is led to the subject."""

    subject = models.ForeignKey(
        Subject, verbose_name=_("subject"), on_delete=models.CASCADE, related_name="names"
    )

    class Meta(AlternativeName.Meta):
        verbose_name = _("term a subject is used for")
        verbose_name_plural = _("terms subjects are used for")


class FormerAddress(models.Model):
    """The address of an authority that was merged into another; it leads there for ever."""

    model = models.CharField(_("kind"), max_length=16)
    slug = models.SlugField(_("former address"), max_length=120)
    current_slug = models.SlugField(_("address"), max_length=120, db_index=True)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(fields=["model", "slug"], name="one_way_from_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} → {self.current_slug}"
