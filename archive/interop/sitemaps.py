"""The addresses a crawler may follow: what a visitor who never signs in may see."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet

from archive.access import gate
from archive.catalogue.models import Collection, Record
from archive.works.models import Work

PER_PAGE = 2000


class RecordSitemap(Sitemap[Record]):
    limit = PER_PAGE

    def items(self) -> QuerySet[Record]:
        return gate.visible_records(AnonymousUser()).order_by("id").only("code", "changed_at")

    def lastmod(self, item: Record) -> dt.datetime:
        return item.changed_at

    def get_latest_lastmod(self) -> dt.datetime | None:
        # Django would fetch every record to find the last one changed.
        latest: dt.datetime | None = (
            self.items().order_by().aggregate(Max("changed_at"))["changed_at__max"]
        )
        return latest


class CollectionSitemap(Sitemap[Collection]):
    limit = PER_PAGE

    def items(self) -> QuerySet[Collection]:
        return gate.visible_collections(AnonymousUser()).order_by("id").only("code")


class WorkSitemap(Sitemap[Work]):
    limit = PER_PAGE

    def items(self) -> QuerySet[Work]:
        return gate.visible_works(AnonymousUser()).order_by("id").only("code")


SITEMAPS = {"records": RecordSitemap, "collections": CollectionSitemap, "works": WorkSitemap}
