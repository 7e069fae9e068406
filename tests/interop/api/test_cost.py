"""An answer costs as many questions to the database for many as for few, whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Collection, Person, Place, Record
from archive.search import actions as index_actions
from archive.works.models import Citation, Work
from tests.interop.api.conftest import consented

LISTS = [
    "/records/", "/records/?changed_since=1990-01-01", "/collections/", "/people/", "/places/",
    "/units/", "/works/", "/works/CT-1/sources/", "/records/LD-1/", "/records/LD-1/pages/",
    "/collections/LD-P012/", "/places/di-linh/", "/search/", "/search/?q=hoi+nghi",
    "/records/LD-NC-1/transcripts/verbatim-vi/",
]  # fmt: skip


def _queries(user: User | None, path: str) -> int:
    client = Client()
    if user is not None:
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    client.get(f"/api/v1{path}")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 200, path
    return len(asked)


@pytest.mark.parametrize("who", ["visitor", "giang", "an", "hanh"])
def test_many_cost_what_few_do(
    who: str, catalogue: Record, interview: Record, an: User, giang: User, hanh: User,
    make_record: Callable[..., Record], now: dt.datetime,
) -> None:  # fmt: skip
    consented(interview, an, now, *Scope)
    user: Any = {"visitor": None, "giang": giang, "an": an, "hanh": hanh}[who]
    master, work = catalogue.pages.all()[0].master, Work.objects.get()
    index_actions.rebuild_index()
    few = {path: _queries(user, path) for path in LISTS}
    for number in range(12):
        record = make_record(
            released=AccessLevel.PUBLIC, collection=catalogue.collection, unit=catalogue.unit,
            title=f"Hội nghị {number}",
        )  # fmt: skip
        record.pages.create(number=1, master=master, frame=0, text="Hội nghị")
        record.places.add(Place.objects.get())
        person = Person.objects.create(slug=f"nguoi-{number}", name=f"Người {number}")
        record.appearances.create(person=person)
        catalogue.appearances.create(person=person)
        Citation.objects.create(work=work, record=record)
        Collection.objects.create(
            code=f"LD-P{number}", title="Phông", level="fonds", holder=record.holder,
            is_public=True, path=f"{900 + number}/",
        )  # fmt: skip
        Work.objects.create(
            code=f"CT-{number + 2}", title="Sử", kind="chronicle", unit=work.unit,
            owner=work.owner, is_public=True,
        )  # fmt: skip
    index_actions.rebuild_index()
    many = {path: _queries(user, path) for path in LISTS}
    assert many == few
