"""A word-processor file shown like a PDF: printed once, and counted in pages from then on."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from archive.files import store
from archive.files.models import Derivative, Family, Master
from archive.ingest import derivation
from archive.ingest.formats import Reader
from archive.ingest.parsing import Parser, Refused
from archive.ingest.readers import printing

Role = Derivative.Role
_SECONDS = 3 * printing.SECONDS


def prepare(*, master: Master, parser: Parser, at: dt.datetime) -> None:
    """Print the master, if it is to be printed and LibreOffice is here.

    What cannot be printed is kept all the same; why it could not stands in its technical facts.
    Nothing changes for a master that is in a record already: its pages are counted.
    """
    if not _waits(master) or printing.program() is None:
        return
    try:
        with (
            store.local_copy(store.masters(), master.path) as path,
            derivation.in_the_making() as out,
        ):
            made = parser.ask(
                "derive", seconds=_SECONDS, path=str(path), reader=Reader.OFFICE, frame=0,
                outs={str(Role.PRINTOUT): str(out)}, format=master.technical.get("format", ""),
            )["made"]  # fmt: skip
            found = parser.ask("probe", path=str(out), max_pixels=settings.MAX_IMAGE_PIXELS)
            outs = {str(Role.PRINTOUT): out}
            derivation.keep(master=master, frame=0, outs=outs, made=made, at=at)
        master.technical |= {"printed": True, "frames": found["frames"]}
    except Refused as refusal:
        master.technical |= {"not_printed": refusal.reason}
    master.save(update_fields=["technical"])


def _waits(master: Master) -> bool:
    return (
        master.family == Family.TEXT
        and master.media_type != "text/plain"
        and not {"printed", "not_printed"} & set(master.technical)
        and not master.pages.exists()
    )
