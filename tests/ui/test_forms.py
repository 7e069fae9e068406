"""Rows ticked and numbers typed in a form are whatever a stranger likes to send."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError

from archive.accounts.models import User
from archive.ui.forms import NumberField, RowsField


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


@pytest.mark.parametrize("number", ["100000000", "9" * 30, "9" * 5000])
def test_a_number_no_database_holds_is_refused_in_the_form(number: str) -> None:
    assert NumberField(min_value=0).clean("99999999") == 99_999_999
    with pytest.raises(ValidationError):
        NumberField(min_value=0).clean(number)


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
