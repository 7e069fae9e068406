"""Check an exported dossier: `python3 verify.py DOSSIER.zip [LINK]`. Needs Python 3 alone.

Every file is compared with its SHA-256 in the manifest. Then the journal of the round is computed
anew: each entry's digest from what it says and from the digest of the entry before it in the whole
journal, and the chain of the round's own entries, link by link.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile

FACTS = (
    "previous_digest",
    "at",
    "actor_id",
    "act",
    "subject_type",
    "subject_id",
    "subject_label",
    "before",
    "after",
    "basis_number",
    "basis_on",
    "note",
)


def entry_digest(entry: dict[str, object]) -> str:
    """Return the SHA-256 that a journal entry must carry."""
    facts = [entry[name] for name in FACTS]
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def next_link(link: str, digest: str) -> str:
    """Return the link of the round's own chain after an entry with `digest`."""
    return hashlib.sha256(f"{link}{digest}".encode()).hexdigest()


def faults(path: str, link: str = "") -> list[str]:
    """Return what is wrong with the dossier at `path`; nothing means that it is whole.

    `link`, if given, is the last link of the journal as it was noted elsewhere: a journal that was
    cut short, with everything in the bag made to fit, does not end with it.
    """
    found: list[str] = []
    try:
        with zipfile.ZipFile(path) as packed:
            found += _bag_faults(packed)
            found += _journal_faults(packed, link)
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, ValueError, IndexError) as fault:
        found.append(f"not a whole dossier: {type(fault).__name__}: {fault}")
    return found


def _bag_faults(packed: zipfile.ZipFile) -> list[str]:
    found = []
    root = _root(packed)
    names = packed.namelist()
    listed = {"tagmanifest-sha256.txt"}
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in packed.read(f"{root}/{manifest}").decode().splitlines():
            digest, name = line.split("  ", 1)
            listed.add(name)
            if f"{root}/{name}" not in names:
                found.append(f"missing: {name}")
            elif _digest(packed, f"{root}/{name}") != digest:
                found.append(f"altered: {name}")
    for name in names:
        inside = name[len(root) + 1 :]
        if not name.startswith(f"{root}/") or inside not in listed:
            found.append(f"not in the manifest: {inside}")
    found += [f"there twice: {name}" for name in sorted(set(names)) if names.count(name) > 1]
    return found


def _digest(packed: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with packed.open(name) as body:
            while chunk := body.read(1024 * 1024):
                digest.update(chunk)
    except zipfile.BadZipFile:
        return "unreadable"
    return digest.hexdigest()


def _root(packed: zipfile.ZipFile) -> str:
    return packed.namelist()[0].split("/")[0]


def _journal_faults(packed: zipfile.ZipFile, noted: str) -> list[str]:
    found = []
    root, link = _root(packed), ""
    text = packed.read(f"{root}/data/journal.jsonl").decode()
    for number, line in enumerate(text.splitlines(), start=1):
        entry = json.loads(line)
        if entry_digest(entry) != entry["digest"]:
            found.append(f"journal entry {number} says something else than its digest")
        link = next_link(link, entry["digest"])
        if link != entry["link"]:
            found.append(f"journal entry {number} does not follow from the one before")
    if link != json.loads(packed.read(f"{root}/data/round.json"))["journal_last_link"]:
        found.append("the journal does not end where the round says it does")
    if noted and link != noted:
        found.append("the journal does not end with the link that was noted")
    return found


def main() -> int:
    """Print what is wrong; the exit status is 0 for a whole dossier."""
    if len(sys.argv) not in (2, 3):
        sys.stdout.write("python3 verify.py DOSSIER.zip [LAST-LINK]\n")
        return 2
    found = faults(*sys.argv[1:])
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    if not found:
        sys.stdout.write("OK\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
