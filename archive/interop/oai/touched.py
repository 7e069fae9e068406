"""Which records harvesters may be told of otherwise after some acts."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from archive.catalogue.models import Collection, Record
from archive.journal.models import Entry
from archive.search.changes import records_touched

_COLLECTION = Collection._meta.label_lower
_UNIT = "units.unit"
# Which unit came from which is no part of a description.
_NOTHING = frozenset({"units.succession", "access.grant"})


def touched_by(entries: Iterable[Entry]) -> set[int]:
    """Return the ids of the records that acts may have changed for a harvester.

    What changes them in the index, what hangs below a level however deep (rights, ceilings and
    sets come from above), and what a renamed office holds.
    """
    told = [entry for entry in entries if entry.subject_type not in _NOTHING]
    touched = records_touched(told, lambda _facet, _values: set())
    levels = {entry.subject_id for entry in told if entry.subject_type == _COLLECTION}
    for path in Collection.objects.filter(pk__in=levels).values_list("path", flat=True):
        touched |= _ids(Q(collection__path__startswith=path))
    units = {entry.subject_id for entry in told if entry.subject_type == _UNIT}
    return touched | (_ids(Q(holder__in=units)) if units else set())


def _ids(condition: Q) -> set[int]:
    return set(Record.objects.filter(condition).order_by().values_list("pk", flat=True))
