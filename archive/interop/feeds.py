"""What was released lately, for feed readers and for other catalogues."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import conditional_page

from archive.access import gate
from archive.access.locks import open_to_all
from archive.catalogue.models import Record
from archive.ui.feeds import PlainAtom

LENGTH = 50


class RecordFeed(Feed[Record, None]):
    """The fifty records released last, as a visitor who never signs in may see them."""

    feed_type = PlainAtom
    title = _("Newly released records")
    subtitle = _("Documents and testimonies lately opened to the public")
    link = reverse_lazy("public:records")

    def items(self) -> QuerySet[Record]:
        return gate.visible_records(AnonymousUser()).order_by("-released_at", "-id")[:LENGTH]

    def item_title(self, item: Record) -> str:
        return item.title

    def item_description(self, item: Record) -> str:
        return item.abstract

    def item_pubdate(self, item: Record) -> dt.datetime | None:
        return item.released_at

    def item_updateddate(self, item: Record) -> dt.datetime:
        return item.changed_at

    def item_categories(self, item: Record) -> list[str]:
        return [item.get_kind_display()]


# Feed readers ask every hour or oftener: an unchanged feed costs no bytes.
records = open_to_all(conditional_page(RecordFeed()))
