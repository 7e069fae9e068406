"""The vault: what was hidden, who may know it, and what addresses are made of to look for it.

Every secret is a word that occurs nowhere else, so that finding it in an answer is proof. To put
something of your room in: write a function `def secrets_of_<room>(vault)` beside the others, call
it in `opening`, keep each word with `vault.word(...)`, and list what addresses are made of with
`vault.fill[...]`.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import io
import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from archive.accounts.models import User
from archive.catalogue.models import (
    AccessLevel,
    Record,
    RecordKind,
    VettingStatus,
)
from archive.files.models import Derivative, Family, Master
from archive.units.models import Unit

# Stands in every text of the vault, so that a search for it meets every secret.
COMMON = "khangchien"

# Who may know what is the holding office's own.
STAFF = frozenset({"an", "binh", "chi", "em", "hanh"})


@dataclass
class Vault:
    """What was hidden, and what addresses may be made of to look for it."""

    cast: dict[str, User]
    office: Unit
    now: dt.datetime
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    latest_digest: str = ""
    fill: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    _count: Any = field(default_factory=lambda: itertools.count(1))

    def word(self, what: str, may_know: frozenset[str] = STAFF) -> str:
        """Return a new secret word; `what` says in a failing test what got out."""
        word = f"zq{what}{next(self._count)}x"
        self.words[word] = may_know
        return word

    def leaked(self, name: str, said: str, *, asked: str = "") -> list[str]:
        """Return the secret words in `said` that `name` may not know and did not say first."""
        return [
            word
            for word, may_know in self.words.items()
            if name not in may_know and word in said and word not in asked
        ]

    def master(self, family: Family, media_type: str, may_know: frozenset[str] = STAFF) -> Master:
        """Store secret bytes as a master with a secret name; its digest is a secret too."""
        body = f"{self.word('bytes', may_know)} {self.word('tail', may_know)}".encode()
        digest = hashlib.sha256(body).hexdigest()
        master = Master.objects.create(
            digest=digest,
            size=len(body),
            family=family,
            media_type=media_type,
            original_name=f"{self.word('filename', may_know)}.bin",
            technical={"title": self.word("tag", may_know)},
            stored_at=self.now,
        )
        storages["masters"].save(master.path, ContentFile(body))
        self.words[digest] = may_know
        for role in Derivative.Role.values:
            self._derivative(master, role, may_know)
        self.fill["masters"].append(master.pk)
        self.latest_digest = digest
        return master

    def _derivative(self, master: Master, role: str, may_know: frozenset[str]) -> None:
        body = self.word(f"made{role.replace('_', '')}", may_know).encode()
        if role == Derivative.Role.PYRAMID:  # what draws from it must be able to
            body = _picture() + body
        digest = hashlib.sha256(body).hexdigest()
        path = storages["derivatives"].save(f"{digest[:2]}/{digest}", ContentFile(body))
        derivative = Derivative.objects.create(
            master=master,
            role=role,
            path=path,
            media_type="audio/mp4" if "audio" in role else "image/jpeg",
            digest=digest,
            size=len(body),
            width=400,
            height=300,
            recipe="vault",
            made_at=self.now,
        )
        self.words[digest] = may_know
        self.fill["derivatives"].append(derivative.pk)

    def record(self, code: str, *, kind: RecordKind = RecordKind.DOCUMENT, **fields: Any) -> Record:
        """Enter one record whose every described word is as secret as the record is."""
        record = Record.objects.create(
            code=code, kind=kind, holder=self.office, created_at=self.now, changed_at=self.now,
            **fields,
        )  # fmt: skip
        self.fill["records"].append(code)
        self.fill["record_ids"].append(record.pk)
        return record

    def described(self, may_know: frozenset[str]) -> dict[str, Any]:
        names = ("title", "abstract", "creator", "scope_and_content", "keywords", "notes", "giver")
        return {name: f"{COMMON} {self.word(name.replace('_', ''), may_know)}" for name in names}


@functools.cache
def _picture() -> bytes:
    picture = io.BytesIO()
    Image.new("L", (400, 300), 200).save(picture, "TIFF")
    return picture.getvalue()


def released(vault: Vault, level: AccessLevel = AccessLevel.PUBLIC) -> dict[str, Any]:
    """Return the columns of a record released an hour ago."""
    return {
        "vetting_status": VettingStatus.VETTED,
        "access_level": level,
        "released_at": vault.now - dt.timedelta(hours=1),
    }
