"""Contents by form, versions side by side, shares, and testimony held against other records."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.access.models import Scope, Seal
from archive.accounts.models import User
from archive.catalogue import authorities
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Chapter,
    Corroboration,
    Record,
    RecordKind,
    Share,
    Transcript,
)
from archive.catalogue.speech import actions as speech
from archive.catalogue.speech.actions import save_transcript
from archive.catalogue.speech.comparing import changes, compare
from archive.catalogue.speech.cues import Cue
from archive.files.models import Family, Master
from archive.journal.models import Entry


@pytest.fixture
def testimony(make_record: Any, chi: User, now: Any) -> Record:
    """An open interview with two versions of three stretches."""
    record: Record = make_record(
        kind=RecordKind.INTERVIEW, title="Lời kể vùng căn cứ", released=AccessLevel.PUBLIC
    )
    [witness] = authorities.people_named(["Nhân chứng minh hoạ số 1"])
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    consent = record.consents.create(witness=witness, given_on="2020-01-01", entered_at=now)
    for scope in Scope:
        consent.clauses.create(scope=scope)
    for last in ("ở xã Lat", "ở xã Lát"):
        stretches = [
            Cue(0, 5_000, "Bác sinh năm nào?"), Cue(5_000, 9_000, f"Năm ba hai, {last}"),
            Cue(9_000, 12_000, "Rồi đi giao liên"),
        ]  # fmt: skip
        save_transcript(actor=chi, record=record, words=stretches, at=now)
    return record


@pytest.fixture
def paper(make_record: Any, now: Any) -> Record:
    record: Record = make_record(title="Báo cáo xã Lát", released=AccessLevel.PUBLIC)
    master = Master.objects.create(
        digest="0" * 64, size=1, family=Family.IMAGE, media_type="image/jpeg",
        original_name="x.jpg", stored_at=now,
    )  # fmt: skip
    for number in (1, 2):
        record.pages.create(number=number, master=master, text="Trang")
    return record


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"desk:{name}", args=args)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def relate(client: Client, record: Record, against: Record, **more: Any) -> Any:
    sent = {
        "from_ms": "0:05", "to_ms": "0:09", "relation": "contradicts", "other": against.code,
        "place": "2", "note": "Báo cáo ghi năm 1934",
    }  # fmt: skip
    return client.post(at("interview_corroborations", record.code), sent | more)


def test_a_relation_stands_at_both_ends_and_in_the_journal(
    testimony: Record, paper: Record, chi: User
) -> None:
    assert relate(as_(chi), testimony, paper).status_code == 302
    here = read(Client(), f"/records/{testimony.code}/t/0")
    assert "Mâu thuẫn với" in here and f"/records/{paper.code}/p/2" in here
    there = read(Client(), f"/records/{paper.code}/")
    assert f"/records/{testimony.code}/t/5" in there and "Báo cáo ghi năm 1934" in there
    assert "Chi" in read(as_(chi), at("interview_corroborations", testimony.code))
    for end in (testimony, paper):
        assert Entry.objects.about(end).filter(act="catalogue.testimony.related").exists()


@pytest.mark.parametrize("what", ["sealed here", "sealed there", "closed there", "no consent"])
def test_neither_end_tells_of_what_the_other_may_not_show(
    testimony: Record, paper: Record, chi: User, what: str
) -> None:
    relate(as_(chi), testimony, paper)
    if what == "sealed here":
        Seal.objects.create(record=testimony, from_ms=8_000, to_ms=9_000, reason="x")
    elif what == "sealed there":
        Seal.objects.create(record=paper, from_page=2, to_page=2, reason="x")
    elif what == "closed there":
        Record.objects.filter(pk=paper.pk).update(released_at=None)
    else:
        testimony.consents.all()[0].clauses.all().delete()
    assert "năm 1934" not in read(Client(), f"/records/{testimony.code}/")
    if what != "closed there":
        assert "năm 1934" not in read(Client(), f"/records/{paper.code}/")
    assert "năm 1934" in read(as_(chi), at("interview_corroborations", testimony.code))


def test_a_relation_is_taken_back_only_by_those_who_write(
    testimony: Record, paper: Record, chi: User, em: User, dung: User
) -> None:
    relate(as_(chi), testimony, paper)
    remove = at("interview_corroboration_remove", testimony.code, Corroboration.objects.get().pk)
    assert as_(em).post(remove).status_code == 403
    assert as_(dung).post(remove).status_code == 404
    assert relate(as_(em), testimony, paper).status_code == 403
    assert as_(chi).post(remove).status_code == 302
    assert not Corroboration.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": "7"}, {"place": "đâu đó"}, {"place": "0:09-0:05"}, {"other": "KHONG-CO"},
        {"to_ms": "0:05"}, {"relation": "x"},
    ],
)  # fmt: skip
def test_a_wrong_relation_is_said_and_not_kept(
    testimony: Record, paper: Record, chi: User, wrong: dict[str, str]
) -> None:
    answer = relate(as_(chi), testimony, paper, **wrong)
    assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    assert not Corroboration.objects.exists()


def test_nobody_learns_of_a_closed_record_by_relating_it(
    testimony: Record, make_record: Any, chi: User, other_office: Any
) -> None:
    hidden = make_record(holder=other_office)
    assert relate(as_(chi), testimony, hidden, place="").status_code == 200
    assert not Corroboration.objects.exists()


def test_contents_are_written_by_form(testimony: Record, chi: User, em: User) -> None:
    address = at("interview_contents", testimony.code)
    sent = {"start_ms": "0:05", "title": "Tuổi thơ", "keywords": "xã Lát; 1932", "latitude": "12"}
    assert as_(em).post(address, sent).status_code == 403
    assert as_(chi).post(address, sent).status_code == 302
    chapter = Chapter.objects.get()
    assert (chapter.start_ms, chapter.end_ms) == (5_000, None)
    form = read(as_(chi), f"{address}?entry={chapter.pk}")
    assert 'value="00:05"' in form
    as_(chi).post(f"{address}?entry={chapter.pk}", sent | {"end_ms": "0:09"})
    assert Chapter.objects.get().end_ms == 9_000
    assert "Tuổi thơ" in read(Client(), f"/records/{testimony.code}/t/0")
    wrong = as_(chi).post(address, sent | {"end_ms": "0:01", "latitude": "99"})
    assert wrong.status_code == 200 and Chapter.objects.count() == 1
    as_(chi).post(at("interview_entry_remove", testimony.code, chapter.pk))
    assert not Chapter.objects.exists()


def test_versions_stand_side_by_side(testimony: Record, chi: User, dung: User) -> None:
    newest = testimony.transcripts.get(is_current=True)
    address = at("transcript_compare", testimony.code, newest.pk)
    shown = read(as_(chi), address)
    assert "<del>Lat</del>" in shown and "<ins>Lát</ins>" in shown
    assert "Có 1 đoạn khác nhau" in shown
    assert as_(dung).get(address).status_code == 404


def test_a_stretch_put_in_moves_nothing_else() -> None:
    old = [Cue(n * 1000, n * 1000 + 900, f"câu {n}") for n in range(2000)]
    new = [*old[:700], Cue(699_950, 699_990, "chen vào"), *old[700:1500], *old[1501:]]
    rows = compare(old, new)
    assert sum(not row.is_same for row in rows) == 2
    assert [(row.old, row.new is None) for row in changes(rows, around=0)] == [
        (None, False), (old[1500], True)
    ]  # fmt: skip


@pytest.fixture
def draft(testimony: Record, chi: User, now: Any) -> Transcript:
    stretches = [Cue(n * 1000, n * 1000 + 900, f"câu {n}") for n in range(40)]
    save_transcript(actor=chi, record=testimony, words=stretches, at=now)
    return speech.begin_draft(actor=chi, record=testimony, at=now)


def test_a_draft_is_divided_by_stretch(draft: Transcript, chi: User, an: User, dung: User) -> None:
    divide = at("transcript_divide", draft.record.code, draft.pk)
    as_(chi).post(divide, {"transcribers": [chi.pk, an.pk, dung.pk]})
    assert not Share.objects.exists(), "people of other offices do not transcribe here"
    as_(chi).post(divide, {"transcribers": [chi.pk, an.pk]})
    first, second = Share.objects.order_by("from_ms")
    assert (first.from_ms, first.to_ms, second.from_ms) == (0, 20_000, 20_000)
    assert second.to_ms > 39_900
    page = at("transcript", draft.record.code, draft.pk)
    shown = read(as_(an), f"{page}?share={second.pk}")
    assert "câu 30" in shown and "câu 10<" not in shown
    as_(an).post(at("transcript_share_done", draft.record.code, draft.pk, second.pk))
    second.refresh_from_db()
    assert second.done_at is not None
    as_(chi).post(at("transcript_finish", draft.record.code, draft.pk))
    as_(chi).post(divide, {"transcribers": [chi.pk]})
    assert Share.objects.count() == 2, "a finished version is divided no more"


def test_an_empty_draft_is_divided_by_time(
    testimony: Record, chi: User, an: User, now: Any
) -> None:
    empty = speech.begin_draft(actor=chi, record=testimony, at=now, language="cjm")
    divide = at("transcript_divide", testimony.code, empty.pk)
    as_(chi).post(divide, {"transcribers": [chi.pk, an.pk]})
    assert Share.objects.filter(transcript=empty).exists()
