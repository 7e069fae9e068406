"""Harvesting again and again: nothing that changed is missed, nothing closed is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from archive.access import actions as access
from archive.access.models import Scope
from archive.accounts.models import User
from archive.catalogue import arrangement
from archive.catalogue.actions import change_code, describe_record, mark_processed
from archive.catalogue.authority_control import describe_person
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Collection,
    Page,
    Person,
    ProcessingState,
    Record,
    RecordKind,
    VettingStatus,
)
from archive.files.models import Family, Master
from archive.interop.models import HarvestState, Header
from archive.interop.oai import actions
from archive.journal import actions as journal
from archive.units.models import Unit
from tests.interop.oai.conftest import Ask, Told

Make = Callable[..., Record]
Follow = Callable[..., int]
Harvest = Callable[..., dict[str, str]]


@pytest.fixture
def known(make_record: Make, follow: Follow, office: Unit, now: dt.datetime) -> Record:
    """An open record in a shown fonds, which harvesters were told of twenty minutes ago."""
    fonds = arrangement.open_collection(
        actor=None, code="LD-P1", title="Phông minh hoạ", level="fonds", holder=office,
        publication="shown", at=now,
    )  # fmt: skip
    record = make_record(released=AccessLevel.PUBLIC, collection=fonds)
    assert follow(20) == 1
    return record


@pytest.fixture
def get(ask: Ask) -> Callable[[str], Told]:
    def got(code: str) -> Told:
        return ask(verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:localhost:{code}")

    return got


def test_what_never_was_open_does_not_exist(
    make_record: Make, follow: Follow, get: Callable[[str], Told], now: dt.datetime, ask: Ask
) -> None:
    later = now + dt.timedelta(days=1)
    shut = [
        make_record(),
        make_record(released=AccessLevel.REGISTERED),
        make_record(released=AccessLevel.CLOSED),
        make_record(
            released_at=later, access_level=AccessLevel.PUBLIC, vetting_status=VettingStatus.VETTED
        ),
    ]
    assert follow() == 0
    missing = get("KHONG-CO").text
    for record in shut:
        told = get(record.code).text.replace(record.code, "KHONG-CO")
        assert told.partition("request")[2] == missing.partition("request")[2]
    assert ask(verb="ListRecords", metadataPrefix="oai_dc").error == "noRecordsMatch"


def test_released_changed_withdrawn_and_released_again(
    make_record: Make, follow: Follow, get: Callable[[str], Told], binh: User, now: dt.datetime,
    an: User,
) -> None:  # fmt: skip
    follow(30)
    record = make_record(vetting_status=VettingStatus.VETTED)
    open_ = {"actor": binh, "record": record, "level": AccessLevel.PUBLIC}
    record = access.release_record(**open_, at=now)  # type: ignore[arg-type]
    assert follow(20) == 1
    first = get(record.code)
    assert first.dc("title") == [record.title]

    describe_record(actor=an, record=record, version=record.version, at=now, title="Tên mới")
    assert follow(15) == 1
    second = get(record.code)
    assert second.dc("title") == ["Tên mới"]

    access.withdraw_record(actor=binh, record=record, reason="Theo đề nghị", at=now)
    assert follow(10) == 1
    third = get(record.code)
    assert third.headers == {record.code: "deleted"} and third.dc("title") == []
    assert "Theo đề nghị" not in third.text

    access.release_record(**open_, at=now)  # type: ignore[arg-type]
    assert follow(5) == 1
    stamps = [told.one("//o:datestamp") for told in (first, second, third, get(record.code))]
    assert stamps == sorted(set(stamps))


def test_a_new_code_is_a_new_item_and_the_old_one_is_deleted(
    known: Record, follow: Follow, harvest: Harvest, now: dt.datetime, an: User
) -> None:
    former = known.code
    record = change_code(actor=an, record=known, code="LD-P009-H001-0001", at=now)
    # Before the headers have followed: the old one is gone already, the new one not yet there.
    assert harvest() == {former: "deleted"}
    assert follow() == 2
    assert harvest() == {former: "deleted", record.code: ""}
    change_code(actor=an, record=record, code=former, at=now)
    follow(5)
    assert harvest() == {former: "", record.code: "deleted"}


def test_what_is_withdrawn_before_anybody_harvested_is_deleted_all_the_same(
    make_record: Make, follow: Follow, harvest: Harvest, binh: User, now: dt.datetime
) -> None:
    record = make_record(released=AccessLevel.PUBLIC)
    for_readers = make_record(released=AccessLevel.REGISTERED)
    for each in (record, for_readers):
        access.withdraw_record(actor=binh, record=each, reason="Theo đề nghị", at=now)
    assert follow() == 1
    assert harvest() == {record.code: "deleted"}


def test_a_deleted_item_outlives_its_record(
    known: Record, follow: Follow, harvest: Harvest, now: dt.datetime
) -> None:
    known.delete()
    assert follow() == 1
    assert harvest(set="LD-P1") == {known.code: "deleted"}
    assert follow(5) == 0


Change = Callable[[Record, User, dt.datetime], Any]


def _tell_of_a_person(record: Record, _an: User, now: dt.datetime) -> None:
    person = Person.objects.get()
    describe_person(
        actor=None, person=person, name="Tên gọi khác", note="", born_written="", died_written="",
        names=[], at=now,
    )  # fmt: skip


def _seal(record: Record, an: User, now: dt.datetime) -> None:
    access.seal_pages(
        actor=an, record=record, from_page=1, to_page=1, reason="Theo đề nghị", at=now
    )


def _fonds(record: Record) -> Collection:
    found = record.collection
    assert found is not None
    return found


CHANGES: dict[str, Change] = {
    "a person renamed": _tell_of_a_person,
    "a page sealed": _seal,
    "the fonds entitled": lambda record, an, now: arrangement.describe_collection(
        actor=an, collection=_fonds(record).parent, at=now, rights="Ghi rõ nguồn"  # type: ignore[arg-type]
    ),
    "the fonds no longer shown": lambda record, an, now: arrangement.describe_collection(
        actor=an, collection=_fonds(record), at=now, publication="hidden"
    ),
    "the series moved": lambda record, an, now: arrangement.move_collection(
        actor=an, collection=_fonds(record), parent=None, at=now, may_lift=True
    ),
    "the office renamed": lambda record, an, now: (
        Unit.objects.filter(pk=record.holder_id).update(name="Văn phòng mới"),
        journal.record(actor=an, act="units.renamed", subject=record.holder, at=now),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_told_otherwise_has_a_new_datestamp(
    what: str, known: Record, follow: Follow, ask: Ask, an: User, now: dt.datetime
) -> None:
    person = Person.objects.create(slug="nguoi-1", name="Người minh hoạ")
    Appearance.objects.create(record=known, person=person, role=AppearanceRole.MENTIONED)
    master = Master.objects.create(
        digest="a" * 64, size=1, family=Family.IMAGE, media_type="image/png",
        original_name="trang.png", stored_at=now,
    )  # fmt: skip
    Page.objects.create(record=known, number=1, master=master)
    Page.objects.create(record=known, number=2, master=master)
    series = arrangement.open_collection(
        actor=an, code="LD-P1-S1", title="Loạt minh hoạ", level="series", holder=known.holder,
        parent=known.collection, at=now,
    )  # fmt: skip
    describe_record(actor=an, record=known, version=1, at=now, collection=series)
    assert follow(15) == 1
    before = ask(verb="ListRecords", metadataPrefix="oai_dc")
    known.refresh_from_db()

    CHANGES[what](known, an, now)
    assert follow(5) == 1
    since = before.one("//o:datestamp")
    told = ask(verb="ListRecords", metadataPrefix="oai_dc", from_=since)
    assert told.one("//o:datestamp") > since
    assert told.text.partition("<record>")[2] != before.text.partition("<record>")[2]


def test_what_harvesters_are_not_told_changes_no_datestamp(
    known: Record, follow: Follow, an: User, giang: User, now: dt.datetime
) -> None:
    state = ProcessingState.TRANSCRIBED
    mark_processed(actor=an, record=known, state=state, at=now)
    access.grant_access(actor=an, record=known, user=giang, reason="Nghiên cứu", at=now)
    assert follow() == 0


def test_a_ceiling_and_a_told_name_delete_at_once_and_for_good(
    known: Record, follow: Follow, harvest: Harvest, get: Callable[[str], Told], an: User,
    make_record: Make, now: dt.datetime,
) -> None:  # fmt: skip
    telling = make_record(
        kind=RecordKind.INTERVIEW, title="Lời kể của Nguyễn Văn Minh Hoạ",
        released=AccessLevel.PUBLIC,
    )  # fmt: skip
    witness = Person.objects.create(slug="nc-1", name="Nguyễn Văn Minh Hoạ")
    consent = access.record_consent(
        actor=an, record=telling, witness=witness, terms=[access.Terms(Scope.NAME)],
        given_on=now.date() - dt.timedelta(days=1), at=now,
    )  # fmt: skip
    assert follow(15) == 1
    assert get(telling.code).dc("creator") == [witness.name]
    arrangement.limit_access(
        actor=None, collection=_fonds(known), ceiling=AccessLevel.REGISTERED, at=now
    )
    access.withdraw_consent(actor=an, consent=consent, reason="Đổi ý", at=now)
    gone = {known.code: "deleted", telling.code: "deleted"}
    assert harvest() == gone
    assert witness.name not in get(telling.code).text
    assert follow(5) == 2
    assert harvest() == gone


def test_mods_says_what_a_visitor_is_shown(
    known: Record, ask: Ask, an: User, now: dt.datetime, follow: Follow
) -> None:
    describe_record(
        actor=an, record=known, version=1, at=now, issuing_body="Huyện uỷ Di Linh",
        date_written="7/1954", document_type="bao-cao", keywords="hậu cần",
        languages="vi, kpm", places=["Di Linh"],
        people={AppearanceRole.MENTIONED: ["Người được nhắc"]}, rights="Ghi rõ nguồn",
    )  # fmt: skip
    follow()
    told = ask(verb="ListRecords", metadataPrefix="mods")
    assert told.one("//m:titleInfo[not(ancestor::m:relatedItem)]/m:title") == known.title
    assert told.all("//m:languageTerm") == ["vi", "kpm"]
    assert told.one("//m:geographic") == "Di Linh"
    assert told.one("//m:relatedItem/m:identifier") == "LD-P1"
    assert told.one("//m:accessCondition") == "Ghi rõ nguồn"
    assert told.all("//m:recordInfo") == []


def test_demonstration_data_is_marked_in_every_format(
    known: Record, ask: Ask, follow: Follow
) -> None:
    Record.objects.update(is_demonstration=True)
    for prefix in ("oai_dc", "mods"):
        told = ask(verb="ListRecords", metadataPrefix=prefix)
        assert "Dữ liệu minh hoạ: không phải tài liệu thật." in told.text


def test_a_withheld_witness_is_not_named_and_the_rights_say_what_is_closed(
    make_record: Make, follow: Follow, get: Callable[[str], Told], ask: Ask, now: dt.datetime
) -> None:
    record = make_record(kind=RecordKind.INTERVIEW, released=AccessLevel.PUBLIC)
    master = Master.objects.create(
        digest="b" * 64, size=1, family=Family.AUDIO, media_type="audio/wav",
        original_name="bang.wav", stored_at=now,
    )  # fmt: skip
    record.recordings.create(part=1, master=master, starts_ms=0, duration_ms=60_000)
    witness = Person.objects.create(slug="nc-1", name="Nguyễn Văn Minh Hoạ")
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    follow()
    told = get(record.code)
    assert told.dc("creator") == [] and witness.name not in told.text
    assert witness.name not in ask(verb="ListRecords", metadataPrefix="mods").text
    assert told.dc("type")[0] == "Sound"
    assert "info:eu-repo/semantics/restrictedAccess" in told.dc("rights")
    assert any("Bản ghi" in words for words in told.dc("rights"))


def test_a_list_that_changes_while_it_is_gone_through_loses_nothing(
    make_record: Make, follow: Follow, ask: Ask, an: User, now: dt.datetime, small_pages: int
) -> None:
    follow(40)
    records = []
    for minutes_ago in (36, 34, 32, 30, 28):
        record = make_record(vetting_status=VettingStatus.VETTED, released=AccessLevel.PUBLIC)
        journal.record(actor=an, act="access.record.released", subject=record, at=now)
        follow(minutes_ago)
        records.append(record)
    told = ask(verb="ListRecords", metadataPrefix="oai_dc")
    seen = list(told.headers)
    # The last three change: one of them has been on no page yet when it moves behind the end.
    for record, minutes_ago in zip(records[2:], (26, 24, 22), strict=True):
        describe_record(actor=an, record=record, version=1, at=now, title="Tên mới")
        follow(minutes_ago)
    while told.token:
        token = told.token
        told = ask(verb="ListRecords", resumptionToken=token)
        seen += told.headers
    assert seen == [record.code for record in records]
    # Where all that was left has gone beyond the time asked for, the list ends with what it had.
    stamp = Header.objects.get(code=records[-1].code).stamped_at.astimezone(dt.UTC)
    until = stamp.strftime("%Y-%m-%dT%H:%M:%SZ")
    told = ask(verb="ListRecords", metadataPrefix="oai_dc", until=until)
    Header.objects.filter(code__in=[each.code for each in records[2:]]).update(
        stamped_at=now - dt.timedelta(minutes=1)
    )
    told = ask(verb="ListRecords", resumptionToken=told.token)
    assert list(told.headers) == [records[1].code] and told.token == ""


def test_a_datestamp_holds_from_a_moment_that_has_not_come_when_it_is_written(
    make_record: Make, ask: Ask
) -> None:
    """Whoever harvests before that and next time from then on is told of it the second time."""
    record = make_record(released=AccessLevel.PUBLIC)
    began = timezone.now().astimezone(dt.UTC)
    assert actions.follow() == 1
    assert ask(verb="ListRecords", metadataPrefix="oai_dc").error == "noRecordsMatch"
    row = Header.objects.get(code=record.code)
    assert began < row.stamped_at and row.stamped_at.microsecond == 0
    Header.objects.update(stamped_at=row.stamped_at - 2 * actions.AHEAD)
    assert record.code in ask(verb="ListRecords", metadataPrefix="oai_dc").headers


def test_what_took_too_long_to_write_gets_a_later_datestamp(
    make_record: Make, now: dt.datetime
) -> None:
    make_record(released=AccessLevel.PUBLIC)
    long_ago = now - dt.timedelta(hours=1)
    # When the first try is done its time has come; the second takes no time.
    times = iter([long_ago, long_ago + dt.timedelta(seconds=9), *[now] * 9])
    assert actions.follow(clock=lambda: next(times)) == 1
    assert Header.objects.get().stamped_at > now
    make_record(released=AccessLevel.PUBLIC)
    HarvestState.objects.update(swept=0)
    with pytest.raises(actions.TooSlow):
        actions.follow(clock=_always_slower(now))
    assert Header.objects.count() == 1


def _always_slower(now: dt.datetime) -> Callable[[], dt.datetime]:
    def times() -> Iterator[dt.datetime]:
        for hour in range(1000):
            yield now + dt.timedelta(hours=hour)

    return times().__next__


def test_all_is_read_again_a_piece_at_a_time_when_it_is_worded_otherwise(
    make_record: Make, follow: Follow, monkeypatch: pytest.MonkeyPatch, settings: Any,
    now: dt.datetime,
) -> None:  # fmt: skip
    for _ in range(3):
        make_record(released=AccessLevel.PUBLIC)
    monkeypatch.setattr(actions, "RECORDS_AT_ONCE", 1)
    left = iter([False, True])
    assert actions.follow(clock=lambda: now, is_enough=lambda: next(left)) == 1
    assert follow() == 2
    assert follow() == 0
    settings.SITE_URL = "https://luutru.lamdong.gov.vn"
    assert follow() == 3
    assert HarvestState.objects.get().swept is None


@pytest.mark.parametrize(
    ("verb", "prefix"),
    [("ListRecords", "oai_dc"), ("ListRecords", "mods"), ("ListIdentifiers", "oai_dc")],
)
def test_a_page_asks_the_database_a_constant_number_of_times(
    verb: str,
    prefix: str,
    make_record: Make,
    follow: Follow,
    ask: Ask,
    django_assert_max_num_queries: Any,
) -> None:
    for count in (2, 12):
        for _ in range(count):
            make_record(released=AccessLevel.PUBLIC, document_type="bao-cao")
        HarvestState.objects.update(swept=0)
        follow()
        with django_assert_max_num_queries(18 if verb == "ListRecords" else 4):
            ask(verb=verb, metadataPrefix=prefix)
