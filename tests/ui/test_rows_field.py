"""A form in which several rows are ticked is sent with whatever a stranger likes."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from archive.accounts.models import User
from archive.ui.forms import RowsField


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
