"""Rows ticked and numbers typed in a form are whatever a stranger likes to send."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from archive.accounts.models import User
from archive.catalogue import actions as catalogue_actions
from archive.desk.people.forms import NewAccountForm
from archive.ui.forms import DayField, NumberField, PastDayField, RowsField
from archive.units.models import Unit


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key", ["9" * 30, "-9223372036854775809", "9" * 5000, "٩" * 30, "abc", "0"]
)
def test_a_key_that_is_none_is_a_choice_that_is_none(key: str, an: User) -> None:
    """Neither database can be asked for a number of more than 64 bits."""
    field = RowsField(User.objects.all())
    assert list(field.clean([str(an.pk)])) == [an]
    with pytest.raises(ValidationError):
        field.clean([str(an.pk), key])


@pytest.mark.parametrize("number", ["100000000", "9" * 30, "9" * 5000, "1_0"])
def test_a_number_no_database_holds_is_refused_in_the_form(number: str) -> None:
    assert NumberField(min_value=0).clean("99999999") == 99_999_999
    with pytest.raises(ValidationError):
        NumberField(min_value=0).clean(number)


def test_a_day_of_what_has_happened_is_not_to_come() -> None:
    """A slip in the year is said at the field; written for ever, 31/12/9999 is a day."""
    today = timezone.localdate()
    assert PastDayField().clean(today.isoformat()) == today
    assert DayField().clean("31/12/9999") == dt.date(9999, 12, 31)
    for field, typed in (
        (PastDayField(), (today + dt.timedelta(days=1)).isoformat()),
        (PastDayField(), "9999-12-31"),
        (DayField(), "0196-05-01"),
    ):
        with pytest.raises(ValidationError):
            field.clean(typed)


class Refusing(forms.Form):
    """A form that is refused as a whole, and in its one field where that is empty."""

    name = forms.CharField()

    def clean(self) -> None:
        raise forms.ValidationError("Nhận xét phải có nội dung.")


@pytest.mark.parametrize(("sent", "alerts"), [({"name": "x"}, 1), ({"name": ""}, 2)])
def test_why_nothing_was_saved_is_read_out_and_comes_into_view(
    sent: dict[str, str], alerts: int
) -> None:
    shown = str(Refusing(sent))
    assert "Nhận xét phải có nội dung." in shown
    assert shown.count('role="alert"') == alerts
    assert shown.count("autofocus") == 1


@pytest.mark.django_db
def test_what_somebody_else_changed_meanwhile_is_not_taken_back_unseen(
    client: Client, an: User, hanh: User
) -> None:
    """Two administrators with one account before them: the first takes a role away."""
    client.force_login(hanh, "django.contrib.auth.backends.ModelBackend")
    address = f"/desk/people/{an.pk}/"
    shown = client.get(address).context["form"]
    assert an.office is not None
    typed = {
        "full_name": "Nguyễn Văn An", "email": "", "office": an.office.pk, "is_active": "on",
        "roles": ["archivist"], "seen": shown["seen"].value(),
    }  # fmt: skip
    first = client.post(address, typed | {"full_name": an.full_name, "roles": ["researcher"]})
    assert first.status_code == 302
    second = client.post(address, typed)
    form = second.context["form"]
    assert second.status_code == 200
    assert "Người nghiên cứu" in form.errors["roles"][0]
    assert form["full_name"].value() == "Nguyễn Văn An"
    assert [grant.role for grant in an.grants.all()] == ["researcher"]
    # Seen now, it is theirs to decide.
    assert client.post(address, typed | {"seen": form["seen"].value()}).status_code == 302
    assert [grant.role for grant in an.grants.all()] == ["archivist"]


@pytest.mark.django_db
def test_a_button_pressed_twice_says_that_the_name_is_taken(
    client: Client, hanh: User, office: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both requests look before either writes: what the database then refuses is said in words."""
    client.force_login(hanh, "django.contrib.auth.backends.ModelBackend")
    account = {
        "username": "moi", "full_name": "Người mới", "email": "", "office": office.pk,
        "roles": ["archivist"], "password": "mật khẩu dài để thử",
    }  # fmt: skip
    monkeypatch.setattr(NewAccountForm, "clean_username", lambda form: "moi")
    hanh.office = office
    hanh.save()
    monkeypatch.setattr(catalogue_actions, "_free_code", lambda code: code)
    record = {"code": "LD-MOI-1", "title": "Tư liệu mới", "kind": "document"}
    for address, sent, field in (
        ("/desk/people/new/", account, "username"),
        ("/desk/records/new/", record, "code"),
    ):
        assert client.post(address, sent).status_code == 302, address
        again = client.post(address, sent)
        assert field in again.context["form"].errors, address


@pytest.mark.django_db
def test_a_password_that_is_too_short_is_refused_in_the_words_of_the_screen(
    client: Client, hanh: User
) -> None:
    client.force_login(hanh, "django.contrib.auth.backends.ModelBackend")
    answer = client.post("/desk/people/new/", {"username": "moi", "password": "ngan"})
    assert "Mật khẩu quá ngắn" in str(answer.context["form"].errors["password"])
