"""Vietnamese first, English when it is asked for here."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from archive.accounts.models import User
from archive.catalogue.actions import describe_record
from archive.catalogue.arrangement import open_collection
from archive.catalogue.models import RecordKind


def test_an_english_browser_reads_vietnamese(db: None, client: Client) -> None:
    page = client.get("/", headers={"accept-language": "en-US,en;q=0.9"})
    assert page["Content-Language"] == "vi"
    assert "Đăng nhập" in page.content.decode()


def test_whoever_chose_english_reads_english(db: None, client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/"})
    page = client.get("/")
    assert page["Content-Language"] == "en"
    assert "Đăng nhập" not in page.content.decode()


def test_a_language_nobody_knows_is_not_spoken(db: None, client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert client.get("/")["Content-Language"] == "vi"


@pytest.mark.django_db
def test_an_english_desk_says_which_words_are_vietnamese(
    client: Client, an: User, make_record: Any, now: dt.datetime
) -> None:
    """A screen reader speaks the words of the catalogue as what they are (WCAG 3.1.2).

    So it does with people's names, with what stands in a form and with what was before.
    """
    assert an.office is not None
    an.full_name = _OURS_OF_AN
    an.save()
    fonds = open_collection(
        actor=an,
        holder=an.office,
        code="LD-P1",
        title="Phông lưu trữ Huyện uỷ",
        level="fonds",
        parent=None,
        at=now,
    )
    record = make_record(title="Lời kể chưa đặt tên", kind=RecordKind.INTERVIEW, collection=fonds)
    title = "Lời kể về đường dây"
    describe_record(actor=an, record=record, version=record.version, at=now, title=title)
    client.force_login(an, "django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    desk, code = "/desk/", record.code
    for path in (
        "records/", f"records/{code}/", f"records/{code}/history/", f"records/{code}/describe/",
        f"pages/?record={code}",
        "interviews/", f"interviews/{code}/", f"interviews/{code}/contents/",
        f"collections/{fonds.code}/", f"collections/{fonds.code}/describe/",
    ):  # fmt: skip
        page = html.document_fromstring(client.get(desk + path).content.decode())
        shown = [each for each in page.iterdescendants() if _words(each) & _OURS]
        assert shown, path
        for each in shown:
            around = [each, *each.iterancestors()]
            nearest = next(tag.get("lang") for tag in around if tag.get("lang"))
            assert nearest == "vi", (path, each.text)


def _words(element: html.HtmlElement) -> set[str]:
    """Return what an element itself says: its texts, and what was typed into it."""
    texts = [element.text, element.get("value"), *(child.tail for child in element)]
    return {part.strip() for text in texts if text for part in text.split("·")}


_OURS_OF_AN = "Nguyễn Thị Ân"
_OURS = {
    "Lời kể về đường dây", "Lời kể chưa đặt tên", "Phông lưu trữ Huyện uỷ", _OURS_OF_AN,
}  # fmt: skip
