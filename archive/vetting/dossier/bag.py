"""Writing a dossier as a bag (RFC 8493) in one ZIP."""

from __future__ import annotations

import datetime as dt
import hashlib
import inspect
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import IO

from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from archive.files.models import Master
from archive.vetting.dossier import verify
from archive.vetting.dossier.contents import journal_lines, procedure_facts, round_facts
from archive.vetting.dossier.report import collated_report
from archive.vetting.dossier.whole import whole_dossier
from archive.vetting.models import Round
from archive.works.models import Manuscript

CHUNK_BYTES = 1024 * 1024


def write_bag(
    round_: Round,
    target: IO[bytes],
    *,
    at: dt.datetime,
    step: Callable[[int], None] = lambda _: None,
) -> None:
    """Write the whole dossier of `round_` into `target` as a ZIP, stored files piece by piece.

    `step` is told how many bytes of them went in, and may raise to stop.

    Contents: the round and its procedure as JSON, the collated report and the whole dossier as
    DOCX, every paper and both versions of the manuscript as files, the journal with its chain, and
    the script that checks all of it.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        writer = _Writer(packed, root=round_.code, at=at)
        writer.add("data/round.json", _json(round_facts(round_)))
        writer.add("data/procedure.json", _json(procedure_facts(round_.procedure)))
        writer.add("data/report.docx", collated_report(round_))
        writer.add("data/dossier.docx", whole_dossier(round_))
        writer.add("data/journal.jsonl", journal_lines(round_).encode())
        for name, master in _files(round_):
            writer.add_master(f"data/{name}", master, step)
        writer.finish()


def bytes_of(round_: Round) -> int:
    """Return how many bytes of stored files the dossier holds."""
    return sum(master.size for _name, master in _files(round_))


class _Writer:
    """One bag in the making: every file is hashed as it is written."""

    def __init__(self, packed: zipfile.ZipFile, *, root: str, at: dt.datetime) -> None:
        self.packed = packed
        self.at = at
        self.root = root
        self.payload: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.size = 0

    def add(self, name: str, body: bytes) -> None:
        kept = self.payload if name.startswith("data/") else self.tags
        kept[name] = hashlib.sha256(body).hexdigest()
        self.size += len(body) if kept is self.payload else 0
        self.packed.writestr(f"{self.root}/{name}", body)

    def add_master(self, name: str, master: Master, step: Callable[[int], None]) -> None:
        """Copy a stored file in, piece by piece; pictures and PDFs are packed already."""
        digest = hashlib.sha256()
        # The hour of the office, as the files beside it have.
        day_and_hour = timezone.localtime(self.at).timetuple()[:6]
        packed = zipfile.ZipInfo(f"{self.root}/{name}", date_time=day_and_hour)
        packed.compress_type = (
            zipfile.ZIP_DEFLATED if master.media_type == "text/plain" else zipfile.ZIP_STORED
        )
        with (
            storages["masters"].open(master.path) as source,
            self.packed.open(packed, "w", force_zip64=True) as copy,
        ):
            while chunk := source.read(CHUNK_BYTES):
                digest.update(chunk)
                copy.write(chunk)
                self.size += len(chunk)
                step(len(chunk))
        self.payload[name] = digest.hexdigest()

    def finish(self) -> None:
        self.add("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        info = {
            "Source-Organization": "Nhân Chứng",
            "External-Identifier": self.root,
            "Bagging-Date": timezone.localdate(self.at).isoformat(),
            "Payload-Oxum": f"{self.size}.{len(self.payload)}",
        }
        lines = "".join(f"{name}: {value}\n" for name, value in info.items())
        self.add("bag-info.txt", lines.encode())
        self.add("verify.py", inspect.getsource(verify).encode())
        self.add("manifest-sha256.txt", _manifest(self.payload))
        self.packed.writestr(f"{self.root}/tagmanifest-sha256.txt", _manifest(self.tags))


def _files(round_: Round) -> Iterator[tuple[str, Master]]:
    """Yield every file of the dossier with its name in the bag, each only once."""
    seen: set[str] = set()
    if round_.manuscript is not None:
        yield _named("manuscript-vetted", round_.manuscript.master, seen)
    corrected = Manuscript.objects.filter(resubmissions__round=round_).distinct()
    for manuscript in corrected.select_related("master"):
        yield _named(f"manuscript-corrected-{manuscript.version}", manuscript.master, seen)
    for paper in round_.papers.filter(master__isnull=False).select_related("master"):
        assert paper.master is not None
        yield _named(f"papers/{paper.pk}-{paper.code}", paper.master, seen)


def _named(stem: str, master: Master, seen: set[str]) -> tuple[str, Master]:
    # A stranger's file name does not reach the ZIP: only its ending, if it is a plain one.
    ending = re.search(r"\.[A-Za-z0-9]{1,5}$", master.original_name)
    name = re.sub(r"[^\w./-]", "_", stem) + (ending.group().lower() if ending else "")
    while name in seen:
        name = f"{name}-2"
    seen.add(name)
    return name, master


def _json(facts: dict[str, object]) -> bytes:
    return json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _manifest(digests: dict[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()
