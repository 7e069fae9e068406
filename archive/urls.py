"""Which door answers which address."""

from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from archive.access.locks import open_to_all

handler400 = "archive.ui.refusals.unreadable"

urlpatterns = [
    path("", include("archive.public.urls")),
    path("", include("archive.interop.urls")),
    path("iiif/", include("archive.interop.iiif.urls")),
    path("api/v1/", include("archive.interop.api.urls")),
    path("desk/", include("archive.desk.urls")),
    path("accounts/", include("archive.desk.identity.urls")),
    # Without a token: choosing a language is harmless, and visitors need no cookie to read.
    path("language/", csrf_exempt(open_to_all(set_language)), name="set_language"),
]
