"""The addresses of the operations: as many as there are, and one for all that are none."""

from django.urls import path

from archive.interop.api.answering import missing, view_of
from archive.interop.api.doors import OPERATIONS

app_name = "api"
urlpatterns = [
    *(path(operation.route, view_of(operation), name=operation.name) for operation in OPERATIONS),
    # Without a stroke at its end an address is first tried with one.
    path("<path:rest>/", missing, name="missing"),
]
