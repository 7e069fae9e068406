"""Operations as views: the lock, the language, what was asked, and every way it can end."""

from __future__ import annotations

import hashlib
import json
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from archive.access.addresses import moved_to
from archive.access.callers import at_most
from archive.access.gate import Moved, Withdrawn
from archive.access.locks import View, answering, open_to_all
from archive.access.sharing import read_elsewhere
from archive.interop.answers import answer, plainly
from archive.interop.api import problems
from archive.interop.api.operations import Asked, Operation
from archive.interop.api.parameters import read_query
from archive.interop.api.schema import plain

_KNOWN = "GET, HEAD, OPTIONS"
_OTHERS = ("PUT", "PATCH", "DELETE")
"""Methods that are refused here in words, not by a door that knows no JSON."""


def view_of(operation: Operation) -> View[Any]:
    """Return the view of an operation.

    Without a token against forgery: nothing is changed here.
    """
    done = _limited(operation)

    @answering("OPTIONS", *_OTHERS)
    @open_to_all
    @csrf_exempt
    @read_elsewhere
    def view(request: HttpRequest, /, **place: Any) -> HttpResponseBase:
        with translation.override(language_of(request)):
            if request.method in {"GET", "HEAD"}:
                response = _or_a_problem(request, done(request, **place))
            else:
                response = problems.problem_answer(request, problems.not_that_way(_KNOWN))
                response["Allow"] = _KNOWN
            response["Content-Language"] = translation.get_language() or ""
        return response

    return view


def language_of(request: HttpRequest) -> str:
    """Return the language an answer is worded in: what the program asks for, else Vietnamese."""
    known = dict(settings.LANGUAGES)
    for asked, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (language := asked.partition("-")[0]) in known:
            return language
    return settings.LANGUAGE_CODE


@open_to_all
@csrf_exempt
def missing(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Answer at every address below the API's that is none."""
    with translation.override(language_of(request)):
        response = problems.problem_answer(request, problems.nothing_here())
        response["Content-Language"] = translation.get_language() or ""
    return response


def _limited(operation: Operation) -> View[Any]:
    """Return what does the operation, as often as one caller may ask."""

    def done(request: HttpRequest, **place: Any) -> HttpResponseBase:
        return _done(operation, request, place)

    return at_most(operation.limit, of_scripts=True)(done) if operation.limit else done


def _done(operation: Operation, request: HttpRequest, place: dict[str, Any]) -> HttpResponse:
    try:
        asked = Asked(request, read_query(request.GET, operation.parameters))
        said = operation.respond(asked, **place)
    except problems.Refused as refused:
        return problems.problem_answer(request, refused.problem)
    except Http404:
        return problems.problem_answer(request, problems.nothing_here())
    except Withdrawn as gone:
        return problems.problem_answer(request, problems.withdrawn(gone))
    except Moved as moved:
        return _redirect(request, moved)
    body = json.dumps(plain(said), ensure_ascii=False).encode()
    tag = hashlib.sha256(body).hexdigest()
    return answer(request, body, "application/json", tag, varies=problems.VARIES)


def _redirect(request: HttpRequest, moved: Moved) -> HttpResponse:
    """Lead to the same with its present code, whatever the method (308)."""
    response = HttpResponse(status=HTTPStatus.PERMANENT_REDIRECT)
    response["Location"] = moved_to(request, moved)
    return plainly(request, response, "application/json", varies=problems.VARIES)


def _or_a_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Say in words what the limit answers without any."""
    if response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
        return response
    said = problems.problem_answer(request, problems.too_often())
    said["Retry-After"] = response["Retry-After"]
    return said
