"""What holds at every address: methods, language, discretion, compression, legible text."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_to_bytes, urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from archive.values.text import legible

_TEXTS = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/xml",
    "application/atom+xml",
)
_UNREAD = "\ufffd"
_NOTHING_OF_THE_MACHINE = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class ChosenLanguageMiddleware:
    """Speak Vietnamese unless the reader has chosen another language here.

    The browser's own language does not count: many Vietnamese PCs run an English browser, and an
    office must not find its workplace in English for that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", str(request.LANGUAGE_CODE))
        patch_vary_headers(response, ["Cookie"])
        return response


class KnownMethodsMiddleware:
    """Know GET, HEAD and POST, and of other methods what a view says it answers (`answering`).

    A form would take any other for GET.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, *_arguments: object
    ) -> HttpResponse | None:
        """Refuse before a form is asked for its token."""
        known = ["GET", "HEAD", "POST", *getattr(view, "answering", ())]
        return None if request.method in known else HttpResponseNotAllowed(known)


class BodilessHeadMiddleware:
    """Answer HEAD with the headers GET would have, and nothing after them (RFC 9110, 9.3.2).

    Django leaves this to the server in front, and ours warns of every such answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method != "HEAD":
            return response
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = iter(())  # what it held is closed with the response
        elif isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class DiscreetMiddleware:
    """Let nothing made for somebody who signed in be kept, and no page use camera or place.

    The next at the same machine may go back; browsers forget such pages when the session ends.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", _NOTHING_OF_THE_MACHINE)
        return response


class TextGZipMiddleware(GZipMiddleware):
    """Send pages and other texts compressed: they are an eighth of their size on a slow line.

    Files go out as they are: a range of a recording is a range of its own bytes.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        if isinstance(response, StreamingHttpResponse) or not kind.startswith(_TEXTS):
            return response
        return super().process_response(request, response)


class LegibleMiddleware:
    """Know no address with a NUL in it, and read none out of a query or a form.

    No text of ours holds one, and PostgreSQL refuses to be asked for it. Of a form nothing is read
    that nobody could see, and nothing at all when its bytes are no text: that would be kept wrong.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            raise Http404
        if "%00" in (query := request.META.get("QUERY_STRING", "")):
            request.META["QUERY_STRING"] = query.replace("%00", "%20")
            request.GET = QueryDict(request.META["QUERY_STRING"])
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Clean a form once it is known to be ours, which has read it."""
        sent = {name: request.POST.getlist(name) for name in request.POST}
        if any(_UNREAD in value for values in sent.values() for value in values):
            _refuse_what_is_no_text(request)
        meant = {
            legible(name): [legible(value) for value in values] for name, values in sent.items()
        }
        if meant != sent:
            request.POST = QueryDict(urlencode(meant, doseq=True))


def _refuse_what_is_no_text(request: HttpRequest) -> None:
    """Raise `BadRequest` unless the sign for what could not be read was sent as such."""
    if request.content_type == "application/x-www-form-urlencoded":
        try:
            unquote_to_bytes(request.body).decode()
        except UnicodeDecodeError:
            raise BadRequest("not UTF-8") from None
