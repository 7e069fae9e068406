"""What the worker writes down is worded for whoever reads it, and older sentences stay readable."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from archive.accounts.models import User
from archive.files.models import FixityPass
from archive.jobs import actions as jobs
from archive.jobs.models import State
from archive.jobs.said import Said, say


@pytest.fixture
def failed(hanh: User) -> FixityPass:
    return FixityPass.objects.create(
        asked_by=hanh, asked_at=timezone.now(), state=State.FAILED, reason=Said()
    )


def in_both(said: object) -> list[str]:
    words = []
    for language in ("vi", "en"):
        with translation.override(language):
            words.append(str(said))
    return words


def test_each_reads_it_in_a_language_of_their_own(hanh: User) -> None:
    one = FixityPass(asked_by=hanh, asked_at=timezone.now())
    jobs.ask(one)

    def body() -> None:
        raise jobs.CannotBeDone(say("The storage did not answer"))

    jobs.carry_out(one, body, at=timezone.now)
    one.refresh_from_db()
    assert in_both(one.reason) == ["Kho không trả lời", "The storage did not answer"]


def test_what_goes_into_it_is_kept_and_worded_too(failed: FixityPass) -> None:
    inner = say("Row %(row)s has the same code.") % {"row": 7}
    FixityPass.objects.update(reason=say("Nothing was undone. %(reason)s") % {"reason": inner})
    failed.refresh_from_db()
    assert in_both(failed.reason) == [
        "Chưa hoàn tác gì. Dòng 7 có cùng mã.",
        "Nothing was undone. Row 7 has the same code.",
    ]


def test_what_a_person_wrote_is_never_taken_for_ours(failed: FixityPass) -> None:
    text = '{"message": "%(a)d", "told": {"b": 1}}'
    FixityPass.objects.update(reason=text)
    failed.refresh_from_db()
    assert in_both(failed.reason) == [text, text]


@pytest.mark.parametrize("text", ["Kho đầy 100% rồi: %(name)s", "{}", '{"a": 1}', "7", ""])
def test_a_sentence_of_before_stays_as_it_is(failed: FixityPass, text: str) -> None:
    FixityPass.objects.update(reason=text)
    failed.refresh_from_db()
    assert in_both(failed.reason) == [text, text]
    assert bool(failed.reason) == bool(text)
