"""What waits for whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts.models import Role, RoleGrant, User
from archive.catalogue import actions
from archive.catalogue.models import ProcessingState, VettingStatus
from archive.desk.waiting import waiting_for
from archive.ui.navigation import desk_places
from archive.units.models import Unit


def test_everybody_is_told_what_is_theirs(
    make_record: Any, an: User, binh: User, dung: User, giang: User
) -> None:
    make_record(vetting_status=VettingStatus.VETTED, processing_state=ProcessingState.DESCRIBED)
    make_record(processing_state=ProcessingState.DIGITISED)
    assert [line.count for line in waiting_for(an)] == [1]
    assert [line.count for line in waiting_for(binh)] == [1]
    assert waiting_for(dung) == []
    assert waiting_for(giang) == []


def test_the_lines_lead_to_what_they_count(client: Client, make_record: Any, binh: User) -> None:
    record = make_record(vetting_status=VettingStatus.VETTED)
    client.force_login(binh)
    [line] = waiting_for(binh)
    page = client.get(line.url).context["page"]
    assert list(page) == [record]


def test_unsaved_texts_are_offered(
    client: Client, make_record: Any, an: User, now: dt.datetime
) -> None:
    record = make_record()
    actions.keep_draft(author=an, record=record, version=1, values={"notes": "dở"}, at=now)
    client.force_login(an)
    assert record.title in client.get(reverse("desk:home")).content.decode()


@pytest.mark.parametrize("role", Role)
def test_no_place_shown_is_locked(client: Client, office: Unit, role: Role) -> None:
    user = User.objects.create_user("ai-do", password=None, office=office)
    RoleGrant.objects.create(user=user, role=role)
    client.force_login(user)
    for place in desk_places(user):
        assert client.get(place.url).status_code == 200, place.address


def test_an_empty_archive_says_where_to_begin(
    client: Client, an: User, hanh: User, make_record: Any
) -> None:
    for user, address in ((hanh, "/desk/people/new/"), (an, "/desk/deposits/new/")):
        client.force_login(user)
        assert f'<li><a href="{address}">' in client.get(reverse("desk:home")).content.decode()
    make_record()
    assert "/desk/people/new/" not in client.get(reverse("desk:home")).content.decode()
