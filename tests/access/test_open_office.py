"""The first account of an archive; afterwards only an administrator opens accounts."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from archive.accounts.models import User

OFFICE = ("vp-moi", "Phòng Lịch sử Đảng (minh hoạ)", "quantri")


def _typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_an_office_opens_with_its_administrator(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    _typed(monkeypatch, "mot-mat-khau-du-dai\n")
    call_command("open_office", *OFFICE)
    user = User.objects.get(username="quantri")
    assert user.office is not None and user.office.code == "vp-moi"
    assert user.check_password("mot-mat-khau-du-dai")
    _typed(monkeypatch, "mot-mat-khau-du-dai\n")
    with pytest.raises(CommandError, match="already"):
        call_command("open_office", "vp-hai", "Phòng thứ hai", "nguoi-khac")


def test_a_short_password_opens_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    _typed(monkeypatch, "ngan\n")
    with pytest.raises(CommandError):
        call_command("open_office", *OFFICE)
    assert not User.objects.exists()
