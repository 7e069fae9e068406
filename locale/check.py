"""Fail when a string has no Vietnamese, a doubtful one, or one that would break at run time."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

import polib
from extract import CATALOGUE, ROOT, extracted, key_of

MARKS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def faults(catalogue: polib.POFile) -> Iterator[str]:
    wanted = extracted()
    present = {key_of(entry): entry for entry in catalogue}
    for _, msgid in sorted(wanted.keys() - present.keys()):
        yield f"missing: {msgid!r}"
    for _, msgid in sorted(present.keys() - wanted.keys()):
        yield f"no longer used: {msgid!r}"
    for key in sorted(wanted.keys() & present.keys()):
        yield from _faults_of(present[key], wanted[key])


def _faults_of(entry: polib.POEntry, source: polib.POEntry) -> Iterator[str]:
    if "fuzzy" in entry.flags:
        yield f"fuzzy: {entry.msgid!r}"
    if bool(entry.msgid_plural) != bool(source.msgid_plural):
        yield f"plural in code and not in the catalogue, or the reverse: {entry.msgid!r}"
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts) or not texts:
        yield f"not translated: {entry.msgid!r}"
        return
    offered = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    for text in texts:
        used = set(PLACEHOLDER.findall(text))
        if used - offered or (not entry.msgid_plural and offered - used):
            yield f"placeholders differ: {entry.msgid!r} → {text!r}"


def unseen() -> Iterator[str]:
    """Yield the strings marked within an f-string, which the extraction does not see."""
    for path in sorted((ROOT / "archive").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                for call in ast.walk(node):
                    if isinstance(call, ast.Call) and ast.unparse(call.func) in MARKS:
                        yield f"{path.relative_to(ROOT)}:{call.lineno}: marked within an f-string"


def main() -> int:
    found = [*faults(polib.pofile(str(CATALOGUE))), *unseen()]
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        print(f"{len(found)} faults; `make messages` adds and removes strings", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
