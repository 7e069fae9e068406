"""A word-processor file shown like a PDF: printed once, and counted in pages from then on.

One that is in a record already has its pages counted, cited and perhaps sealed: they stay as they
are, and its print is kept beside them as a PDF. For the same reason none is ever printed anew.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from archive.files import store
from archive.files.models import Derivative, Family, Master
from archive.ingest import derivation, keeping, plans, recipes
from archive.ingest.formats import Reader
from archive.ingest.parsing import Parser, Refused
from archive.ingest.readers import printing

Role = Derivative.Role
PRINTED, BESIDE = True, "beside"
_SECONDS = 3 * printing.SECONDS


def is_lacking(master: Master) -> bool:
    """Tell whether the master is to be printed, and was not yet."""
    return (
        master.family == Family.TEXT
        and master.media_type != "text/plain"
        and "not_printed" not in master.technical
        and not plans.is_there(master, Role.PRINTOUT)
    )


def forget_failure(master: Master) -> None:
    """Have the master printed again, where it could not be."""
    if master.technical.pop("not_printed", None):
        master.save(update_fields=["technical"])


def prepare(*, master: Master, parser: Parser, at: dt.datetime) -> derivation.Made:
    """Print the master, if it is to be printed and LibreOffice is here.

    What cannot be printed is kept all the same; why it could not stands in its technical facts.
    """
    what = derivation.Made()
    if not is_lacking(master) or printing.program() is None:
        return what
    try:
        with (
            store.local_copy(store.masters(), master.path) as path,
            keeping.in_the_making() as out,
        ):
            made = parser.ask(
                "derive", seconds=_SECONDS, path=str(path), reader=Reader.OFFICE, frame=0,
                outs={str(Role.PRINTOUT): str(out)}, format=master.technical.get("format", ""),
            )["made"]  # fmt: skip
            found = parser.ask("probe", path=str(out), max_pixels=settings.MAX_IMAGE_PIXELS)
            outs = {str(Role.PRINTOUT): out}
            keeping.keep(master=master, frame=0, outs=outs, made=made, at=at)
        what.made[recipes.RECIPES[Role.PRINTOUT]] = 1
        if not master.pages.exists():
            master.technical |= {"printed": PRINTED, "frames": found["frames"]}
        elif not master.has_pdf:
            master.technical |= {"printed": BESIDE}
    except Refused as refusal:
        what.failed[Role.PRINTOUT.value] = refusal.reason
        if not master.has_pdf:
            master.technical |= {"not_printed": refusal.reason}
    master.save(update_fields=["technical"])
    derivation.enter(master=master, what=what, at=at)
    return what
