"""Writing a finding aid piece by piece: a large one never lies in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator
from itertools import islice

from django.utils import translation

from archive.access import gate
from archive.access.audiences import Viewer
from archive.catalogue.models import Collection
from archive.catalogue.terms import Terms
from archive.interop.ead import levels
from archive.interop.ead.items import items
from archive.interop.ead.parts import NAMESPACE, inner, opening
from archive.interop.ead.planning import Plan, Sort, Step

AT_ONCE = 500
_BEGINS = f'<?xml version="1.0" encoding="UTF-8"?>\n<ead xmlns="{NAMESPACE}">'.encode()


def pieces(found: Collection, viewer: Viewer, plan: Plan, *, at: dt.datetime) -> Generator[bytes]:
    """Yield the finding aid, a batch of levels and records at a time.

    The end of the document is given when all before it was: who gets one that is well-formed has
    the whole. What is closed meanwhile is left out, and what was in it stays.
    """
    terms, steps, opened = Terms(), plan.steps(), list[bool]()
    # An answer in the making is not a request: each piece says for itself which language it is in.
    with translation.override("vi"):
        begun = opening(levels.whole(found, terms))
        head = _BEGINS + inner(levels.control(found, now=at)) + begun
    yield head
    if not plan.is_empty:
        yield b'<dsc dsctype="combined">'
        while batch := list(islice(steps, AT_ONCE)):
            with translation.override("vi"):
                piece = b"".join(_written(batch, viewer, terms, opened))
            yield piece
        yield b"</dsc>"
    yield b"</archdesc></ead>\n"


def _written(
    batch: list[Step], viewer: Viewer, terms: Terms, opened: list[bool]
) -> Iterator[bytes]:
    """Yield a batch; `opened` says of each level that has no end yet whether it was shown."""
    records = items(viewer, [pk for sort, pk in batch if sort is Sort.RECORD], terms)
    wanted = [pk for sort, pk in batch if sort is Sort.LEVEL]
    shown = gate.visible_collections(viewer).in_bulk(wanted)
    for sort, pk in batch:
        if sort is Sort.LEVEL:
            opened.append(pk in shown)
            if pk in shown:
                yield opening(levels.part(shown[pk], terms))
        elif sort is Sort.END:
            if opened.pop():
                yield b"</c>"
        elif pk in records:
            yield inner(records[pk]) + b"\n"
