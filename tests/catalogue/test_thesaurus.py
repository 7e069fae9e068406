"""The thesaurus: broader, narrower, related on both sides, and what a merge makes of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.catalogue import actions
from archive.catalogue import authority_control as control
from archive.catalogue import authority_merging as merging
from archive.catalogue.models import AccessLevel, Subject
from archive.journal.models import Entry

NAMES = ["Kháng chiến", "Du kích", "Vận tải", "Dân công"]


@pytest.fixture
def subjects(make_record: Any, an: User, now: dt.datetime) -> list[Subject]:
    record = make_record(released=AccessLevel.PUBLIC)
    actions.describe_record(actor=an, record=record, version=1, at=now, subjects=NAMES)
    return [Subject.objects.get(name=name) for name in NAMES]


def _describe(subject: Subject, an: User, now: dt.datetime, **said: Any) -> Subject:
    values: dict[str, Any] = {"name": subject.name, "note": "", "broader": subject.broader}
    return control.describe_subject(actor=an, subject=subject, at=now, **(values | said))


def test_the_relation_is_said_of_both_and_written_down_for_both(
    subjects: list[Subject], an: User, now: dt.datetime, client: Client
) -> None:
    _top, guerrillas, transport, porters = subjects
    _describe(transport, an, now, related=[porters])
    assert list(porters.related.all()) == [transport]
    assert Entry.objects.about(porters).get().after == {"related": ["Vận tải"]}
    page = client.get(porters.get_absolute_url()).content.decode()
    assert f'<a href="{transport.get_absolute_url()}" lang="vi">Vận tải</a>' in page
    _describe(transport, an, now, related=[guerrillas])
    assert not porters.related.exists()
    _describe(transport, an, now)  # without a word they stay
    assert list(guerrillas.related.all()) == [transport]


def test_what_is_above_or_below_is_not_related(
    subjects: list[Subject], an: User, now: dt.datetime
) -> None:
    top, guerrillas, transport, _porters = subjects
    _describe(guerrillas, an, now, broader=top)
    for subject, other in ((guerrillas, top), (top, guerrillas), (top, top)):
        with pytest.raises(control.RelatedInLine):
            _describe(subject, an, now, related=[other])
    _describe(transport, an, now, related=[top])
    with pytest.raises(control.RelatedInLine):
        _describe(transport, an, now, broader=top)


def test_a_merge_takes_over_what_was_related(
    subjects: list[Subject], an: User, now: dt.datetime
) -> None:
    top, guerrillas, transport, porters = subjects
    _describe(porters, an, now, broader=top)
    _describe(transport, an, now, related=[guerrillas, top])
    merging.merge(actor=an, kept=porters, absorbed=transport, at=now)
    assert list(porters.related.all()) == [guerrillas]
    assert list(guerrillas.related.all()) == [porters]


def test_related_subjects_are_named_at_the_desk_and_others_stay(
    client: Client,
    subjects: list[Subject],
    an: User,
    make_record: Any,
    dung: User,
    now: dt.datetime,
) -> None:
    _top, guerrillas, transport, porters = subjects
    foreign = make_record(holder=dung.office)
    actions.describe_record(
        actor=dung, record=foreign, version=1, at=now, subjects=["Chuyện nơi khác"]
    )
    hidden = Subject.objects.get(name="Chuyện nơi khác")
    transport.related.add(hidden)
    client.force_login(an)
    address = reverse("desk:authority", args=["subjects", transport.slug])
    assert "Chuyện nơi khác" not in client.get(address).content.decode()
    said = {"name": transport.name, "related": "Dân công\ndu kích"}
    assert client.post(address, said).status_code == 302
    assert set(transport.related.all()) == {guerrillas, porters, hidden}
    for wrong in ("Chuyện nơi khác", "Không có", transport.name):
        refused = client.post(address, said | {"related": wrong})
        assert refused.status_code == 200
        assert "errorlist" in refused.content.decode()


def test_a_related_subject_of_closed_records_is_not_named(
    client: Client, subjects: list[Subject], make_record: Any, an: User, now: dt.datetime
) -> None:
    closed = make_record()
    actions.describe_record(actor=an, record=closed, version=1, at=now, subjects=["Án kỷ luật"])
    subjects[0].related.add(Subject.objects.get(name="Án kỷ luật"))
    assert "Án kỷ luật" not in client.get(subjects[0].get_absolute_url()).content.decode()


def test_after_a_merge_nothing_above_or_below_is_related(
    subjects: list[Subject], an: User, now: dt.datetime
) -> None:
    top, guerrillas, transport, porters = subjects
    _describe(porters, an, now, broader=transport)
    _describe(guerrillas, an, now, broader=porters)
    _describe(top, an, now, related=[porters, guerrillas, transport])
    merging.merge(actor=an, kept=transport, absorbed=top, at=now)
    assert not transport.related.exists()
    _describe(guerrillas, an, now)  # and what is in line may be written again
