"""Which stored files a record's bag holds, and under which names they lie there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet, Sum

from archive.access.models import Consent
from archive.catalogue.models import Confirmation, Page, Record, Recording
from archive.files.models import Derivative, Master
from archive.values.carried_names import carried_name

Role = Derivative.Role
# What another archive could not make by itself without the programs that made it here.
ACCESS_COPIES = (Role.PRINTOUT, Role.WEB_AUDIO, Role.FILM)
_ENDINGS = {
    "application/pdf": ".pdf",
    "audio/mp4": ".m4a",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
}


class Use(StrEnum):
    """What a file is there for; the folder it lies in is called so."""

    MASTER = "masters"
    ACCESS = "access"
    PAPER = "papers"


@dataclass(frozen=True)
class Carried:
    """One stored file and its name in the record's folder."""

    name: str
    use: Use
    kept: Master | Derivative

    @property
    def master(self) -> Master:
        """The master itself, or the one it was made of."""
        return self.kept if isinstance(self.kept, Master) else self.kept.master


def carried_files(record: Record, *, with_access_copies: bool) -> list[Carried]:
    """Return the files of a record: what it was given, access copies, signed papers.

    The names are the same each time: files follow one another as they do in the record.
    """
    masters = list(_unique([*_shown(record), *_heard(record)]))
    papers = list(_unique(_papers(record)))
    found = list(_named(Use.MASTER, ((master, master.original_name) for master in masters)))
    if with_access_copies:
        found += _named(Use.ACCESS, _copies(masters))
    return found + list(_named(Use.PAPER, ((each, each.original_name) for each in papers)))


def bytes_of(records: QuerySet[Record], *, with_access_copies: bool) -> int:
    """Return how many bytes the stored files of all `records` have, each once a record."""
    uses: list[QuerySet[Any]] = [
        Page.objects.filter(record__in=records).order_by(),
        Recording.objects.filter(record__in=records).order_by(),
    ]
    size = 0
    for rows in uses:
        once = rows.values_list("record_id", "master_id", "master__size").distinct()
        size += sum(row[2] for row in once.iterator(chunk_size=2000))
    signed = Q(consents__record__in=records) | Q(confirmations__transcript__record__in=records)
    size += _sum(Master.objects.filter(pk__in=Master.objects.filter(signed).values("pk")))
    if with_access_copies:
        of_theirs = Q(master__pages__record__in=records) | Q(master__recordings__record__in=records)
        copies = Derivative.objects.filter(of_theirs, role__in=ACCESS_COPIES).values("pk")
        size += _sum(Derivative.objects.filter(pk__in=copies))
    return size


def _sum(rows: QuerySet[Any]) -> int:
    return rows.aggregate(size=Sum("size"))["size"] or 0


def _shown(record: Record) -> Iterator[Master]:
    pages = record.pages.order_by("number").defer("text", "words")
    yield from (page.master for page in pages.select_related("master"))


def _heard(record: Record) -> Iterator[Master]:
    recordings = record.recordings.order_by("part").select_related("master")
    yield from (recording.master for recording in recordings)


def _papers(record: Record) -> Iterator[Master]:
    """Yield the signed papers: consents, and pages on which a witness confirmed a transcript."""
    consents = Consent.objects.filter(record=record).exclude(form=None).order_by("pk")
    yield from (each.form for each in consents.select_related("form") if each.form)
    signed = Confirmation.objects.filter(transcript__record=record).exclude(page=None)
    rows = signed.order_by("pk").select_related("page")
    yield from (each.page for each in rows if each.page)


def _copies(masters: list[Master]) -> Iterator[tuple[Derivative, str]]:
    made = Derivative.objects.filter(master__in=masters, role__in=ACCESS_COPIES)
    by_master: dict[int, list[Derivative]] = {}
    for copy in made.select_related("master").order_by("role", "frame"):
        by_master.setdefault(copy.master_id, []).append(copy)
    for master in masters:
        for copy in by_master.get(master.pk, ()):
            stem = master.original_name.rpartition(".")[0] or master.original_name
            yield copy, stem + _ENDINGS.get(copy.media_type, "")


def _named(use: Use, files: Iterable[tuple[Master | Derivative, str]]) -> Iterator[Carried]:
    taken: set[str] = set()
    for kept, name in files:
        yield Carried(f"{use}/{carried_name(name, taken)}", use, kept)


def _unique(masters: Iterable[Master]) -> Iterator[Master]:
    yield from {master.pk: master for master in masters}.values()
