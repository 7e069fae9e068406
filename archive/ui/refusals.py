"""What is answered to a request that cannot be read."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the browser is at fault, or that more was sent than a form may hold (413)."""
    if not isinstance(exception, _TOO_MUCH):
        return defaults.bad_request(request, exception)
    context = {
        "bytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    }
    return HttpResponse(render_to_string("413.html", context), status=413)
