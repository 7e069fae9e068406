"""The addresses a crawler may follow: what a visitor who never signs in may see."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from archive.access import gate
from archive.catalogue.models import Collection, Record
from archive.works.models import Work


class RecordSitemap(Sitemap[Record]):
    limit = 5000

    def items(self) -> QuerySet[Record]:
        return gate.visible_records(AnonymousUser()).order_by("id").only("code", "changed_at")

    def lastmod(self, item: Record) -> dt.datetime:
        return item.changed_at


class CollectionSitemap(Sitemap[Collection]):
    limit = 5000

    def items(self) -> QuerySet[Collection]:
        return gate.visible_collections(AnonymousUser()).order_by("id").only("code")


class WorkSitemap(Sitemap[Work]):
    limit = 5000

    def items(self) -> QuerySet[Work]:
        return gate.visible_works(AnonymousUser()).order_by("id").only("code")


SITEMAPS = {"records": RecordSitemap, "collections": CollectionSitemap, "works": WorkSitemap}
