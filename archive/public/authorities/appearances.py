"""Who appears where, as far as a viewer may know it."""

from __future__ import annotations

from django.db.models import QuerySet

from archive.access import gate
from archive.access.audiences import Viewer
from archive.catalogue.models import Appearance


def known_appearances(viewer: Viewer) -> QuerySet[Appearance]:
    """Return which person appears in which record, as far as `viewer` may know it."""
    return Appearance.objects.filter(record__in=gate.visible_records(viewer))
