"""One thing an address does, declared once: it is served by this, and described by this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest

from archive.access.addresses import absolute
from archive.access.audiences import Viewer
from archive.interop.api.parameters import Parameter

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """A request as an operation has it: who asks, and for what, already read."""

    request: HttpRequest
    query: Mapping[str, Any]

    @property
    def viewer(self) -> Viewer:
        return self.request.user

    def again(self, **changes: str) -> str:
        """Return the address that asks the same but for `changes`; an empty one is left out."""
        query = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        address = absolute(self.request.path)
        return f"{address}?{query.urlencode()}" if query else address


@dataclass(frozen=True)
class Operation:
    """What is read at `route` (below `/api/v1/`); `answer` is the type it returns.

    `limit` names the setting that says how often one caller may ask in a minute.
    """

    name: str
    route: str
    answer: Any
    summary: str
    respond: Callable[..., Any]
    parameters: tuple[Parameter, ...] = ()
    limit: str = ""


def reading(
    route: str, answer: type[T], summary: str, *parameters: Parameter, limit: str = ""
) -> Callable[[Callable[..., T]], Operation]:
    """Make an operation of a function that returns what is read at `route`.

    It is called with what was asked (`Asked`) and what stands in the route, by name; it may raise
    what the gate raises, and `Refused`.
    """

    def declared(respond: Callable[..., T]) -> Operation:
        name = respond.__name__
        return Operation(name, route, answer, summary, respond, parameters, limit)

    return declared
