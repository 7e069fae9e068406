"""Writing a dossier as a bag (RFC 8493) in one ZIP."""

from __future__ import annotations

import datetime as dt
import inspect
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import IO

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from archive.files.intact import Damaged, intact_pieces
from archive.files.models import Master
from archive.jobs.said import Said
from archive.jobs.said import say as _
from archive.values.bags import Bag, Zip
from archive.vetting.dossier import verify
from archive.vetting.dossier.contents import journal_lines, procedure_facts, round_facts
from archive.vetting.dossier.report import collated_report
from archive.vetting.dossier.whole import whole_dossier
from archive.vetting.models import Round
from archive.works.models import Manuscript


def write_bag(
    round_: Round,
    target: IO[bytes],
    *,
    at: dt.datetime,
    step: Callable[[int], None] = lambda size: None,
) -> None:
    """Write the whole dossier of `round_` into `target` as a ZIP, stored files piece by piece.

    `step` is told how many bytes of them went in, and may raise to stop.

    Contents: the round and its procedure as JSON, the collated report and the whole dossier as
    DOCX, every paper and both versions of the manuscript as files, the journal with its chain, and
    the script that checks all of it. Raises `Damaged` for a file that is not what was stored.
    """
    # The hour of the office: a ZIP knows no other.
    local = timezone.localtime(at)
    with (
        zipfile.ZipFile(target, "w") as packed,
        Bag(Zip(packed, root=round_.code, at=local)) as bag,
    ):
        bag.add("data/round.json", _json(round_facts(round_)))
        bag.add("data/procedure.json", _json(procedure_facts(round_.procedure)))
        bag.add("data/report.docx", collated_report(round_))
        bag.add("data/dossier.docx", whole_dossier(round_))
        bag.add("data/journal.jsonl", journal_lines(round_).encode())
        for name, master in _files(round_):
            # Pictures and PDFs are packed already.
            is_packed = master.media_type != "text/plain"
            bag.add_pieces(f"data/{name}", _told(master, step), is_packed=is_packed)
        bag.add("verify.py", inspect.getsource(verify).encode())
        bag.finish(
            [
                ("Source-Organization", "Nhân Chứng"),
                ("External-Identifier", round_.code),
                ("Bagging-Date", local.date().isoformat()),
            ]
        )


def bytes_of(round_: Round) -> int:
    """Return how many bytes of stored files the dossier holds."""
    return sum(master.size for _name, master in _files(round_))


def told_of(fault: Damaged) -> Said:
    """Return what whoever asked for a dossier is told of a file that is not what was stored."""
    told = _("“%(file)s” is missing or damaged in the store. Tell an administrator.")
    return told % {"file": str(fault.kept)}


def _told(master: Master, step: Callable[[int], None]) -> Iterator[bytes]:
    for piece in intact_pieces(master):
        yield piece
        step(len(piece))


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
