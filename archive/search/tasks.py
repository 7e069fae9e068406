"""Jobs of the worker. Each calls one act of this room, and can be run again after a crash."""

from __future__ import annotations

from django_tasks import task

from archive.search.rebuilding import rebuild_as_asked


@task(priority=-10)
def rebuild() -> None:
    """Rebuild the index, because somebody asked for it."""
    rebuild_as_asked()
