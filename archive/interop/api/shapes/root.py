"""Where everything begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from archive.interop.api.schema import Address


@dataclass(frozen=True, kw_only=True)
class Root:
    """The ways in."""

    name: str
    version: str
    openapi: Annotated[Address, "The description of this API (OpenAPI 3.1)."]
    html_url: Annotated[Address, "The pages for people."]
    lists: Annotated[dict[str, Address], "The lists there are, by name."]
