"""The places of the desk, in the order of the work; a place is one line here.

A place is shown to whoever holds one of its roles. One whose address does not exist yet is left
out, so that a line may be written before its room is furnished.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import STAFF_ROLES, Role, User


@dataclass(frozen=True)
class DeskPlace:
    """One place of the desk: its address by name, its label, its icon, who works there."""

    address: str
    label: str | Promise
    icon: str
    roles: frozenset[Role] = STAFF_ROLES

    @property
    def url(self) -> str:
        try:
            return reverse(self.address)
        except NoReverseMatch:
            return ""


DESK: list[DeskPlace] = [
    DeskPlace("desk:home", _("Today"), "desk", frozenset(Role)),
    DeskPlace(
        "desk:deposits",
        _("Deposits"),
        "deposits",
        frozenset({Role.ARCHIVIST, Role.OFFICE_HEAD, Role.COLLECTOR}),
    ),
    DeskPlace("desk:records", _("Records"), "document"),
    DeskPlace(
        "desk:page_texts",
        _("Page texts"),
        "fit",
        frozenset({Role.ARCHIVIST, Role.OFFICE_HEAD, Role.COLLECTOR}),
    ),
    DeskPlace("desk:interviews", _("Interviews"), "interview"),
    DeskPlace("desk:collections", _("Collections"), "collection"),
    DeskPlace("desk:names", _("Names"), "person"),
    DeskPlace("desk:import", _("Import"), "import", frozenset({Role.ARCHIVIST, Role.OFFICE_HEAD})),
    DeskPlace(
        "desk:witnesses",
        _("Witnesses"),
        "waiting",
        frozenset({Role.COLLECTOR, Role.OFFICE_HEAD}),
    ),
    DeskPlace("desk:vetting", _("Vetting"), "seal", STAFF_ROLES | {Role.COUNCIL_MEMBER}),
    DeskPlace("desk:requests", _("Requests of readers"), "lock", frozenset({Role.OFFICE_HEAD})),
    DeskPlace("desk:works", _("Works"), "publication"),
    DeskPlace("desk:reports", _("Reports"), "report"),
    DeskPlace("desk:vocabularies", _("Vocabularies"), "subject", frozenset({Role.ADMINISTRATOR})),
    DeskPlace("desk:index", _("Search index"), "search", frozenset({Role.ADMINISTRATOR})),
    DeskPlace("desk:people", _("Accounts"), "person", frozenset({Role.ADMINISTRATOR})),
]


def desk_places(user: User) -> list[DeskPlace]:
    """Return the places `user` works at."""
    return [place for place in DESK if user.has_role(*place.roles) and place.url]
