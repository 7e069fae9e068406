"""Whether the parts of the archive answer, for a person or a watchdog."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from archive.access.locks import open_to_all
from archive.jobs.workplace import worker_is_alive
from archive.journal.models import Entry
from archive.search import index as search_index

# The index follows within seconds; a bulk import may keep it busy for some minutes.
LAG = dt.timedelta(minutes=5)


class Trouble(Exception):
    """A part does not answer; the text says how."""


def database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        raise Trouble("the database does not answer") from error


def storage() -> None:
    """Try that a file can be written where the masters go."""
    root = Path(settings.MEDIA_ROOT)
    try:
        with tempfile.TemporaryFile(dir=root) as file:
            file.write(b"1")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Trouble(f"media cannot be written: {error.strerror}") from error


def worker() -> None:
    if not worker_is_alive():
        raise Trouble("no worker is running")


def index() -> None:
    """Try that the index is there, of this version, and no longer behind the journal than wont."""
    status = search_index.status()
    if status["state"] != "ok":
        raise Trouble(f"the search index is {status['state']}; run rebuild_index")
    waiting = Entry.objects.filter(pk__gt=status["applied"]).order_by("id").first()
    if waiting is not None and timezone.now() - waiting.at > LAG:
        raise Trouble("the search index does not follow the journal; is follow_index running?")


PARTS: dict[str, Callable[[], None]] = {
    "database": database,
    "storage": storage,
    "index": index,
    "worker": worker,
}


@open_to_all
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part answers, else 503; the JSON says which does not."""
    answers = {name: _answer(part) for name, part in PARTS.items()}
    healthy = all(answer == "ok" for answer in answers.values())
    return JsonResponse({"healthy": healthy, "parts": answers}, status=200 if healthy else 503)


def _answer(part: Callable[[], None]) -> str:
    try:
        part()
    except Trouble as trouble:
        return str(trouble)
    return "ok"
