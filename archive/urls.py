"""Which door answers which address."""

from django.urls import include, path
from django.views.i18n import set_language

from archive.access.locks import open_to_all

urlpatterns = [
    path("", include("archive.public.urls")),
    path("", include("archive.interop.urls")),
    path("desk/", include("archive.desk.urls")),
    path("accounts/", include("archive.desk.identity.urls")),
    path("language/", open_to_all(set_language), name="set_language"),
]
