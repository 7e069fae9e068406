"""Whatever a stranger types or puts into an address is answered, and never by a failure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.catalogue.models import AccessLevel
from archive.search import actions
from archive.search.engines import protocol as ask
from archive.search.language import tree
from archive.search.language.parser import parse
from archive.search.lexicon import Lexicon
from archive.search.plan import MOST_ALTOGETHER, plan
from archive.search.vocabulary import Vocabulary

NAUGHTY: list[str] = json.loads((Path(__file__).parent / "data" / "blns.json").read_text())
LETTERS = str.maketrans("0123456789", "bcdghklmnp")
# A piece at a time, so that a failing one is soon found.
PIECES = [NAUGHTY[start::8] for start in range(8)]

RAW = [
    "q=%FF%FE", "q=%C3%28", "q=%ED%A0%80", "q=%00%00", "q=" + "%22" * 3000, "q=" + "(" * 5000,
    "q=" + quote("“Di Linh” kháng chiến„"), "q=" + quote("kháng*" * 800), "q=" + "a%20OR%20" * 900,
    "q=" + "NOT%20" * 900, "%FF=%FF", "kind=%FF%FE", "marks=%FF", "person=%00", "from=%EF%BC%91",
    "page=%D9%A1", "sort=%00", "q=" + quote("th* " * 3000), "q=" + quote("thanh~ " * 2000),
    "q=" + quote("kháng chiến " * 800), "q=" + quote('"' + "di " * 3000 + '"~99999'), "q=***",
    "q=" + quote("((((" * 400 + "di" + "))))" * 400), "q=" + quote("năm:٣٤٥ year:9999..0 year:0"),
    "q=" + "d" * 10_000, "q=di&page=" + "9" * 5000, "q=di&page=-1&page=1e9", "q=di&sort=a&sort=b",
    "q=di&from=99999999999&to=0", "q=di&collection=" + "9" * 400 + "&person=-1&place=1e5&unit=%00",
    "q=di&" + "&".join(f"kind={n}" for n in range(900)),
    "q=di&period=195%00&language=" + "v" * 9000,
    "q=" + quote("\u202ekháng\u2066"), "q=" + quote("~" * 9000),
]  # fmt: skip


@pytest.fixture
def record(make_record: Any, add_pages: Any) -> Any:
    found = make_record(released=AccessLevel.PUBLIC, title="Hồi ức Di Linh")
    add_pages(found, "Kháng chiến bùng nổ ở Di Linh.")
    actions.rebuild_index()
    return found


# Of what is typed only the index hears: the database is asked for the numbers it found.
@pytest.mark.once
@pytest.mark.parametrize("piece", PIECES, ids=range(len(PIECES)))
def test_the_big_list_of_naughty_strings(record: Any, client: Client, piece: list[str]) -> None:
    others = ("/search/suggest/", f"/records/{record.code}/search/")
    for number, text in enumerate(piece):
        answer = client.get("/search/", {"q": text})
        assert answer.status_code == 200, text
        if "<" in text and len(text) > 8:
            assert text not in answer.content.decode()
        if number % 3 == 0:
            other = others[number % 2]
            assert client.get(other, {"q": text}).status_code == 200, (other, text)


@pytest.mark.parametrize("engine", [pytest.param("whoosh", marks=pytest.mark.once), "tantivy"])
def test_bytes_that_are_no_text_and_junk_at_every_door(
    record: Any, client: Client, giang: User, settings: Any, engine: str
) -> None:
    actions.rebuild_index(engine=engine)
    reader = Client()
    reader.force_login(giang, "django.contrib.auth.backends.ModelBackend")
    doors = [
        (client, "/search/"),
        (client, "/search/suggest/"),
        (client, f"/records/{record.code}/search/"),
        (client, f"/records/{record.code}/p/1"),
        (client, f"/records/{record.code}/p/1/compare"),
        (client, reverse("iiif:search", args=[record.code])),
        (reader, "/search/results.csv"),
        (reader, "/my/searches/new/"),
    ]
    for query in RAW:
        for asker, door in doors:
            answer = asker.get(f"{door}?{query}")
            said = b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code == 200 and said, (door, query[:80])


@pytest.mark.parametrize("path", ["/records/%FF%FE/search/", "/records/%00/search/?q=a",
                                  "/records/" + "a" * 5000 + "/search/"])  # fmt: skip
def test_a_path_that_is_no_text(record: Any, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_query_that_could_not_be_read_is_searched_as_words_and_says_so(
    record: Any, client: Client
) -> None:
    page = client.get("/search/", {"q": "(" * 12 + "kháng chiến"}).content.decode()
    assert record.code in page
    assert "Không hiểu được các dấu ngoặc" in page


def test_every_example_of_the_help_page_is_understood_and_together_they_show_the_language(
    record: Any, client: Client
) -> None:
    page = client.get("/search/help/").content.decode()
    links = [unescape(link) for link in re.findall(r'href="/search/\?(q=[^"]+)"', page)]
    assert len(links) > 20
    kinds, fields, switched = set(), set(), []
    for link in links:
        asked = parse_qs(link)
        parsed = parse(asked["q"][0])
        assert parsed.notes == frozenset(), link
        for node in _nodes(parsed.tree):
            near = isinstance(node, tree.Phrase) and node.distance is not None
            kinds.add("near" if near else type(node).__name__)
            fields.add(getattr(node, "field", "all"))
        switched += asked.get("marks", [])
        answer = client.get(f"/search/?{link}")
        assert answer.status_code == 200
        assert tree.Note.AS_WORDS not in answer.context["results"].notes
    assert kinds == {"Word", "Phrase", "near", "Prefix", "Fuzzy", "Years", "And", "Or", "Not"}
    assert fields == {"all", "title", "person", "place", "unit", "code"}
    assert switched == ["ignore"]
    typed = " ".join(parse_qs(link)["q"][0] for link in links)
    for sign in (" VÀ ", " HOẶC ", " KHÔNG ", "(", "..", "*", "~", '"~5'):
        assert sign in typed


def _nodes(node: Any) -> Iterator[Any]:
    if node is not None:
        yield node
    for part in getattr(node, "parts", ()):
        yield from _nodes(part)
    if isinstance(node, tree.Not):
        yield from _nodes(node.part)


class _AllStand:
    """An index in which every word stands where the viewer may look."""

    def standing(self, query: ask.WordQuery) -> frozenset[str]:
        return frozenset(query.words)


def test_what_is_said_again_and_again_is_asked_once(tmp_path: Path) -> None:
    words = Vocabulary(tmp_path / "words.sqlite3")
    words.add(f"{first}{second}{third}" for first in "kt" for second in "aeiou"
              for third in (f"{n:03}".translate(LETTERS) for n in range(120)))  # fmt: skip
    lexicon = Lexicon(words, _AllStand(), frozenset())  # type: ignore[arg-type]
    once, often = (plan(parse(text), lexicon) for text in ("ka* to*", "ka* to* " * 900))
    assert once.must == often.must and len(often.should) == len(once.should)
    every = " ".join(f"{first}{second}*" for first in "kt" for second in "aeiou")
    many = plan(parse(f"{every} " * 5), lexicon)
    assert isinstance(many.must, ask.All)
    asked = [len(node.terms) for node in many.must.parts if isinstance(node, ask.Words)]
    assert 0 < sum(asked) <= MOST_ALTOGETHER
    words.close()
