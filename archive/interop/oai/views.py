"""The one address of the repository; whoever asks gets what a visitor gets."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from lxml import etree

from archive.access.locks import open_to_all
from archive.access.sharing import read_elsewhere
from archive.interop.oai import arguments, verbs
from archive.interop.oai.arguments import Asked, OaiError
from archive.interop.oai.documents import as_bytes, envelope, put_error

# After these the request is told without its arguments (OAI-PMH 3.2).
_WITHOUT_ARGUMENTS = ("badVerb", "badArgument")


# A form sent by POST is read like a query and changes nothing: it needs no token.
@csrf_exempt
@open_to_all
@read_elsewhere
@require_http_methods(["GET", "HEAD", "POST"])
def repository(request: HttpRequest) -> HttpResponse:
    """Answer a request of the protocol; its errors are answers too, with status 200."""
    sent = request.POST if request.method == "POST" else request.GET
    now = timezone.now()
    asked = None
    with translation.override(settings.LANGUAGE_CODE):
        try:
            asked = arguments.read(sent)
            root = envelope(now, {"verb": asked.verb} | asked.arguments)
            verbs.answer(root, asked, now)
        except OaiError as error:
            root = _refusal(now, asked, error)
    response = HttpResponse(as_bytes(root), content_type="text/xml; charset=UTF-8")
    # The gate is asked each time: what is closed now must not open from a cache.
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    # A browser shows XML by a style of its own, which stands inline; nothing else is needed.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _refusal(now: dt.datetime, asked: Asked | None, error: OaiError) -> etree._Element:
    known = asked is not None and error.code not in _WITHOUT_ARGUMENTS
    attributes = {"verb": asked.verb} | asked.arguments if asked and known else {}
    root = envelope(now, attributes)
    put_error(root, error)
    return root
