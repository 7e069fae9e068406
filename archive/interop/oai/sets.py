"""Sets: the collections everybody may see, one below the other (OAI-PMH 2.6)."""

from __future__ import annotations

from collections.abc import Collection as Several
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from archive.access import gate
from archive.catalogue.models import Collection


def found_at(spec: str) -> Collection | None:
    """Return the collection that is the set `spec`, if there is such a set."""
    visible = gate.visible_collections(AnonymousUser())
    found = visible.filter(code=spec.rpartition(":")[2]).first()
    return found if found and Specs.of([found.pk]).spec(found.pk) == spec else None


@dataclass(frozen=True)
class Specs:
    """How the sets of some collections are called: by their codes from the top down.

    Codes hold nothing but letters, digits and hyphens (`values.codes`), as parts of a setSpec may.
    A level that is not shown is passed over.
    """

    lines: dict[int, list[int]]
    codes: dict[int, str]

    @classmethod
    def of(cls, ids: Several[int]) -> Specs:
        levels = Collection.objects.filter(pk__in=ids).only("path")
        lines = {level.pk: [*level.ancestor_ids, level.pk] for level in levels}
        visible = gate.visible_collections(AnonymousUser())
        shown = visible.filter(pk__in={pk for line in lines.values() for pk in line})
        return cls(lines, dict(shown.values_list("pk", "code")))

    def spec(self, pk: int | None) -> str:
        """Return the setSpec of what is kept in the collection; "" where no level is shown."""
        line = self.lines.get(pk or 0, [])
        return ":".join(self.codes[each] for each in line if each in self.codes)
