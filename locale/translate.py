"""Put translations into the Vietnamese catalogue from JSON on standard input.

`{"msgid": "bản dịch"}`; a plural is `{"one thing|%(n)d things": "%(n)d thứ"}` (Vietnamese has one
form); a context goes before the msgid with `\\u0004`. New entries are added, others replaced; the
file stays sorted, so that two people's additions seldom meet on one line.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polib

CATALOGUE = Path(__file__).parent / "vi" / "LC_MESSAGES" / "django.po"


def main() -> None:
    po = polib.pofile(str(CATALOGUE), wrapwidth=96)
    for key, text in json.load(sys.stdin).items():
        _put(po, key, text)
    po.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    po.save(str(CATALOGUE))


def _put(po: polib.POFile, key: str, text: str) -> None:
    context, _, msgid = key.rpartition("\u0004")
    singular, _, plural = msgid.partition("|")
    entry = po.find(singular, msgctxt=context or False)
    if entry is None:
        entry = polib.POEntry(msgid=singular, msgctxt=context or None)
        po.append(entry)
    if plural:
        entry.msgid_plural, entry.msgstr_plural = plural, {0: text}
    else:
        entry.msgstr = text
    if "%(" in singular or "%s" in singular:
        entry.flags = ["python-format"]
    else:
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]


if __name__ == "__main__":
    main()
