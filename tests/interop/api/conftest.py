"""The API as a program meets it: every answer is judged by the description of what answers so."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Any

import jsonschema
import pytest
from django.test import Client

from archive.access.actions.consents import Terms, record_consent
from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue.models import (
    Body,
    BodyRole,
    Collection,
    Event,
    Person,
    Place,
    Record,
    Subject,
)
from archive.interop.api.doors import OPERATIONS
from archive.interop.api.openapi import description
from archive.units.models import Succession, Unit
from archive.values.text import canonical, fold
from archive.works.models import Citation, Work
from tests.interop.iiif.conftest import document, interview, page

__all__ = ["document", "interview", "page"]

API = "/api/v1"


@functools.cache
def described() -> Any:
    return description(OPERATIONS)


def answer_at(path: str, user: User | None = None, **sent: Any) -> Any:
    """Ask at a path below the API's, and return the answer once it is as it is described."""
    client = Client()
    if user is not None:
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"{API}{path}", **sent)
    judge(path.partition("?")[0], answer)
    return answer


def said_at(path: str, user: User | None = None, status: int = 200, **sent: Any) -> Any:
    answer = answer_at(path, user, **sent)
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def judge(path: str, answer: Any, method: str = "get") -> None:
    """See that an answer has the status, type and body that its address is described with."""
    of_path = next(
        known
        for known in described()["paths"]
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", known), path)
    )
    expected = described()["paths"][of_path][method]["responses"][str(answer.status_code)]
    if "content" not in expected:
        assert not answer.content
        return
    [(kind, content)] = expected["content"].items()
    assert answer["Content-Type"] == kind
    schema = content["schema"] | {"components": described()["components"]}
    judged = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    faults = [
        f"{list(e.absolute_path)}: {e.message[:300]}" for e in judged.iter_errors(answer.json())
    ]
    assert faults == []


def consented(record: Record, actor: User, now: dt.datetime, *scopes: Scope) -> None:
    """Let the witness of a record consent to uses of it."""
    witness = Person.objects.get(appearances__record=record, appearances__role="witness")
    terms = [Terms(scope) for scope in scopes]
    record_consent(
        actor=actor, record=record, witness=witness, terms=terms, given_on=now.date(), at=now
    )


@pytest.fixture
def catalogue(document: Record, interview: Record, lam_dong: Unit) -> Record:
    """A document with everything around it that has an address: the report of the other tests."""
    holder = document.holder
    fonds = Collection.objects.create(
        code="LD-P012", title="Phông Huyện uỷ Di Linh (minh hoạ)", level="fonds", holder=holder,
        is_public=True, languages="vi, kpm", scope_and_content="Văn kiện",
    )  # fmt: skip
    fonds.path = f"{fonds.pk}/"
    fonds.save()
    file = Collection.objects.create(
        code="LD-P012-H034", title="Hồ sơ 34", level="file", holder=holder, is_public=True,
        parent=fonds,
    )  # fmt: skip
    file.path = f"{fonds.path}{file.pk}/"
    file.save()
    former = Unit.objects.create(code="vn-68", name="Lâm Đồng", level="province")
    Succession.objects.create(predecessor=former, successor=lam_dong, on="2025-07-01")
    document.collection, document.unit = file, former
    document.languages, document.scope_and_content = "vi, kpm", "Kết quả <b>sưu tầm</b>"
    document.save()
    teller = Person.objects.create(
        slug="nguoi-ke", name="Người kể minh hoạ", born_written="1930",
        canonical_name=canonical("Người kể minh hoạ"), plain_name=fold("Người kể minh hoạ"),
    )  # fmt: skip
    teller.names.create(name="Bí danh minh hoạ", kind="alias")
    issuer = Body.objects.create(slug="huyen-uy-di-linh", name="Huyện uỷ Di Linh (minh hoạ)")
    teller.posts.create(title="Bí thư", body=issuer, date_written="1954")
    document.appearances.create(person=teller, role="creator")
    document.involvements.create(body=issuer, role=BodyRole.ISSUER)
    place = Place.objects.create(slug="di-linh", name="Di Linh", unit=former)
    broader = Subject.objects.create(slug="lich-su", name="Lịch sử")
    subject = Subject.objects.create(slug="khang-chien", name="Kháng chiến", broader=broader)
    event = Event.objects.create(slug="hoi-nghi", name="Hội nghị minh hoạ", date_written="1954")
    event.places.add(place)
    document.places.add(place)
    document.subjects.add(subject)
    document.events.add(event)
    work = Work.objects.create(
        code="CT-1", title="Lịch sử Đảng bộ (minh hoạ)", kind="committee_history", unit=former,
        owner=holder, is_public=True,
    )  # fmt: skip
    Citation.objects.create(work=work, record=document, page=1, place_in_work="tr. 12")
    return document
