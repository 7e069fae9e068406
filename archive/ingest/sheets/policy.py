"""Whose spreadsheets somebody sees."""

from __future__ import annotations

from django.db.models import QuerySet

from archive.access.audiences import offices_of
from archive.accounts.models import Role, User
from archive.ingest.sheets.models import Sheet


def workable_sheets(user: User) -> QuerySet[Sheet]:
    """Return the spreadsheets brought for the offices whose records `user` works with."""
    found = Sheet.objects.select_related("office", "made_by")
    if user.has_role(Role.ADMINISTRATOR):
        return found
    return found.filter(office__in=offices_of(user))
