"""Names of files that are to outlive this machine: such as every system can hold and tell apart."""

from __future__ import annotations

import re
import unicodedata

# What Windows does not allow, and what the readers of bags do not agree on: RFC 8493 (2.1.3) has
# `%` written as `%25` in a manifest, the Library of Congress's own validator does not read it.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*%]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}$")
# Below `data/records/<code>/masters/` it stays within the 260 signs of a path on Windows.
MOST_BYTES = 120


def carried_name(name: str, taken: set[str]) -> str:
    """Return `name` made fit to be carried, told apart from those `taken`, and take it.

    Vietnamese letters stay, in NFC. Two names that a system may take for one (by case or by form of
    Unicode) do not both stay as they are: the later one gets a number.
    """
    fit = _fit(name)
    ending = _ending(fit)
    chosen, number = fit, 1
    while _compared(chosen) in taken:
        number += 1
        chosen = _cut(fit.removesuffix(ending), f"-{number}{ending}")
    taken.add(_compared(chosen))
    return chosen


def is_carried(path: str) -> bool:
    """Tell whether a path with slashes consists of names fit to be carried."""
    return all(part == _fit(part) for part in path.split("/"))


def _fit(name: str) -> str:
    signs = (_plain(sign) for sign in unicodedata.normalize("NFC", name))
    name = _FORBIDDEN.sub("_", "".join(signs)).strip(" ").rstrip(". ")
    if not name or name.startswith(".") or _RESERVED.match(name):
        name = f"_{name}"
    ending = _ending(name)
    return _cut(name.removesuffix(ending), ending)


def _cut(stem: str, ending: str) -> str:
    """Return both together, the stem shortened between letters to what there is room for."""
    room = MOST_BYTES - len(ending)
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ") + ending


def _plain(sign: str) -> str:
    """Return a sign that can be seen: control, format and half signs are none, lines no blanks."""
    category = unicodedata.category(sign)
    if category == "Zs":
        return " "
    return "_" if category[0] == "C" or category in ("Zl", "Zp") else sign


def _ending(name: str) -> str:
    found = _ENDING.search(name)
    return found.group() if found else ""


def _compared(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
