"""Rows ticked and numbers typed in a form are whatever a stranger likes to send."""

from __future__ import annotations

import pytest
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
