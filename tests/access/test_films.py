"""Who may see a film, who only hears it, and what a seal takes out of both."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client

from archive.access import sound
from archive.access.actions import seal_stretch
from archive.access.actions.consents import Terms, record_consent
from archive.access.asking import opened_by_grant
from archive.access.models import QuietCopy, Scope
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Appearance, AppearanceRole, Person, Record
from archive.files.models import Derivative, Family, Master
from tests.ingest.films import film, loudness, seen

# Films are cut beside the database.
pytestmark = pytest.mark.once

ALL = (Scope.AUDIO, Scope.IMAGE, Scope.TRANSCRIPT, Scope.NAME)
CODE = "LD-NC-0007"


@pytest.fixture
def witness(db: None) -> Person:
    return Person.objects.create(slug="nhan-chung-7", name="Nhân chứng minh hoạ số 7")


@pytest.fixture
def body() -> bytes:
    return film()


@pytest.fixture
def filmed(make_record: Any, witness: Person, body: bytes, now: dt.datetime) -> Record:
    """A released interview of six seconds on film; nobody has consented to anything yet."""
    record: Record = make_record(released=AccessLevel.PUBLIC, code=CODE, kind="interview")
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    master = Master.objects.create(
        digest=hashlib.sha256(body).hexdigest(), size=len(body), family=Family.VIDEO,
        media_type="video/mp4", original_name="phim.mp4", stored_at=now,
    )  # fmt: skip
    storages["masters"].save(master.path, ContentFile(body))
    for role, media_type, data in (
        ("film", "video/mp4", body),
        ("web_audio", "audio/mp4", b"sound alone"),
        ("poster", "image/jpeg", b"poster"),
    ):
        path = storages["derivatives"].save(f"{role}", ContentFile(data))
        Derivative.objects.create(
            master=master, role=role, path=path, media_type=media_type, recipe="film/1",
            digest=hashlib.sha256(data).hexdigest(), size=len(data), made_at=now,
        )  # fmt: skip
    record.recordings.create(part=1, master=master, duration_ms=6000)
    return record


def allow(record: Record, witness: Person, an: User, now: dt.datetime, *scopes: Scope) -> None:
    record_consent(
        actor=an, record=record, witness=witness, terms=[Terms(scope) for scope in scopes],
        given_on=now.date() - dt.timedelta(days=2), at=now,
    )  # fmt: skip


def got(client: Client, what: str, **headers: str) -> tuple[int, bytes]:
    answer: Any = client.get(f"/records/{CODE}/recordings/1/{what}", headers=headers)
    return answer.status_code, b"".join(answer) if answer.streaming else answer.content


def test_who_may_see_gets_pictures_in_ranges(
    client: Client, filmed: Record, witness: Person, an: User, now: dt.datetime, body: bytes
) -> None:
    allow(filmed, witness, an, now, *ALL)
    assert got(client, "film") == (200, body)
    assert got(client, "film", Range="bytes=10-19") == (206, body[10:20])
    assert got(client, "poster") == (200, b"poster")
    page = client.get(f"/records/{CODE}/t/3").content.decode()
    assert f'<video controls playsinline preload="metadata" src="/records/{CODE}' in page
    assert "recordings/1/film#t=3.000" in page and "recordings/1/poster" in page


@pytest.mark.parametrize(
    ("scopes", "hears"), [((Scope.AUDIO,), True), ((Scope.IMAGE,), False), ((), False)]
)
def test_pictures_want_a_consent_of_their_own(
    client: Client,
    filmed: Record,
    witness: Person,
    an: User,
    now: dt.datetime,
    scopes: tuple[Scope, ...],
    hears: bool,
) -> None:
    allow(filmed, witness, an, now, *scopes, Scope.TRANSCRIPT)
    for what in ("film", "poster"):
        assert got(client, what)[0] == 404
        assert got(client, what, Range="bytes=0-9")[0] == 404
    assert got(client, "audio")[0] == (200 if hears else 404)
    filmed.transcripts.create(made_at=now)
    page = client.get(f"/records/{CODE}/t/0").content.decode()
    assert "<video" not in page and "/film" not in page and "/poster" not in page
    assert ("<audio" in page) == hears
    assert ("chỉ được nghe tiếng" in page) == hears


def test_consent_to_pictures_taken_back_closes_them_at_once(
    client: Client, filmed: Record, witness: Person, an: User, now: dt.datetime
) -> None:
    allow(filmed, witness, an, now, *ALL)
    assert got(client, "film")[0] == 200
    filmed.consents.get().clauses.filter(scope=Scope.IMAGE).update(withdrawn_at=now)
    assert got(client, "film")[0] == got(client, "poster")[0] == 404
    assert got(client, "audio")[0] == 200


def test_nothing_of_a_sealed_stretch_is_in_the_bytes(
    client: Client,
    filmed: Record,
    witness: Person,
    an: User,
    binh: User,
    now: dt.datetime,
    body: bytes,
) -> None:
    allow(filmed, witness, an, now, *ALL)
    seal_stretch(actor=binh, record=filmed, from_ms=2000, to_ms=4000, reason="kín", at=now)
    assert got(client, "film")[0] == 404, "nothing until the copy is made"
    assert got(client, "poster")[0] == 404
    page = client.get(f"/records/{CODE}/t/0").content.decode()
    assert "data-awaits" in page and "<audio" not in page and "<video" not in page
    assert sound.make_copies(record=filmed, at=now) == 2, "its sound alone, and the film"
    assert sound.make_copies(record=filmed, at=now) == 0
    status, out = got(client, "film")
    assert status == 200
    shown = seen(out)
    reds = [red for _time, red in shown]
    assert not [time for time, _red in shown if 2.0 <= time < 4.0]
    assert not [red for red in reds if 92 <= red <= 160], "colours of the sealed seconds"
    assert min(reds) < 10 and max(reds) > 240
    heard = loudness(out)
    assert max(heard[21:38]) < 60 < 5_000 < min(heard[3:18])
    assert min(heard[43:55]) > 5_000
    assert got(client, "poster")[0] == 404
    page = client.get(f"/records/{CODE}/t/0").content.decode()
    assert "<video" in page and "poster=" not in page
    client.force_login(an, "django.contrib.auth.backends.ModelBackend")
    assert got(client, "film") == (200, body), "the office's own staff see all"


def test_a_film_of_pictures_kept_ahead_is_cut_by_whole_groups(
    client: Client, filmed: Record, witness: Person, an: User, binh: User, now: dt.datetime
) -> None:
    allow(filmed, witness, an, now, *ALL)
    body = film("webm", "libvpx-vp9", "libopus")
    made = Derivative.objects.get(role="film")
    with storages["derivatives"].open(made.path, "wb") as file:
        file.write(body)
    made.media_type, made.digest, made.size = "video/webm", "f" * 64, len(body)
    made.save()
    seal_stretch(actor=binh, record=filmed, from_ms=2500, to_ms=3200, reason="kín", at=now)
    sound.make_copies(record=filmed, at=now)
    shown = seen(got(client, "film")[1])
    assert {int(time) for time, _red in shown} == {0, 4, 5}


def test_a_copy_of_an_older_film_is_not_given(
    client: Client, filmed: Record, witness: Person, an: User, binh: User, now: dt.datetime
) -> None:
    allow(filmed, witness, an, now, *ALL)
    seal_stretch(actor=binh, record=filmed, from_ms=0, to_ms=7000, reason="kín cả", at=now)
    assert sound.make_copies(record=filmed, at=now) == 2
    assert seen(got(client, "film")[1]) == []
    Derivative.objects.filter(role="film").update(digest="0" * 64)
    assert got(client, "film")[0] == 404
    sound.make_copies(record=filmed, at=now)
    assert QuietCopy.objects.count() == 2


@pytest.mark.parametrize(
    ("scopes", "painted"),
    [(ALL, ("Video", "video/mp4", "film")), ((Scope.AUDIO,), ("Sound", "audio/mp4", "audio"))],
)
def test_viewers_elsewhere_are_offered_what_may_be_seen(
    client: Client, filmed: Record, witness: Person, an: User, now: dt.datetime,
    scopes: tuple[Scope, ...], painted: tuple[str, str, str],
) -> None:  # fmt: skip
    allow(filmed, witness, an, now, *scopes)
    [canvas] = client.get(f"/iiif/presentation/3/{CODE}/manifest").json()["items"]
    body = canvas["items"][0]["items"][0]["body"]
    assert (body["type"], body["format"], body["id"].rpartition("/")[2]) == painted
    assert ("height" in canvas) == (body["type"] == "Video")


def test_who_only_hears_may_ask_for_the_pictures(
    client: Client, filmed: Record, witness: Person, an: User, giang: User, now: dt.datetime
) -> None:
    scopes = (Scope.AUDIO, Scope.TRANSCRIPT, Scope.NAME, Scope.RESEARCH)
    allow(filmed, witness, an, now, *scopes)
    client.force_login(giang, "django.contrib.auth.backends.ModelBackend")
    assert f"/records/{CODE}/ask/" in client.get(f"/records/{CODE}/").content.decode()
    assert opened_by_grant(filmed, giang) == ["film"]
    allow(filmed, witness, an, now, Scope.IMAGE)
    assert f"/records/{CODE}/ask/" not in client.get(f"/records/{CODE}/").content.decode()
    assert opened_by_grant(filmed, giang) == []


def test_a_film_that_cannot_be_made_is_not_awaited_but_fetched_by_who_may(
    client: Client, filmed: Record, witness: Person, an: User, now: dt.datetime
) -> None:
    allow(filmed, witness, an, now, *ALL)
    filmed.transcripts.create(made_at=now)
    master = filmed.recordings.get().master
    address = f"/records/{CODE}/t/0"
    fetched = f"/records/{CODE}/masters/{master.digest}"

    master.derivatives.filter(role="film").delete()
    assert "đang được chuẩn bị" in client.get(address).content.decode()
    master.unmade.create(part="film", reason="damaged", at=now)
    heard = client.get(address).content.decode()
    assert "<audio" in heard and "đang được chuẩn bị" not in heard and "không xem được" in heard

    master.derivatives.all().delete()
    page = client.get(address).content.decode()
    assert "data-awaits" not in page and "<audio" not in page and "<video" not in page
    assert "không nghe, xem được" in page and fetched not in page
    client.force_login(an, "django.contrib.auth.backends.ModelBackend")
    own = client.get(address).content.decode()
    assert "<audio" not in own and fetched in own
    assert b"".join(client.get(fetched)) == film()
