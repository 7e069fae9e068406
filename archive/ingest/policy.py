"""Who may bring files, and whose deposits somebody sees."""

from __future__ import annotations

from django.db.models import QuerySet

from archive.access.audiences import offices_of
from archive.accounts.models import Role, User
from archive.ingest.models import Deposit
from archive.units.models import Unit


def may_deposit(user: User, office: Unit) -> bool:
    """Tell whether `user` may bring files to `office`."""
    if not user.has_role(Role.ARCHIVIST, Role.OFFICE_HEAD, Role.COLLECTOR):
        return False
    return user.has_role(Role.ADMINISTRATOR) or office.pk in offices_of(user)


def visible_deposits(user: User) -> QuerySet[Deposit]:
    """Return the deposits of the offices whose holdings `user` works with."""
    if user.has_role(Role.ADMINISTRATOR):
        return Deposit.objects.all()
    return Deposit.objects.filter(office__in=offices_of(user))
