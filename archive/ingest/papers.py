"""Keeping one paper beside a record: a signed form, a confirmed page. It becomes no page of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from archive.files import store
from archive.files.models import Family, Master
from archive.ingest.parsing import Parser, Refused

# What somebody signed is an image or a printed page, never a recording or a script.
FAMILIES = frozenset({Family.IMAGE, Family.PDF})


def keep_paper(*, chunks: Iterable[bytes], name: str, limit: int, at: dt.datetime) -> Master:
    """Judge a scanned paper by its content and keep it as a master.

    Raises `parsing.Refused` and `store.TooLarge`; nothing is kept then.
    """
    received = store.receive(chunks, limit=limit)
    if known := Master.objects.filter(digest=received.digest).first():
        store.discard(received.name)
        if known.family not in FAMILIES:
            raise Refused("unsupported")
        return known
    try:
        with Parser() as parser:
            path = str(store.incoming_path(received.name))
            found = parser.ask("probe", path=path, max_pixels=settings.MAX_IMAGE_PIXELS)
        if found["family"] not in FAMILIES:
            raise Refused("unsupported")
    except Refused:
        store.discard(received.name)
        raise
    with transaction.atomic():
        store.keep_master(received.name, received.digest)
        return Master.objects.create(
            digest=received.digest,
            size=received.size,
            family=found["family"],
            media_type=found["media_type"],
            puid=found.get("puid", ""),
            original_name=name[:255],
            technical=found.get("technical", {}),
            stored_at=at,
        )
