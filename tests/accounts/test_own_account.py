"""People see what the archive knows of them, and change their own password."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from archive.accounts.models import User
from archive.journal.models import Entry

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "mat-khau-minh-hoa", "hoa-ban-no-trang-suon-doi"


def _signed_in(username: str, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/accounts/sign-in/", {"username": username, "password": password})
    return client


def _change(client: Client, old: str = PASSWORD, new: str = NEW, **extra: Any) -> Any:
    words = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/accounts/", words, **extra)


def test_a_reader_changes_the_password_and_is_signed_out_elsewhere(giang: User) -> None:
    here, elsewhere = _signed_in("giang"), _signed_in("giang")
    assert "Giang" in here.get("/accounts/").content.decode()
    answer = _change(here, follow=True)
    assert "Mật khẩu mới có hiệu lực từ bây giờ" in answer.content.decode()
    assert here.get("/my/").status_code == 200
    assert elsewhere.get("/my/").status_code == 302
    assert _signed_in("giang").get("/my/").status_code == 302
    assert _signed_in("giang", NEW).get("/my/").status_code == 200
    entry = Entry.objects.get(act="access.account.password_set")
    assert (entry.actor, entry.before, entry.after) == (giang, {}, {})


@pytest.mark.parametrize(
    ("old", "new"), [("mat-khau-doan", NEW), (PASSWORD, "ngan"), (PASSWORD, "giang")]
)
def test_not_without_the_old_one_nor_to_a_weak_one(giang: User, old: str, new: str) -> None:
    client = _signed_in("giang")
    assert 'class="errorlist"' in _change(client, old, new).content.decode()
    assert _signed_in("giang").get("/my/").status_code == 200
    assert not Entry.objects.filter(act="access.account.password_set").exists()


def test_at_a_desk_left_open_the_password_is_not_guessed_on_and_on(
    giang: User, settings: Any
) -> None:
    client = _signed_in("giang")
    guesses = [_change(client, f"mat-khau-{n}").status_code for n in range(9)]
    assert guesses == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429] * 2
    assert _change(client).status_code == 429  # nor with the right one, now


def test_nobody_has_no_account(client: Client) -> None:
    assert client.get("/accounts/")["Location"].startswith("/accounts/sign-in/")


def test_who_holds_a_shared_account_changes_none(giang: User, hanh: User, an: User) -> None:
    """In a demonstration everybody knows the password; one of them would lock out all others."""
    User.objects.filter(pk__in=[giang.pk, hanh.pk]).update(is_demonstration=True)
    reader, administrator = _signed_in("giang"), _signed_in("hanh")
    assert "Tài khoản minh hoạ dùng chung" in reader.get("/accounts/").content.decode()
    assert _change(reader).status_code == 403
    particulars = {"full_name": "Giang", "roles": [], "is_active": ""}
    for shared in (giang, hanh):
        place = f"/desk/people/{shared.pk}/"
        assert 'name="is_active"' not in administrator.get(place).content.decode()
        assert administrator.post(place, particulars).status_code == 403
        assert administrator.post(f"{place}password/", {"password": NEW}).status_code == 403
    assert _signed_in("giang").get("/my/").status_code == 200
    # Whoever holds an account of their own may close what the demonstration left behind.
    assert (
        administrator.post(f"/desk/people/{an.pk}/password/", {"password": NEW}).status_code == 302
    )
    User.objects.filter(pk=hanh.pk).update(is_demonstration=False)
    assert administrator.post(f"/desk/people/{giang.pk}/", particulars).status_code == 302
    assert not User.objects.get(pk=giang.pk).is_active
