"""A draft divided among transcribers: each writes their own stretch, and no words are lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.catalogue.models import Record, RecordKind, Segment, Transcript
from archive.catalogue.speech import actions as speech
from archive.catalogue.speech.actions import save_transcript
from archive.catalogue.speech.cues import Cue
from archive.catalogue.speech.sharing import share_out


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def draft(make_record: Any, chi: User, an: User, now: Any) -> Transcript:
    """Forty stretches of a second; `an` has those before the twentieth second, `chi` began it."""
    record: Record = make_record(kind=RecordKind.INTERVIEW, title="Lời kể vùng căn cứ")
    stretches = [Cue(n * 1000, n * 1000 + 900, f"câu {n}", "Đáp") for n in range(40)]
    save_transcript(actor=chi, record=record, words=stretches, at=now)
    found = speech.begin_draft(actor=chi, record=record, at=now)
    share_out(actor=chi, transcript=found, transcribers=[an, chi], at=now)
    return found


def at(name: str, draft: Transcript, *more: Any) -> str:
    return reverse(f"desk:{name}", args=[draft.record.code, draft.pk, *more])


def line(draft: Transcript, position: int) -> Segment:
    return draft.segments.get(position=position)


def write(user: User, segment: Segment, *, plain: bool = False, **fields: Any) -> Any:
    sent = {"act": "change", "segment": segment.pk, "revision": segment.revision} | fields
    headers = {} if plain else {"accept": "application/json"}
    return as_(user).post(at("transcript_stretch", segment.transcript), sent, headers=headers)


@pytest.fixture
def another(office: Any) -> User:
    """A second collector of the same office, who was given nothing."""
    from archive.accounts.models import Role, RoleGrant

    user = User.objects.create_user(username="khanh", password="x", office=office)
    RoleGrant.objects.create(user=user, role=Role.COLLECTOR)
    return user


def test_a_transcriber_writes_in_their_share_alone(draft: Transcript, an: User) -> None:
    own, other, last = line(draft, 3), line(draft, 30), line(draft, 20)
    assert write(an, own, text="câu của tôi").status_code == 200
    refused = write(an, other, text="câu của người khác")
    assert refused.status_code == 403 and "người" not in refused.json()["segments"]
    other.refresh_from_db()
    assert other.text == "câu 29"
    assert write(an, other, act="split", at_letter=2).status_code == 403
    assert write(an, last, act="merge").status_code == 403, "the next line is another's"
    assert write(an, last, start_ms=25_000).status_code == 403, "a line is not stamped out of it"
    last.refresh_from_db()
    assert (last.start_ms, draft.segments.count()) == (19_000, 40)


def test_whoever_was_given_nothing_writes_nothing(draft: Transcript, another: User) -> None:
    assert write(another, line(draft, 3), text="x").status_code == 403
    draft.shares.all().delete()
    assert write(another, line(draft, 3), text="x").status_code == 200


def test_who_divided_and_the_head_write_everywhere(
    draft: Transcript, chi: User, binh: User, hanh: User
) -> None:
    for user in (chi, binh, hanh):
        assert write(user, line(draft, 3), text=f"sửa {user.pk}").status_code == 200


def test_a_share_is_neither_divided_anew_nor_finished_by_who_has_it(
    draft: Transcript, an: User, chi: User, binh: User
) -> None:
    own, others = draft.shares.order_by("from_ms")
    assert (
        as_(an).post(at("transcript_divide", draft), {"transcribers": [an.pk]}).status_code == 403
    )
    assert as_(an).post(at("transcript_finish", draft)).status_code == 403
    assert as_(an).post(at("transcript_discard", draft)).status_code == 403
    assert as_(an).post(at("transcript_share_done", draft, others.pk)).status_code == 403
    assert as_(an).post(at("transcript_share_done", draft, own.pk)).status_code == 302
    assert list(draft.shares.values_list("pk", flat=True)) == [own.pk, others.pk]
    assert as_(binh).post(at("transcript_finish", draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.is_current


def test_the_page_opens_only_ones_own_lines(draft: Transcript, an: User, chi: User) -> None:
    page = as_(an).get(at("transcript", draft)).content.decode()
    assert page.count("data-closed") == 20
    other = line(draft, 30)
    form = as_(an).get(at("transcript", draft), {"stretch": other.pk}).content.decode()
    assert 'name="revision"' not in form
    assert "data-closed" not in as_(chi).get(at("transcript", draft)).content.decode()


def test_two_in_one_line_lose_no_word(draft: Transcript, an: User, chi: User) -> None:
    segment = line(draft, 3)
    write(chi, segment, text="Đường dây qua <suối> Đạ Nghịt")
    late = write(an, segment, plain=True, text="Đường dây qua suối & đèo", speaker="Đáp")
    assert late.status_code == 409
    page = late.content.decode()
    assert "Đường dây qua &lt;suối&gt; Đạ Nghịt" in page, "what stands now is shown"
    assert "Đường dây qua suối &amp; đèo</textarea>" in page, "and what could not be kept"
    assert 'name="revision" value="2"' in page
    segment.refresh_from_db()
    assert segment.text == "Đường dây qua <suối> Đạ Nghịt"
    assert write(an, segment, plain=True, text="cả hai").status_code == 302


def test_a_line_that_is_gone_gives_the_words_back(draft: Transcript, chi: User) -> None:
    segment = line(draft, 4)
    write(chi, line(draft, 3), act="merge")
    late = write(chi, segment, plain=True, text="chữ chưa lưu")
    assert late.status_code == 409 and "chữ chưa lưu" in late.content.decode()
