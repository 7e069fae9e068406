"""Bring the Vietnamese catalogue up to date with the strings in code and templates.

What is new is added untranslated, what is gone is taken out; English needs no catalogue, for the
message ids are English. The extraction itself is Django's `makemessages`, run on a scratch copy of
the tree made of links, so that it never rewrites our file in its own order.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"

Key = tuple[str, str]


def key_of(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid)


def extracted() -> dict[Key, polib.POEntry]:
    """Return every string that code and templates mark for translation."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("archive", "templates"):
            (Path(scratch) / name).symlink_to(ROOT / name)
        (Path(scratch) / "locale").mkdir()
        django_admin = Path(sys.executable).with_name("django-admin")
        options = ["-l", "vi", "--symlinks", "--no-wrap", "--ignore", "vendor", "--verbosity", "0"]
        subprocess.run([django_admin, "makemessages", *options], cwd=scratch, check=True)
        found = polib.pofile(str(Path(scratch) / "locale/vi/LC_MESSAGES/django.po"))
        return {key_of(entry): entry for entry in found}


def main() -> None:
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=96)
    wanted = extracted()
    for entry in list(catalogue):
        if key_of(entry) not in wanted:
            catalogue.remove(entry)
    known = {key_of(entry) for entry in catalogue}
    for key, entry in wanted.items():
        if key not in known:
            catalogue.append(_bare(entry))
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    catalogue.save(str(CATALOGUE))
    missing = [entry.msgid for entry in catalogue if not entry.translated()]
    print(f"{len(catalogue)} strings, {len(missing)} to translate")


def _bare(entry: polib.POEntry) -> polib.POEntry:
    plural = {0: ""} if entry.msgid_plural else None
    return polib.POEntry(
        msgid=entry.msgid,
        msgctxt=entry.msgctxt,
        msgid_plural=entry.msgid_plural,
        msgstr_plural=plural or {},
        flags=[flag for flag in entry.flags if flag.endswith("-format")],
    )


if __name__ == "__main__":
    main()
