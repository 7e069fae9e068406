"""What is answered instead: problem details for HTTP (RFC 9457), in the asker's language."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from archive.access.gate import Withdrawn
from archive.interop.answers import plainly
from archive.interop.api.schema import Format, plain

KIND = "application/problem+json"
VARIES = "Cookie, Accept-Language"
_TYPE = "urn:nhan-chung:problem:"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why there is no such answer, as RFC 9457 says it."""

    type: Annotated[str, Format("uri-reference"), "What kind of problem, for programs."]
    title: Annotated[str, "The same in words, in the language asked for."]
    status: int
    detail: Annotated[str, "What it is this time, and what to do."]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that was sent and cannot be taken."""

    name: Annotated[str, "The parameter or the property."]
    reason: Annotated[str, "Why, in the language asked for."]


@dataclass(frozen=True, kw_only=True)
class Unfit(Problem):
    """The problem is in what was sent, and this says where."""

    faults: list[Fault]


@dataclass(frozen=True, kw_only=True)
class Gone(Problem):
    """It was open to readers and has been taken back: its tombstone."""

    code: str
    withdrawn_at: dt.datetime | None
    reason: Annotated[str, "Why, in the office's own words; empty where it gave none."]


class Refused(Exception):
    """A problem is the answer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.title)
        self.problem = problem


def problem_answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer with a problem; it names nothing that the asker did not name."""
    body = json.dumps(plain(problem), ensure_ascii=False).encode()
    return plainly(request, HttpResponse(body, status=problem.status), KIND, varies=VARIES)


def nothing_here() -> Problem:
    """Say that there is nothing: the same of what is closed and of what never was."""
    return Problem(
        type=f"{_TYPE}not-found",
        title=_("Not found"),
        status=HTTPStatus.NOT_FOUND,
        detail=_("There is nothing here, or nothing that is open to you."),
    )


def withdrawn(error: Withdrawn) -> Problem:
    gone = error.gone
    return Gone(
        type=f"{_TYPE}withdrawn",
        title=_("Withdrawn"),
        status=HTTPStatus.GONE,
        detail=_("It was open to readers and was taken back. Its address stays."),
        code=gone.code,
        withdrawn_at=gone.withdrawn_at,
        reason=gone.withdrawn_reason,
    )


def unfit(faults: list[Fault]) -> Problem:
    return Unfit(
        type=f"{_TYPE}unfit-parameters",
        title=_("Parameters that cannot be taken"),
        status=HTTPStatus.BAD_REQUEST,
        detail=_("Nothing was looked up: what is wrong with which parameter stands in “faults”."),
        faults=faults,
    )


def not_that_way(known: str) -> Problem:
    return Problem(
        type=f"{_TYPE}method-not-allowed",
        title=_("Method not allowed"),
        status=HTTPStatus.METHOD_NOT_ALLOWED,
        detail=_("This address answers %(methods)s.") % {"methods": known},
    )


def too_often() -> Problem:
    return Problem(
        type=f"{_TYPE}too-many-requests",
        title=_("Too many requests"),
        status=HTTPStatus.TOO_MANY_REQUESTS,
        detail=_("Ask again in a minute."),
    )
