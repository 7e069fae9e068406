"""Events: what happened, when and where, whichever records tell of it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.catalogue.models.authorities import AlternativeName, Authority, Dated, Place


class Event(Authority, Dated):
    """Something that happened: a battle, a congress, a campaign."""

    places = models.ManyToManyField(
        Place, verbose_name=_("places"), blank=True, related_name="events"
    )

    class Meta(Authority.Meta, Dated.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def get_absolute_url(self) -> str:
        return reverse("public:event", args=[self.slug])


class EventName(AlternativeName):
    """One further name of an event."""

    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="names"
    )

    class Meta(AlternativeName.Meta):
        verbose_name = _("name of an event")
        verbose_name_plural = _("names of events")
