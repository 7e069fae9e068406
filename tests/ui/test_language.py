"""Vietnamese first, English when it is asked for here."""

from __future__ import annotations

from django.conf import settings
from django.test import Client


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
