"""Corporate bodies: who issued, made or received what we hold, and the posts people had there."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.catalogue.models.authorities import AlternativeName, Authority, Dated, Person


class Body(Authority, Dated):
    """An organisation as ISAAR(CPF) means it; its date is that of its existence."""

    class Meta(Authority.Meta, Dated.Meta):
        verbose_name = _("corporate body")
        verbose_name_plural = _("corporate bodies")

    def get_absolute_url(self) -> str:
        return reverse("public:body", args=[self.slug])


class BodyName(AlternativeName):
    """One further name of a body: former, short, in another language."""

    class Kind(models.TextChoices):
        FORMER = "former", _("Former name")
        SHORT = "short", _("Short name")
        PARALLEL = "parallel", _("Name in another language")
        OTHER = "other", _("Other name")

    body = models.ForeignKey(
        Body, verbose_name=_("corporate body"), on_delete=models.CASCADE, related_name="names"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.FORMER)

    class Meta(AlternativeName.Meta):
        verbose_name = _("name of a corporate body")
        verbose_name_plural = _("names of corporate bodies")


class BodyRole(models.TextChoices):
    """What a corporate body has to do with a record."""

    ISSUER = "issuer", _("Issuing body")
    CREATOR = "creator", _("Creator")
    RECIPIENT = "recipient", _("Recipient")
    MENTIONED = "mentioned", _("Mentioned")


class Involvement(models.Model):
    """One corporate body in one record, and in what role."""

    record = models.ForeignKey(
        "catalogue.Record",
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="involvements",
    )
    body = models.ForeignKey(
        Body,
        verbose_name=_("corporate body"),
        on_delete=models.PROTECT,
        related_name="involvements",
    )
    role = models.CharField(_("role"), max_length=16, choices=BodyRole, default=BodyRole.MENTIONED)

    class Meta:
        verbose_name = _("involvement")
        verbose_name_plural = _("involvements")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "body", "role"], name="one_involvement_per_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.get_role_display()}"


class Post(Dated):
    """One post a person held, from when to when as far as it is known."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="posts"
    )
    title = models.CharField(_("post"), max_length=255)
    body = models.ForeignKey(
        Body,
        verbose_name=_("corporate body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="posts",
    )

    class Meta(Dated.Meta):
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["date_earliest", "id"]

    def __str__(self) -> str:
        return self.title
