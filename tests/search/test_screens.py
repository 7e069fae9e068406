"""The search screens, as a visitor's browser asks for them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from archive.accounts.models import User
from archive.catalogue.models import AccessLevel, Appearance, Person
from archive.search import actions

BAD = ["*", '"', "((((((", "a" * 9000, "kh* " * 3000, "\x00", "\u202e", "%", "_", "<script>",
       "year:99999999", "' OR 1=1 --", "title:", "~~~", "NOT NOT", "🙂"]  # fmt: skip


@pytest.fixture
def shelf(make_record: Any, add_pages: Any, add_transcript: Any) -> Any:
    record = make_record(released=AccessLevel.PUBLIC, title="Hồi ức Di Linh")
    add_pages(record, "Kháng chiến <b>bùng nổ</b> ở Di Linh.")
    add_transcript(record, "Im lặng.", "Hồi ấy kháng chiến gian khổ.")
    person = Person.objects.create(slug="minh-hoa", name="Nhân chứng minh hoạ số 1")
    Appearance.objects.create(record=record, person=person)
    actions.rebuild_index()
    return record


def test_hits_lead_to_the_page_and_to_the_second(shelf: Any, client: Client) -> None:
    page = client.get("/search/", {"q": "khang chien"}).content.decode()
    assert f'href="/records/{shelf.code}/p/1?q=khang+chien"' in page
    assert f'href="/records/{shelf.code}/t/10?q=khang+chien"' in page
    assert "<mark>Kháng</mark> <mark>chiến</mark> &lt;b&gt;bùng" in page
    assert "Tìm thấy 1 " in page


def test_a_choice_narrows_and_can_be_taken_back(shelf: Any, client: Client) -> None:
    page = client.get("/search/", {"q": "di linh", "kind": "document"}).content.decode()
    assert 'href="/search/?q=di+linh" rel="nofollow" aria-current="true"' in page
    empty = client.get("/search/", {"q": "di linh", "kind": "map"}).content.decode()
    assert "Không tìm thấy" in empty
    assert "(tìm thấy 1)" in empty


def test_what_was_meant_is_asked(shelf: Any, client: Client) -> None:
    page = client.get("/search/", {"q": "hối ưc"}).content.decode()
    assert "Có phải ý bạn là: hồi ức" in page
    page = client.get("/search/", {"q": '"kháng chiễn"'}).content.decode()
    assert "Có phải ý bạn là: &quot;kháng chiến&quot;" in page


def test_suggestions_know_titles_and_people(shelf: Any, client: Client) -> None:
    page = client.get("/search/suggest/", {"q": "hoi u"}).content.decode()
    assert page.strip() == ""
    assert "Hồi ức Di Linh" in client.get("/search/suggest/", {"q": "hoi uc"}).content.decode()
    assert "Hồi ức Di Linh" in client.get("/search/suggest/", {"q": "di li"}).content.decode()
    assert "minh hoạ số 1" in client.get("/search/suggest/", {"q": "nhan ch"}).content.decode()


def test_suggestions_are_kept_by_a_visitors_own_browser_alone(
    shelf: Any, client: Client, giang: User
) -> None:
    visitors = client.get("/search/suggest/", {"q": "hoi uc"})
    assert set(visitors["Cache-Control"].split(", ")) == {"private", "max-age=60"}
    assert "Cookie" in visitors["Vary"]
    client.force_login(giang, "django.contrib.auth.backends.ModelBackend")
    known = client.get("/search/suggest/", {"q": "hoi uc"})
    assert set(known["Cache-Control"].split(", ")) == {"private", "no-store"}


@pytest.mark.parametrize("text", BAD)
@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
def test_nothing_typed_breaks_it(shelf: Any, client: Client, address: str, text: str) -> None:
    assert client.get(address, {"q": text}).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["q=%FF%FE%00", "page=99999999999", "page=-1", "sort=x", "kind=%00", "unit=abc", "from=x&to=y",
     "person=" + "9" * 300, "from=0&to=99999", "&".join(f"kind={n}" for n in range(500))],
)  # fmt: skip
def test_nothing_in_the_address_breaks_it(shelf: Any, client: Client, query: str) -> None:
    assert client.get(f"/search/?{query}").status_code == 200


def test_it_answers_before_there_is_an_index(client: Client, db: None) -> None:
    for address in ("/search/", "/search/?q=abc", "/search/suggest/?q=abc", "/search/help/"):
        assert client.get(address).status_code == 200


def test_results_as_a_table_for_whoever_signed_in(
    shelf: Any, make_record: Any, client: Client, giang: User
) -> None:
    type(shelf).objects.filter(pk=shelf.pk).update(title='=cmd|"Di Linh"')
    make_record(title="Di Linh kín")
    actions.rebuild_index()
    address = "/search/results.csv?q=khang+chien"
    assert client.get(address).status_code == 302
    client.force_login(giang, "django.contrib.auth.backends.ModelBackend")
    answer = client.get(address)
    table = b"".join(answer).decode("utf-8-sig")
    head, page, moment = csv.reader(io.StringIO(table))
    assert len(head) == len(page) == len(moment) == 7
    assert page[1].startswith("'=")
    assert (page[3], page[6]) == ("1", f"http://testserver/records/{shelf.code}/p/1")
    assert (moment[4], moment[6][-5:]) == ("00:10", "/t/10")
    assert "kín" not in b"".join(client.get("/search/results.csv?q=di+linh")).decode()
    assert "results.csv" in client.get("/search/?q=khang").content.decode()


def test_names_are_offered_where_nothing_was_found(shelf: Any, client: Client) -> None:
    page = client.get("/search/", {"q": '"minh hoạ nhân"', "kind": "map"}).content.decode()
    assert "Không tìm thấy" in page
    assert 'href="/people/minh-hoa/"' in page


def test_languages_are_called_by_their_names(shelf: Any, client: Client) -> None:
    page = client.get("/search/", {"q": "di linh"}).content.decode()
    assert "<span>Tiếng Việt</span>" in page
