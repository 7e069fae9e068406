from django.contrib.sitemaps import views as sitemaps
from django.urls import path

from archive.access.locks import open_to_all
from archive.interop import feeds, health, robots
from archive.interop.ead import views as ead
from archive.interop.oai.views import repository
from archive.interop.sitemaps import SITEMAPS

app_name = "interop"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", robots.robots, name="robots"),
    path("oai", repository, name="oai"),
    path("feeds/records.atom", feeds.records, name="records_feed"),
    path("collections/<str:code>/ead.xml", ead.finding_aid, name="finding_aid"),
    path(
        "sitemap.xml",
        open_to_all(sitemaps.index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "interop:sitemap"},
        name="sitemap_index",
    ),
    path(
        "sitemap-<section>.xml",
        open_to_all(sitemaps.sitemap),
        {"sitemaps": SITEMAPS},
        name="sitemap",
    ),
]
