"""What closes at midnight is not found a moment later, though no job ran; nor what is withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from archive.access import actions as access
from archive.access.models import Consent, Scope
from archive.accounts.models import User
from archive.catalogue import actions as catalogue
from archive.catalogue import arrangement, authorities
from archive.catalogue.models import AccessLevel, Appearance, AppearanceRole, Record, RecordKind
from archive.search.actions import follow_journal, rebuild_index
from archive.search.finding import find
from archive.search.suggestions import suggest

WORD = "giaoliên"
NAME = "Nhân chứng minh hoạ số 7"


@pytest.fixture(params=["whoosh", "tantivy"])
def engine(request: Any, settings: Any) -> str:
    settings.SEARCH_ENGINE = request.param
    return str(request.param)


@pytest.fixture
def consent(
    engine: str, make_record: Any, add_transcript: Any, an: User, now: dt.datetime
) -> Consent:
    """A testimony open to all until the end of today, beside one that stays open."""
    for number in range(2):
        other = make_record(released=AccessLevel.PUBLIC, title=f"Báo cáo {number}")
        assert other.holder_id == an.office_id
    record = make_record(
        kind=RecordKind.INTERVIEW, title="Lời kể vùng căn cứ", released=AccessLevel.PUBLIC
    )
    [witness] = authorities.people_named([NAME])
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    add_transcript(record, f"Tôi làm {WORD} ở xã Lát", "Rồi thôi")
    today = timezone.localdate(now)
    given = access.record_consent(
        actor=an, record=record, witness=witness, given_on=today, at=now,
        terms=[access.Terms(scope, ends_on=today) for scope in Scope],
    )  # fmt: skip
    rebuild_index()
    return given


@pytest.fixture
def tomorrow(consent: Consent, monkeypatch: Any, now: dt.datetime) -> dt.datetime:
    """The first moment of the next day where the archive is; no job has run."""
    day = timezone.localdate(now) + dt.timedelta(days=1)
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(0, 0, 1)))
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


def told(viewer: Any) -> dict[str, Any]:
    """Everything search says of the word and the name."""
    word, name = find(viewer=viewer, text=WORD), find(viewer=viewer, text=f'person:"{NAME}"')
    everything = find(viewer=viewer, text="")
    return {
        "word": word.count,
        "hits": [hit.record.code for hit in word.hits],
        "meant": find(viewer=viewer, text="giaolien").count,
        "near": find(viewer=viewer, text="giaolieen").suggestions,
        "name": name.count,
        "kinds": {
            value.value: value.count
            for facet in everything.facets if facet.name == "kind" for value in facet.values
        },
        "people": [facet.name for facet in everything.facets if facet.name == "person"],
        "suggested": [each.kind for each in suggest(viewer=viewer, text="nhân chứng minh")],
    }  # fmt: skip


def test_what_lapses_is_not_found_from_that_moment_on(
    consent: Consent, request: Any, an: User, visitor: AnonymousUser
) -> None:
    before = told(visitor)
    assert (before["word"], before["name"], before["people"]) == (1, 1, ["person"])
    assert "person" in before["suggested"] and before["near"]
    request.getfixturevalue("tomorrow")
    after = told(visitor)
    assert (after["word"], after["hits"], after["meant"], after["name"]) == (0, [], 0, 0)
    assert (after["near"], after["people"], after["suggested"]) == ((), [], [])
    assert "interview" not in after["kinds"], "nor counted"
    assert told(an)["word"] == 1, "whoever holds it finds it"
    follow_journal(at=timezone.now())
    assert told(visitor)["kinds"].get("interview") == 1, "put anew, its description is found"
    assert told(visitor)["word"] == 0


def test_what_begins_is_found_when_the_index_has_followed(
    consent: Consent, an: User, visitor: AnonymousUser, request: Any, now: dt.datetime
) -> None:
    record, witness = consent.record, consent.witness
    access.withdraw_consent(actor=an, consent=consent, reason="Đổi ý", at=now)
    day = timezone.localdate(now) + dt.timedelta(days=1)
    access.record_consent(
        actor=an, record=record, witness=witness, given_on=timezone.localdate(now), at=now,
        terms=[access.Terms(scope, begins_on=day) for scope in Scope],
    )  # fmt: skip
    follow_journal(at=now)
    assert told(visitor)["word"] == 0
    request.getfixturevalue("tomorrow")
    assert told(visitor)["word"] == 0
    follow_journal(at=timezone.now())
    assert told(visitor)["word"] == 1


def test_what_is_withdrawn_is_not_found_before_the_index_has_followed(
    consent: Consent, an: User, visitor: AnonymousUser, now: dt.datetime
) -> None:
    access.withdraw_consent(actor=an, consent=consent, reason="Đổi ý", at=now)
    after = told(visitor)
    assert (after["word"], after["name"], after["near"], after["people"]) == (0, 0, (), [])


def test_what_is_sealed_is_not_found_before_the_index_has_followed(
    consent: Consent, an: User, visitor: AnonymousUser, now: dt.datetime
) -> None:
    access.seal_stretch(
        actor=an, record=consent.record, from_ms=0, to_ms=5_000, reason="Thoả thuận", at=now
    )
    assert told(visitor)["word"] == 0


def test_what_is_put_in_a_closed_fonds_is_not_found_before_the_index_has_followed(
    consent: Consent, an: User, visitor: AnonymousUser, now: dt.datetime
) -> None:
    fonds = arrangement.open_collection(
        actor=an, code="PHONG-K", title="Phông", level="fonds", holder=consent.record.holder, at=now
    )
    arrangement.limit_access(actor=an, collection=fonds, ceiling=AccessLevel.CLOSED, at=now)
    follow_journal(at=now)
    assert told(visitor)["word"] == 1
    record = consent.record
    catalogue.describe_record(
        actor=an, record=record, version=record.version, collection=fonds, at=now
    )
    assert (told(visitor)["word"], told(visitor)["near"], told(an)["word"]) == (0, (), 1)


def test_the_lists_count_at_the_moment(
    consent: Consent, client: Client, visitor: AnonymousUser, request: Any
) -> None:
    def people() -> int:
        facets = {facet.name: facet for facet in client.get("/records/").context["facets"]}
        return sum(choice.count for choice in facets["person"].choices) if "person" in facets else 0

    assert people() == 1
    request.getfixturevalue("tomorrow")
    assert people() == 0
    assert Record.objects.count() == 3
