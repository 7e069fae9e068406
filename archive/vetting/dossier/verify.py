"""Check an exported dossier: `python3 verify.py DOSSIER.zip`. Needs Python 3 and nothing else.

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


def faults(path: str) -> list[str]:
    """Return what is wrong with the dossier at `path`; nothing means that it is whole."""
    found = []
    with zipfile.ZipFile(path) as packed:
        root = packed.namelist()[0].split("/")[0]
        for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
            for line in packed.read(f"{root}/{manifest}").decode().splitlines():
                digest, name = line.split("  ", 1)
                try:
                    body = packed.read(f"{root}/{name}")
                except KeyError:
                    found.append(f"missing: {name}")
                    continue
                if hashlib.sha256(body).hexdigest() != digest:
                    found.append(f"altered: {name}")
        listed = {
            line.split("  ", 1)[1]
            for line in packed.read(f"{root}/manifest-sha256.txt").decode().splitlines()
        }
        for name in packed.namelist():
            inside = name[len(root) + 1 :]
            if inside.startswith("data/") and inside not in listed:
                found.append(f"not in the manifest: {inside}")
        found += _journal_faults(packed.read(f"{root}/data/journal.jsonl").decode())
    return found


def _journal_faults(text: str) -> list[str]:
    found = []
    link = ""
    for number, line in enumerate(text.splitlines(), start=1):
        entry = json.loads(line)
        if entry_digest(entry) != entry["digest"]:
            found.append(f"journal entry {number} says something else than its digest")
        link = next_link(link, entry["digest"])
        if link != entry["link"]:
            found.append(f"journal entry {number} does not follow from the one before")
    return found


def main() -> int:
    """Print what is wrong; the exit status is 0 for a whole dossier."""
    found = faults(sys.argv[1])
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    if not found:
        sys.stdout.write("OK\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
