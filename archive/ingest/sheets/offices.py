"""Which office a command at the keyboard works for."""

from __future__ import annotations

from archive.units.models import Unit


class NoSuchOffice(Exception):
    """The code is no office's, or none was given and there are several."""


def office_called(code: str) -> Unit:
    """The office with this code, or the only one somebody works in. Raises NoSuchOffice."""
    if code:
        found = Unit.objects.offices().filter(code=code).first()
        if found is None:
            raise NoSuchOffice(f"There is no office {code}.")
        return found
    staffed = list(Unit.objects.offices().filter(people__isnull=False).distinct()[:20])
    if len(staffed) != 1:
        codes = ", ".join(unit.code for unit in staffed) or "none"
        raise NoSuchOffice(f"Say which office with --office. There are: {codes}.")
    return staffed[0]
