"""Everything the API does, and what says so."""

from __future__ import annotations

from typing import Any

from archive.access.addresses import at
from archive.interop.api import collections, names, records, searching, units, works
from archive.interop.api.openapi import VERSION, description
from archive.interop.api.operations import Asked, Operation, reading
from archive.interop.api.shapes.root import Root


@reading("", Root, "The ways in")
def root(asked: Asked) -> Root:
    return Root(
        name="Nhân Chứng",
        version=VERSION,
        openapi=at("api:openapi"),
        html_url=at("public:home"),
        lists={
            operation.name: at(f"api:{operation.name}")
            for operation in OPERATIONS
            if operation.route and "<" not in operation.route and operation is not openapi
        },
    )


@reading("openapi.json", dict[str, Any], "This description")
def openapi(asked: Asked) -> dict[str, Any]:
    return description(OPERATIONS)


OPERATIONS: tuple[Operation, ...] = (
    root,
    openapi,
    *records.OPERATIONS,
    *collections.OPERATIONS,
    *names.OPERATIONS,
    *units.OPERATIONS,
    *works.OPERATIONS,
    searching.search,
)
