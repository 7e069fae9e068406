"""The description of the API (OpenAPI 3.1), made of the operations that serve it.

https://spec.openapis.org/oas/v3.1.1.html
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from http import HTTPStatus

from archive.access.addresses import at
from archive.interop.api.operations import Operation
from archive.interop.api.problems import KIND, Gone, Problem, Unfit
from archive.interop.api.schema import Json, Schemas

VERSION = "1.0.0"
_PLACE = re.compile(r"<(\w+):(\w+)>")
_SAYS = {
    "code": "Reference code, as in the permanent address.",
    "slug": "What the permanent address ends in.",
    "key": "Kind and language of a version: `verbatim-vi`.",
}
_ABOUT = """What the pages of the archive say, for programs. Everybody may read what is open to
everybody; who is signed in reads more, as on the pages. What is closed answers as what never was
(404), what was withdrawn answers 410 with its tombstone, a former code leads on (308)."""


def description(operations: Collection[Operation]) -> Json:
    """Return the whole description; `operations` are all there are."""
    schemas, paths = Schemas(), dict[str, Json]()
    for operation in operations:
        paths[_path(operation)] = {"get": _described(operation, schemas)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Nhân Chứng",
            "version": VERSION,
            "description": " ".join(_ABOUT.split()),
        },
        "servers": [{"url": at("api:root").rstrip("/")}],
        "paths": paths,
        "components": {"schemas": schemas.named},
    }


def _path(operation: Operation) -> str:
    return "/" + _PLACE.sub(r"{\2}", operation.route)


def _described(operation: Operation, schemas: Schemas) -> Json:
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*_places(operation), *(each.described() for each in operation.parameters)],
        "responses": dict(_responses(operation, schemas)),
    }


def _places(operation: Operation) -> Iterator[Json]:
    for _converter, name in _PLACE.findall(operation.route):
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "description": _SAYS[name],
            "schema": {"type": "string"},
        }


def _responses(operation: Operation, schemas: Schemas) -> Iterator[tuple[str, Json]]:
    yield "200", _answer("What was asked for.", "application/json", schemas.of(operation.answer))
    yield "304", {"description": "Unchanged since the `ETag` given in `If-None-Match`."}
    yield _problem(HTTPStatus.BAD_REQUEST, "A parameter cannot be taken.", Unfit, schemas)
    if "<" in operation.route:
        yield "308", {"description": "It has another code now; `Location` says which."}
        yield _problem(HTTPStatus.NOT_FOUND, "Nothing there, or not open.", Problem, schemas)
        yield _problem(HTTPStatus.GONE, "It was withdrawn.", Gone, schemas)
    if operation.limit:
        said = "Asked too often; `Retry-After` says when again."
        yield _problem(HTTPStatus.TOO_MANY_REQUESTS, said, Problem, schemas)


def _problem(
    status: HTTPStatus, says: str, kind: type[Problem], schemas: Schemas
) -> tuple[str, Json]:
    return str(status.value), _answer(says, KIND, schemas.of(kind))


def _answer(says: str, kind: str, schema: Json) -> Json:
    return {"description": says, "content": {kind: {"schema": schema}}}
