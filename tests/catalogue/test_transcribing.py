"""Writing a transcript: drafts, stretches, versions that stay, the witness's word."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from archive.accounts.models import User
from archive.catalogue import interviews
from archive.catalogue.models import ProcessingState, Record, RecordKind, Segment, Transcript
from archive.catalogue.speech import actions, editing
from archive.catalogue.speech.actions import save_transcript
from archive.catalogue.speech.cues import Cue, Point
from archive.catalogue.speech.editing import Change
from archive.journal.models import Entry


@pytest.fixture
def interview(make_record: Any) -> Record:
    record: Record = make_record(kind=RecordKind.INTERVIEW)
    return record


@pytest.fixture
def first(interview: Record, an: User, now: dt.datetime) -> Transcript:
    stretches = [
        Cue(0, 4_000, "Bác sinh năm nào ạ?", "Hỏi"),
        Cue(4_000, 10_000, "Năm ba hai, ở xã Lát.", "Đáp"),
        Cue(10_000, 12_000, "Dạ.", "Hỏi"),
    ]
    return save_transcript(actor=an, record=interview, words=stretches, at=now)


@pytest.fixture
def draft(first: Transcript, an: User, now: dt.datetime) -> Transcript:
    return actions.begin_draft(actor=an, record=first.record, at=now)


def words(transcript: Transcript) -> list[str]:
    return list(transcript.segments.order_by("position").values_list("text", flat=True))


def middle(draft: Transcript) -> Segment:
    return draft.segments.get(position=2)


def test_readers_have_the_old_version_until_the_draft_is_finished(
    first: Transcript, draft: Transcript, an: User, now: dt.datetime
) -> None:
    segment = middle(draft)
    editing.change(
        draft=draft, segment_id=segment.pk, revision=1, to=Change(text="Năm ba hai, ở Lát.")
    )
    current = Transcript.objects.get(record=first.record, is_current=True)
    assert (current, words(current)[1]) == (first, "Năm ba hai, ở xã Lát.")
    actions.finish_draft(actor=an, transcript=draft, at=now)
    current = Transcript.objects.get(record=first.record, is_current=True)
    assert (current.version, words(current)[1]) == (2, "Năm ba hai, ở Lát.")
    assert words(first)[1] == "Năm ba hai, ở xã Lát."


def test_one_draft_at_a_time(draft: Transcript, an: User, chi: User, now: dt.datetime) -> None:
    with pytest.raises(actions.AlreadyDrafted) as drafted:
        actions.begin_draft(actor=chi, record=draft.record, at=now)
    assert drafted.value.draft == draft


def test_a_finished_version_is_not_changed(draft: Transcript, an: User, now: dt.datetime) -> None:
    segment = middle(draft)
    actions.finish_draft(actor=an, transcript=draft, at=now)
    with pytest.raises(actions.NotADraft):
        editing.change(draft=draft, segment_id=segment.pk, revision=1, to=Change(text="khác"))
    with pytest.raises(actions.NotADraft):
        actions.finish_draft(actor=an, transcript=draft, at=now)


def test_two_who_write_one_stretch_are_told(draft: Transcript) -> None:
    segment = middle(draft)
    editing.change(draft=draft, segment_id=segment.pk, revision=1, to=Change(text="một"))
    with pytest.raises(editing.Stale) as stale:
        editing.change(draft=draft, segment_id=segment.pk, revision=1, to=Change(text="hai"))
    assert stale.value.current is not None and stale.value.current.text == "một"


def test_a_stretch_of_another_draft_is_out_of_reach(draft: Transcript, first: Transcript) -> None:
    with pytest.raises(editing.Stale):
        stretch = first.segments.all()[0].pk
        editing.change(draft=draft, segment_id=stretch, revision=1, to=Change(text="x"))


def test_split_and_merge_undo_each_other(draft: Transcript) -> None:
    segment = middle(draft)
    one, two = editing.split(
        draft=draft, segment_id=segment.pk, revision=1, at_letter=len("Năm ba hai, ")
    )
    assert [one.text, two.text] == ["Năm ba hai,", "ở xã Lát."]
    assert 4_000 < one.end_ms == two.start_ms < 10_000
    assert words(draft) == ["Bác sinh năm nào ạ?", "Năm ba hai,", "ở xã Lát.", "Dạ."]
    merged, gone = editing.merge(draft=draft, segment_id=one.pk, revision=one.revision)
    assert (merged.text, merged.end_ms, gone) == ("Năm ba hai, ở xã Lát.", 10_000, two.pk)
    editing.split(draft=draft, segment_id=merged.pk, revision=merged.revision, at_letter=0)
    assert len(words(draft)) == 4


def test_what_cannot_be_is_refused(draft: Transcript) -> None:
    segment = middle(draft)
    for unfit in (Change(text="d" * 20_001), Change(end_ms=1), Change(start_ms=-5)):
        with pytest.raises(editing.Unfit):
            editing.change(draft=draft, segment_id=segment.pk, revision=1, to=unfit)
    last = draft.segments.get(position=3)
    with pytest.raises(editing.Unfit):
        editing.merge(draft=draft, segment_id=last.pk, revision=1)


def test_the_witness_confirms_one_version_and_not_the_next(
    first: Transcript, an: User, now: dt.datetime
) -> None:
    from archive.catalogue import authorities

    [witness] = authorities.people_named(["Nhân chứng minh hoạ số 1"])
    actions.confirm_transcript(
        actor=an, transcript=first, witness=witness, confirmed_on=now.date(), at=now,
        remarks="Đúng như tôi kể",
    )  # fmt: skip
    first.record.refresh_from_db()
    assert first.record.processing_state == ProcessingState.WITNESS_CONFIRMED
    draft = actions.begin_draft(actor=an, record=first.record, at=now)
    with pytest.raises(actions.NotADraft):
        actions.confirm_transcript(
            actor=an, transcript=draft, witness=witness, confirmed_on=now.date(), at=now
        )
    actions.finish_draft(actor=an, transcript=draft, at=now)
    first.record.refresh_from_db()
    assert first.record.processing_state == ProcessingState.TRANSCRIBED
    assert first.confirmations.get().remarks == "Đúng như tôi kể"


def test_the_journal_knows_that_and_not_what(draft: Transcript, an: User, now: dt.datetime) -> None:
    actions.finish_draft(actor=an, transcript=draft, at=now)
    entry = Entry.objects.get(act="catalogue.transcript.finished")
    assert entry.after["segments"] == 3
    assert "Lát" not in str(entry.after)


def test_contents_and_circumstances_are_written_down(
    interview: Record, an: User, now: dt.datetime
) -> None:
    points = [
        Point(0, "Tuổi thơ", gps="11.94, 108.44"),
        Point(60_000, "", synopsis="Lên căn cứ", gps="999, 999"),
    ]
    interviews.write_contents(actor=an, record=interview, points=points, at=now)
    chapters = list(interview.chapters.all())
    assert [chapter.title for chapter in chapters] == ["Tuổi thơ", "Lên căn cứ"]
    assert [chapter.latitude is None for chapter in chapters] == [False, True]
    described = interviews.describe_interview(
        actor=an, record=interview, at=now, mandate_number="15-CV/TU", place="Nhà riêng"
    )
    interviews.describe_interview(actor=an, record=interview, at=now, documents=[interview])
    told = Entry.objects.filter(act="catalogue.interview.described").latest("pk")
    assert (told.before, told.after) == ({"documents": []}, {"documents": [interview.pk]})
    assert described.mandate_number == "15-CV/TU"
    assert Entry.objects.filter(basis_number="15-CV/TU").exists()
