"""A later version supersedes; nothing said before is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from archive.accounts.models import User
from archive.catalogue.models import ProcessingState, Record, RecordKind
from archive.catalogue.speech.actions import BadTimes, save_transcript
from archive.catalogue.speech.cues import Cue
from archive.journal.models import Entry


@pytest.fixture
def interview(make_record: Callable[..., Record]) -> Record:
    return make_record(kind=RecordKind.INTERVIEW, title="Phỏng vấn nhân chứng minh hoạ")


def test_a_new_version_stands_beside_the_old(an: User, interview: Record, now: dt.datetime) -> None:
    first = save_transcript(
        actor=an, record=interview, words=[Cue(0, 900, "Tôi đi giao liên")], at=now
    )
    second = save_transcript(
        actor=an, record=interview, words=[Cue(0, 950, "Tôi đi giao liên.")], at=now
    )
    first.refresh_from_db()
    assert (first.version, first.is_current) == (1, False)
    assert (second.version, second.is_current) == (2, True)
    assert first.segments.get().text == "Tôi đi giao liên"
    interview.refresh_from_db()
    assert interview.processing_state == ProcessingState.TRANSCRIBED
    assert Entry.objects.filter(act="catalogue.record.transcribed").count() == 2


@pytest.mark.parametrize(
    "stretches",
    [[Cue(900, 100, "ngược")], [Cue(500, 900, "sau"), Cue(100, 400, "trước")]],
)
def test_times_that_cannot_be_are_refused_whole(
    an: User, interview: Record, now: dt.datetime, stretches: list[Cue]
) -> None:
    with pytest.raises(BadTimes):
        save_transcript(actor=an, record=interview, words=stretches, at=now)
    assert not interview.transcripts.exists()
