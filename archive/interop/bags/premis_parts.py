"""What all parts of a PREMIS document are written with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from archive.interop.markup import Element, Markup

premis = Markup(
    "http://www.loc.gov/premis/v3", "premis", xsi="http://www.w3.org/2001/XMLSchema-instance"
)


def identifier(of: str, value: str) -> Element:
    """Return the identifier of an object, event, agent or statement, or a link to one."""
    return premis(
        f"{of}Identifier",
        premis(f"{of}IdentifierType", "local"),
        premis(f"{of}IdentifierValue", value),
    )


def is_a(kind: str) -> dict[str, Any]:
    """Return the attribute that says what sort of object one is."""
    return {"xsi__type": f"premis:{kind}"}


def day(on: dt.date | None) -> str:
    return on.isoformat() if on else ""
