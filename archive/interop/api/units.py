"""Administrative units and offices through time."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from archive.access.addresses import at
from archive.interop.api.listing import PAGING, listed
from archive.interop.api.operations import Asked, Operation, reading
from archive.interop.api.referring import unit_ref
from archive.interop.api.shapes.names import Succession as Passed
from archive.interop.api.shapes.names import UnitSaid
from archive.interop.api.shapes.parts import Coded, Listed, Ref
from archive.search.browsing.counting import Holdings
from archive.ui.names import names_of
from archive.units.models import Succession, Unit


@reading(
    "units/", Listed[Ref], "Units that a record open to the asker is of, by the alphabet", *PAGING
)
def units(asked: Asked) -> Listed[Ref]:
    names = names_of(Holdings(asked.viewer), Unit.objects.all())
    return listed(asked, names, lambda some: list(map(unit_ref, some)))


@reading("units/<str:code>/", UnitSaid, "One unit, with what it was made of and what it became")
def unit(asked: Asked, code: str) -> UnitSaid:
    found = get_object_or_404(Unit.objects.select_related("parent"), code=code)
    origins = found.origins.select_related("predecessor").order_by("predecessor__sort_key")
    became = found.successions.select_related("successor").order_by("successor__sort_key")
    return UnitSaid(
        **vars(unit_ref(found)),
        kind=Coded(code=found.kind, label=found.get_kind_display()),
        level=Coded(code=found.level, label=found.get_level_display()),
        belongs_to=unit_ref(found.parent) if found.parent else None,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        made_of=[_passed(each, each.predecessor) for each in origins],
        became=[_passed(each, each.successor) for each in became],
        records_url=f"{at('api:records')}?unit={found.code}",
    )


OPERATIONS: tuple[Operation, ...] = (units, unit)


def _passed(succession: Succession, other: Unit) -> Passed:
    return Passed(
        unit=unit_ref(other),
        on=succession.on,
        is_partial=succession.partial,
        basis=succession.basis,
    )
