from django.urls import path, register_converter

from archive.desk.authorities import views
from archive.desk.authorities.kinds import KINDS


class KindConverter:
    """One of the kinds of authority, by the word in the address."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "authority_kind")

urlpatterns = [
    path("", views.authorities, {"kind": "people"}, name="names"),
    path("alike/<authority_kind:kind>/", views.alike, name="authorities_alike"),
    path("<authority_kind:kind>/", views.authorities, name="authorities"),
    path("<authority_kind:kind>/<slug:slug>/", views.describe, name="authority"),
    path("<authority_kind:kind>/<slug:slug>/merge/", views.merge, name="authority_merge"),
]
