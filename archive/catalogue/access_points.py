"""Who and what a record is linked to by name: ISAD(G) calls them access points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.catalogue import authorities
from archive.catalogue.models import Appearance, AppearanceRole, BodyRole, Involvement, Record


@dataclass(frozen=True, kw_only=True)
class AccessPoints:
    """Names to be linked to a record; what is None, and a role not named, stays as it is."""

    people: Mapping[AppearanceRole, Iterable[str]] = field(default_factory=dict)
    bodies: Mapping[BodyRole, Iterable[str]] = field(default_factory=dict)
    places: Iterable[str] | None = None
    subjects: Iterable[str] | None = None
    events: Iterable[str] | None = None

    def link(self, record: Record) -> None:
        """Link `record` to exactly these names, entering as authorities those nobody has yet."""
        demo = record.is_demonstration
        for role, names in self.people.items():
            persons = authorities.people_named(names, is_demonstration=demo)
            record.appearances.filter(role=role).exclude(person__in=persons).delete()
            Appearance.objects.bulk_create(
                [Appearance(record=record, person=person, role=role) for person in persons],
                ignore_conflicts=True,
            )
        for office, names in self.bodies.items():
            bodies = authorities.bodies_named(names, is_demonstration=demo)
            record.involvements.filter(role=office).exclude(body__in=bodies).delete()
            Involvement.objects.bulk_create(
                [Involvement(record=record, body=body, role=office) for body in bodies],
                ignore_conflicts=True,
            )
        if self.places is not None:
            record.places.set(authorities.places_named(self.places, is_demonstration=demo))
        if self.subjects is not None:
            record.subjects.set(authorities.subjects_named(self.subjects, is_demonstration=demo))
        if self.events is not None:
            record.events.set(authorities.events_named(self.events, is_demonstration=demo))

    def state(self, record: Record) -> dict[str, Any]:
        """Return what `record` is linked to now in the respects named here, for the journal."""
        found: dict[str, Any] = {}
        for role in self.people:
            appearances = record.appearances.filter(role=role).order_by("person__sort_key")
            found[f"people.{role}"] = list(appearances.values_list("person__name", flat=True))
        for office in self.bodies:
            involved = record.involvements.filter(role=office).order_by("body__sort_key")
            found[f"bodies.{office}"] = list(involved.values_list("body__name", flat=True))
        for name in ("places", "subjects", "events"):
            if getattr(self, name) is not None:
                found[name] = list(getattr(record, name).values_list("name", flat=True))
        return found
