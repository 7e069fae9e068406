"""The protocol: verbs, arguments, errors, tokens (OAI-PMH 2.0)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from archive.catalogue import arrangement
from archive.catalogue.models import AccessLevel, Collection, Record
from archive.units.models import Unit
from tests.interop.oai.conftest import Ask, Told, day

Make = Callable[..., Record]
LIST = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}


@pytest.fixture
def five(make_record: Make, follow: Callable[..., int]) -> list[Record]:
    records = [make_record(released=AccessLevel.PUBLIC) for _ in range(5)]
    assert follow() == 5
    return records


def test_it_says_who_it_is(ask: Ask, five: list[Record], settings: Any) -> None:
    settings.SITE_URL = "https://luutru.lamdong.gov.vn"
    settings.DEFAULT_FROM_EMAIL = "Phòng Lịch sử Đảng <lichsu@lamdong.gov.vn>"
    told = ask(verb="Identify")
    assert told.one("//o:baseURL") == told.one("//o:request") == f"{settings.SITE_URL}/oai"
    assert told.one("//o:adminEmail") == "lichsu@lamdong.gov.vn"
    assert told.one("//o:deletedRecord") == "persistent"
    assert told.one("//o:granularity") == "YYYY-MM-DDThh:mm:ssZ"
    assert told.one("//i:repositoryIdentifier") == "luutru.lamdong.gov.vn"
    assert told.one("//o:earliestDatestamp") < told.one("//o:responseDate")


def test_before_anything_is_set_its_answers_are_valid(ask: Ask, db: None) -> None:
    told = ask(verb="Identify")
    assert told.one("//o:adminEmail") == "nhan-chung@localhost.invalid"
    assert told.one("//o:earliestDatestamp") == told.one("//o:responseDate")
    assert told.all("//o:description") == []  # no name that oai-identifier takes for one
    assert ask(**LIST).error == "noRecordsMatch"
    assert ask(verb="ListSets").error == "noSetHierarchy"
    prefixes = ask(verb="ListMetadataFormats").all("//o:metadataPrefix")
    assert prefixes == ["oai_dc", "mods"]


def test_a_form_by_post_is_answered_like_a_query(client: Client, five: list[Record]) -> None:
    strict = Client(enforce_csrf_checks=True)
    told = Told(strict.post("/oai", urlencode(LIST), "application/x-www-form-urlencoded").content)
    assert len(told.headers) == 5 and told.request == LIST
    assert Told(strict.post("/oai?" + urlencode(LIST)).content).error == "badVerb"
    assert client.head("/oai", LIST).content == b""
    assert client.get("/oai", LIST)["Access-Control-Allow-Origin"] == "*"
    assert client.put("/oai").status_code == 405


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("", "badVerb"),
        ("verb=", "badVerb"),
        ("verb=listrecords", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=%00Identify", "badVerb"),
        ("verb=%ff%fe", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=Identify&identifier=oai:localhost:LD-1", "badArgument"),
        ("verb=ListSets&set=A", "badArgument"),
        ("verb=ListMetadataFormats&identifier=", "badArgument"),
        ("verb=ListMetadataFormats&identifier=oai:localhost:KHONG-CO", "idDoesNotExist"),
        ("verb=GetRecord", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&identifier=oai:localhost:LD-P001-H001-0001", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=LD%20P001", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:L%00D", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:khac.vn:LD-P001-H001-0001",
         "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=marcxml&identifier=oai:localhost:LD-P001-H001-0001",
         "cannotDisseminateFormat"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai%20dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=" + "a" * 10_000, "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01T25:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01T10:00:00", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=0000-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=٢٠٢٦-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=0001-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-02&until=2026-02-01",
         "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-02-01T00:00:00Z",
         "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=KHONG-CO", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=A::B", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=" + "A" * 10_000, "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=WyJhIl0:1abc:x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=%00%ff", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=" + "z" * 10_000, "badResumptionToken"),
    ],
)  # fmt: skip
def test_what_cannot_be_given_is_told_in_the_protocols_words(
    client: Client, five: list[Record], query: str, error: str
) -> None:
    answer = client.get(f"/oai?{query}")
    assert answer.status_code == 200
    told = Told(answer.content)
    assert told.error == error
    with_arguments = error not in {"badVerb", "badArgument"}
    assert bool(told.request) == with_arguments


def test_dates_count_from_their_first_to_their_last_second(ask: Ask, five: list[Record]) -> None:
    stamp = ask(**LIST).all("//o:datestamp")[0]
    assert len(ask(**LIST, from_=stamp, until=stamp).headers) == 5
    assert len(ask(**LIST, from_=stamp[:10], until=stamp[:10]).headers) == 5
    assert len(ask(**LIST, from_=day(2)).headers) == 5
    assert ask(**LIST, until=day(2)).error == "noRecordsMatch"


def test_a_list_goes_on_from_page_to_page(
    ask: Ask, harvest: Callable[..., dict[str, str]], five: list[Record], small_pages: int
) -> None:
    told = ask(**LIST)
    assert len(told.headers) == 2
    assert told.one("//o:resumptionToken/@completeListSize") == "5"
    assert told.one("//o:resumptionToken/@cursor") == "0"
    told = ask(verb="ListRecords", resumptionToken=told.token)
    told = ask(verb="ListRecords", resumptionToken=told.token)
    assert len(told.headers) == 1 and told.token == ""
    assert told.one("//o:resumptionToken/@cursor") == "4"
    codes = {record.code for record in five}
    assert harvest("ListRecords").keys() == harvest("ListIdentifiers").keys() == codes


def test_a_token_goes_on_with_its_own_list_alone(
    ask: Ask, five: list[Record], small_pages: int
) -> None:
    token = ask(**LIST, from_=day(2)).token
    assert ask(verb="ListIdentifiers", resumptionToken=token).error == "badResumptionToken"
    assert ask(verb="ListSets", resumptionToken=token).error == "badResumptionToken"
    assert ask(verb="ListRecords", resumptionToken=token + "x").error == "badResumptionToken"
    assert ask(verb="ListRecords", resumptionToken=token).request == {
        "verb": "ListRecords",
        "resumptionToken": token,
    }


def test_sets_are_the_collections_shown(
    ask: Ask,
    harvest: Callable[..., dict[str, str]],
    follow: Callable[..., int],
    make_record: Make,
    office: Unit,
    small_pages: int,
) -> None:
    fonds, series, hidden, file = _levels(office)
    above = make_record(released=AccessLevel.PUBLIC, collection=fonds)
    below = make_record(released=AccessLevel.PUBLIC, collection=file)
    aside = make_record(released=AccessLevel.PUBLIC, collection=hidden)
    make_record(released=AccessLevel.PUBLIC)
    follow()
    told = ask(verb="ListSets")
    told_more = ask(verb="ListSets", resumptionToken=told.token)
    specs = told.all("//o:setSpec") + told_more.all("//o:setSpec")
    assert specs == ["LD-P1", "LD-P1:LD-P1-S1", "LD-P1:LD-P1-S1:LD-P1-S1-H1"]
    assert told.one("//o:setDescription//dc:description") == "Tài liệu & ảnh"
    assert harvest(set="LD-P1").keys() == {above.code, below.code, aside.code}
    assert harvest(set=specs[2]).keys() == {below.code}
    # By its own code alone it is no set, and what is not shown is none at all.
    assert ask(**LIST, set="LD-P1-S1-H1").error == "noRecordsMatch"
    assert ask(**LIST, set="LD-P1:LD-P1-X").error == "noRecordsMatch"
    record = ask(verb="GetRecord", metadataPrefix="oai_dc", identifier=_identifier(aside))
    assert record.all("//o:setSpec") == ["LD-P1"]
    assert series.title not in record.text and hidden.title not in record.text


def _levels(office: Unit) -> list[Collection]:
    levels: list[Collection] = []
    for code, level, parent, shown in (
        ("LD-P1", "fonds", None, "shown"),
        ("LD-P1-S1", "series", 0, "inherited"),
        ("LD-P1-X", "series", 0, "hidden"),
        ("LD-P1-S1-H1", "file", 1, "inherited"),
    ):
        said: dict[str, Any] = {"scope_and_content": "Tài liệu\n& ảnh"} if parent is None else {}
        levels.append(
            arrangement.open_collection(
                actor=None, code=code, title=f"Mức {code}", level=level, holder=office,
                parent=None if parent is None else levels[parent], publication=shown,
                at=timezone.now(), **said,
            )
        )  # fmt: skip
    return levels


def _identifier(record: Record) -> str:
    return f"oai:localhost:{record.code}"
