"""Who works with the register of witnesses."""

from __future__ import annotations

from django.db.models import QuerySet

from archive.access.audiences import offices_of
from archive.accounts.models import Role, User
from archive.collecting.models import Campaign, Witness

# The register holds addresses and illnesses: whoever visits, and who answers for the office. An
# administrator keeps machine and accounts; that is no reason to read how ill somebody is.
COLLECTORS = frozenset({Role.COLLECTOR, Role.OFFICE_HEAD})


def visible_witnesses(user: User) -> QuerySet[Witness]:
    """Return the witnesses in the registers `user` works with; none for others of the staff."""
    if not may_enter(user):
        return Witness.objects.none()
    return Witness.objects.filter(office__in=offices_of(user))


def visible_campaigns(user: User) -> QuerySet[Campaign]:
    """Return the campaigns of the offices `user` collects for."""
    if not may_enter(user):
        return Campaign.objects.none()
    return Campaign.objects.filter(office__in=offices_of(user))


def may_enter(user: User) -> bool:
    """Tell whether `user` may enter witnesses for their own office."""
    return user.is_active and bool(user.roles & COLLECTORS) and user.office_id is not None


def may_read_private(user: User) -> bool:
    """Tell whether `user` may read contact, health and memory notes: collectors only."""
    return user.is_active and Role.COLLECTOR in user.roles
