"""Opening a full vault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from archive.catalogue.models import Record
from archive.interop.oai import actions as headers
from archive.journal.models import Entry
from tests.architecture.vault.contents import secrets_of_contents
from tests.architecture.vault.holdings import (
    secrets_of_authorities,
    secrets_of_ceilings,
    secrets_of_closed_records,
)
from tests.architecture.vault.keeping import Vault
from tests.architecture.vault.vetting import secrets_of_vetting, secrets_of_works
from tests.architecture.vault.workshops import (
    secrets_of_deposits,
    secrets_of_readers,
    secrets_of_sheets,
    secrets_of_the_register,
)
from tests.conftest import CAST, called, office_of


def open_vault(now: dt.datetime) -> Vault:
    """Fill a vault with what every room hides; the whole cast is called for it."""
    cast = {username: called(username) for username in CAST}
    office = office_of("vp-lam-dong")
    vault = Vault(cast=cast, office=office, now=now)
    secrets_of_closed_records(vault)
    secrets_of_authorities(vault)
    secrets_of_ceilings(vault)
    secrets_of_contents(vault)
    secrets_of_the_register(vault)
    secrets_of_works(vault)
    secrets_of_vetting(vault)
    secrets_of_deposits(vault)
    secrets_of_sheets(vault)
    secrets_of_readers(vault)
    headers.follow(clock=lambda: now - dt.timedelta(minutes=5))
    vault.fill["record_entries"] = list(_entries(vault))
    return vault


def _entries(vault: Vault) -> Iterator[tuple[str, int]]:
    """Yield each record with what was written down of it, or with something that was not."""
    other = Entry.objects.values_list("pk", flat=True)[0]
    for record in Record.objects.filter(code__in=vault.fill["records"]):
        written = Entry.objects.about(record).values_list("pk", flat=True)[:2]
        yield from ((record.code, pk) for pk in written or [other])
