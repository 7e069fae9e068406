"""Accounts are changed by administrators, and the journal knows of it."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.access import staff
from archive.accounts.models import User
from archive.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_that_an_address_changed_is_in_the_journal_and_the_address_is_not(
    hanh: User, an: User, now: dt.datetime
) -> None:
    staff.change_account(
        actor=hanh, user=an, full_name=an.full_name, email="an.moi@example.vn", office=an.office,
        roles=an.roles, is_active=True, at=now,
    )  # fmt: skip
    [entry] = Entry.objects.filter(act="access.account.changed")
    assert entry.after["changed"] == ["email"]
    assert "an.moi" not in f"{entry.before}{entry.after}{entry.subject_label}"
