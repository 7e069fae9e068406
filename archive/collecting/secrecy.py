"""Private notes at rest: encrypted with a key of their own, kept apart from the database.

Fernet (AES-128-CBC and HMAC-SHA256) of `cryptography`. The key is derived from
`WITNESS_NOTES_KEY`, or from a random secret made once and kept beside the media folder, so that
a copy of the database alone tells nobody where a witness lives or how ill they are.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

FIELDS = ("contact", "health", "memory", "notes")
_FILE = ".witness_notes_key"


class Unreadable(Exception):
    """The notes were written under another key; restore the key file of that time."""


def seal(notes: Mapping[str, str]) -> bytes:
    """Return `notes` (the names in `FIELDS`) encrypted; nothing at all when all are empty."""
    kept = {name: notes.get(name, "") for name in FIELDS}
    if not any(kept.values()):
        return b""
    return _fernet().encrypt(json.dumps(kept, ensure_ascii=False).encode())


def unseal(sealed: bytes | memoryview) -> dict[str, str]:
    """Return the notes in clear. Raises `Unreadable`."""
    if not sealed:
        return dict.fromkeys(FIELDS, "")
    try:
        kept = json.loads(_fernet().decrypt(bytes(sealed)))
    except InvalidToken as error:
        raise Unreadable from error
    return {name: str(kept.get(name, "")) for name in FIELDS}


def _fernet() -> Fernet:
    derived = HKDF(
        algorithm=hashes.SHA256(), length=32, salt=None, info=b"nhan-chung/witness-notes/1"
    ).derive(_secret())
    return Fernet(base64.urlsafe_b64encode(derived))


def _secret() -> bytes:
    if given := getattr(settings, "WITNESS_NOTES_KEY", ""):
        return str(given).encode()
    path = Path(settings.MEDIA_ROOT) / _FILE
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Exclusive: of two processes starting at once, one writes and the other reads.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    secret = os.urandom(32)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    return secret
