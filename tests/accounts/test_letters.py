"""A letter goes to the person's address, or it is said why not."""

from __future__ import annotations

import smtplib
from typing import Any

import pytest
from django.core.mail import EmailMessage

from archive.accounts.letters import LONGEST_REASON, LetterFailed, send_letter
from archive.accounts.models import User

LETTER: dict[str, Any] = {
    "subject": "Ý kiến đến hạn",
    "body": "Kính gửi đồng chí, ý kiến đến hạn ngày mai.",
}


def test_a_letter_goes_to_one_person_alone(mailoutbox: Any) -> None:
    send_letter(to=User(email="an@example.vn"), **LETTER, headers={"List-Unsubscribe": "<x>"})
    [letter] = mailoutbox
    assert letter.recipients() == ["an@example.vn"]
    assert (letter.subject, letter.body) == (LETTER["subject"], LETTER["body"])
    assert letter.extra_headers == {"List-Unsubscribe": "<x>"}


def test_nobody_without_an_address_is_written_to(mailoutbox: Any) -> None:
    with pytest.raises(LetterFailed, match="địa chỉ"):
        send_letter(to=User(), **LETTER)
    assert mailoutbox == []


@pytest.mark.parametrize(
    "failure",
    [
        ConnectionRefusedError(111, "refused"),
        TimeoutError(),
        smtplib.SMTPDataError(554, b"n" * 999),
    ],
)
def test_the_mail_server_says_why(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def fail(letter: EmailMessage) -> int:
        raise failure

    monkeypatch.setattr(EmailMessage, "send", fail)
    with pytest.raises(LetterFailed, match=type(failure).__name__) as reason:
        send_letter(to=User(email="an@example.vn"), **LETTER)
    assert len(str(reason.value)) <= LONGEST_REASON
