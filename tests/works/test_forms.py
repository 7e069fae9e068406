"""What is typed about a work, taken or refused in words."""

from __future__ import annotations

import pytest

from archive.desk.works.forms import WorkForm
from archive.works.models import Work


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["0", "-1945", "2147483648", "19_45"])
def test_a_year_no_history_has_is_refused(year: str) -> None:
    form = WorkForm({"period_from": "1945", "period_to": year}, instance=Work())
    assert "period_to" in form.errors and "period_from" not in form.errors
