"""A work's address never dies: a tombstone when it is taken back, a redirect for another code."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from docx import Document

from archive.access import gate
from archive.accounts.models import User
from archive.catalogue.models import AccessLevel
from archive.units.models import Unit
from archive.works import actions
from archive.works.models import Citation, Work, WorkKind

REASON = "Bản in có sai sót, đang sửa"


@pytest.fixture
def work(binh: User, office: Unit, lam_dong: Unit, now: dt.datetime) -> Work:
    return actions.enter_work(
        actor=binh,
        code="LS-1",
        title="Biên niên sự kiện (minh hoạ)",
        kind=WorkKind.CHRONICLE,
        unit=lam_dong,
        owner=office,
        is_public=True,
        at=now,
    )


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_what_was_shown_leaves_a_tombstone(
    work: Work, binh: User, an: User, now: dt.datetime, client: Client
) -> None:
    address = work.get_absolute_url()
    assert client.get(address).status_code == 200
    show = reverse("desk:work_show", args=[work.code])
    assert as_(binh).post(show, {"reason": " "}).status_code == 422
    assert as_(binh).post(show, {"reason": REASON}).status_code == 302
    gone = client.get(address)
    assert gone.status_code == 410
    assert REASON in gone.content.decode()
    assert work.title not in gone.content.decode()
    assert as_(an).get(address).status_code == 200  # its own office goes on reading it
    actions.show(actor=binh, work=work, is_public=True, at=now)
    assert client.get(address).status_code == 200


def test_what_was_never_shown_is_as_good_as_missing(
    work: Work, binh: User, dung: User, now: dt.datetime
) -> None:
    Work.objects.filter(pk=work.pk).update(is_public=False)
    actions.change_code(actor=binh, work=work, code="LS-2", at=now)
    for viewer in (AnonymousUser(), dung):
        for code in ("LS-1", "LS-2", "LS-3"):
            with pytest.raises(Http404):
                gate.work_or_404(viewer, code)


def test_a_changed_code_leads_on(
    work: Work, an: User, binh: User, dung: User, now: dt.datetime, client: Client
) -> None:
    former = work.get_absolute_url()
    change = reverse("desk:work_code", args=[work.code])
    assert as_(dung).post(change, {"code": "LS-9"}).status_code == 404
    assert as_(an).post(change, {"code": "ls-9"}).status_code == 302
    answer = client.get(former + "?page=2")
    assert (answer.status_code, answer["Location"]) == (301, "/works/LS-9/?page=2")
    work.refresh_from_db()
    actions.show(actor=binh, work=work, is_public=False, reason=REASON, at=now)
    assert client.get(former, follow=True).status_code == 410
    # The former code stays this work's.
    with pytest.raises(actions.CodeTaken):
        actions.enter_work(
            actor=an, code="LS-1", title="Khác", kind=WorkKind.YEARBOOK, unit=work.unit,
            owner=work.owner, at=now,
        )  # fmt: skip
    assert actions.change_code(actor=an, work=work, code="LS-1", at=now).code == "LS-1"


def test_the_database_keeps_a_tombstone_honest(work: Work, now: dt.datetime) -> None:
    for fields in (
        {"withdrawn_at": now, "withdrawn_reason": REASON, "is_public": True},
        {"withdrawn_at": now, "withdrawn_reason": "", "is_public": False},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Work.objects.filter(pk=work.pk).update(**fields)


def test_the_list_of_sources_leads_to_pages_and_seconds(
    work: Work, an: User, dung: User, make_record: Any, other_office: Unit
) -> None:
    page = make_record(title="=Báo cáo", released=AccessLevel.PUBLIC)
    spoken = make_record(title="Lời kể", kind="interview")
    closed = make_record(title="Kín của nơi khác", holder=other_office)
    for fields in (
        {"record": page, "page": 3, "place_in_work": "Chương I"},
        {"record": spoken, "at_ms": 65_000},
        {"record": closed, "place_in_work": "Chương II"},
    ):
        Citation.objects.create(work=work, **fields)
    answer = as_(an).get(reverse("desk:work_sources_csv", args=[work.code]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["Chương I", "", "Chương II"]
    assert rows[1][5].endswith(f"/records/{page.code}/p/3")
    assert rows[2][5].endswith(f"/records/{spoken.code}/t/65")
    assert not rows[1][2].startswith("=")
    word = as_(an).get(reverse("desk:work_sources", args=[work.code]))
    document = Document(io.BytesIO(word.content))
    text = "\n".join(c.text for t in document.tables for row in t.rows for c in row.cells)
    assert "Lời kể" in text
    for content in (answer.content.decode(), text):
        assert closed.title not in content
        assert closed.code not in content
    assert as_(dung).get(reverse("desk:work_sources", args=[work.code])).status_code == 404
