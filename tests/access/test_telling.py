"""What is known of descriptions that tell names is kept, and never a moment too long."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction

from archive.access import actions, gate
from archive.access.models import Scope
from archive.access.telling import telling_records
from archive.accounts.models import User
from archive.catalogue import actions as catalogue
from archive.catalogue import authorities
from archive.catalogue.models import AccessLevel, Appearance, AppearanceRole, Record, RecordKind

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Nhân chứng minh hoạ số 1"


@pytest.fixture(autouse=True)
def _memory(settings: Any) -> Any:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def telling(make_record: Any, an: User, now: dt.datetime) -> Record:
    """Return an open interview whose title tells its witness's name, which is consented to."""
    [witness] = authorities.people_named([NAME])
    record: Record = make_record(
        kind=RecordKind.INTERVIEW, title=f"Lời kể của {NAME}", released=AccessLevel.PUBLIC
    )
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    actions.record_consent(
        actor=an,
        record=record,
        witness=witness,
        terms=[actions.Terms(Scope.NAME, ends_on=now.date() + dt.timedelta(days=30))],
        given_on=now.date() - dt.timedelta(days=1),
        at=now,
    )
    return record


def test_a_withdrawal_closes_at_once_and_mending_opens_at_once(
    telling: Record, an: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    visitor = AnonymousUser()
    assert gate.may_see(visitor, telling)
    with django_assert_num_queries(1):  # the number of the last entry, and nothing more
        telling_records(now)
    [consent] = telling.consents.all()
    actions.withdraw_consent(actor=an, consent=consent, scopes=[Scope.NAME], reason="…", at=now)
    assert not gate.may_see(visitor, telling)
    catalogue.describe_record(
        actor=an, record=telling, version=telling.version, title="Lời kể về căn cứ", at=now
    )
    assert gate.may_see(visitor, telling)


def test_a_lapse_closes_with_the_day(telling: Record, now: dt.datetime) -> None:
    assert telling.pk not in telling_records(now)
    assert telling.pk in telling_records(now + dt.timedelta(days=40))
    assert telling.pk not in telling_records(now)


def test_what_an_act_has_not_finished_is_not_kept(telling: Record, now: dt.datetime) -> None:
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        telling.consents.get().clauses.update(withdrawn_at=now)
        assert telling.pk in telling_records(now)
        raise Undone
    assert telling.pk not in telling_records(now)
