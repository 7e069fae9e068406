"""Vocabularies: rows an administrator edits, and the only values a description may have."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.catalogue import actions, arrangement, bulk, restoring, vocabularies
from archive.catalogue.bulk import NewRecord
from archive.catalogue.models import Collection, Record, Term, Vocabulary
from archive.catalogue.terms import Terms, UnknownTerm
from archive.journal.models import Entry
from archive.units.models import Unit


@pytest.fixture
def telegram(hanh: User, now: dt.datetime) -> Term:
    return vocabularies.add_term(
        actor=hanh,
        vocabulary=Vocabulary.DOCUMENT_TYPE,
        label_vi="Điện mật mã",
        label_en="Cipher telegram",
        at=now,
    )


def _describe(record: Record, now: dt.datetime, **description: Any) -> Record:
    record.refresh_from_db()
    return actions.describe_record(
        actor=None, record=record, version=record.version, at=now, **description
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"document_type": "khong-co"},
        {"condition": ""},
        {"originality": "good"},
        {"languages": "vi, xx"},
        {"retention": "Vĩnh viễn"},
    ],
)
def test_only_codes_of_terms_are_taken(
    wrong: dict[str, str], make_record: Any, now: dt.datetime
) -> None:
    record = make_record()
    with pytest.raises(UnknownTerm):
        _describe(record, now, **wrong)
    record.refresh_from_db()
    assert record.version == 1


def test_many_records_at_once_are_held_to_the_vocabularies_too(
    office: Unit, now: dt.datetime
) -> None:
    drafts = [
        NewRecord("A-1", "document", "Một", {"condition": "lost"}),
        NewRecord("A-2", "document", "Hai", {"condition": "khong-co"}),
    ]
    with pytest.raises(UnknownTerm):
        bulk.register_records(actor=None, holder=office, drafts=drafts, at=now)
    assert not Record.objects.exists()


def test_a_level_somebody_added_can_be_opened_and_is_called_so(
    client: Client, an: User, hanh: User, office: Unit, now: dt.datetime
) -> None:
    level = vocabularies.add_term(
        actor=hanh, vocabulary=Vocabulary.LEVEL, label_vi="Tập", label_en="Volume", at=now
    )
    with pytest.raises(UnknownTerm):
        arrangement.open_collection(
            actor=an, code="LD-X", title="X", level="khong-co", holder=office, at=now
        )
    arrangement.open_collection(
        actor=an, code="LD-T1", title="Tập một", level=level.code, holder=office, at=now
    )
    client.force_login(an)
    page = client.get(reverse("desk:collection", args=["LD-T1"])).content.decode()
    assert f"</span> {level.label_vi} " in page


def test_a_retired_term_is_kept_where_it_stands_and_offered_nowhere_else(
    make_record: Any, telegram: Term, an: User, hanh: User, client: Client, now: dt.datetime
) -> None:
    kept, other = make_record(), make_record()
    _describe(kept, now, document_type=telegram.code)
    vocabularies.retire_term(actor=hanh, term=telegram, at=now)
    client.force_login(an)
    for record, offered in ((kept, True), (other, False)):
        form = client.get(reverse("desk:record_describe", args=[record.code])).content.decode()
        assert (telegram.label_vi in form) is offered
    _describe(kept, now, document_type=telegram.code, title="Khác")
    vocabularies.restore_term(actor=hanh, term=telegram, at=now)
    form = client.get(reverse("desk:record_describe", args=[other.code])).content.decode()
    assert telegram.label_vi in form
    acts = list(Entry.objects.about(telegram).order_by("id").values_list("act", flat=True))
    assert acts == ["catalogue.term.added", "catalogue.term.retired", "catalogue.term.restored"]


def test_names_of_a_vocabulary_are_given_once(telegram: Term, hanh: User, now: dt.datetime) -> None:
    for vi, en, taken in (
        ("Điện mật mã", "Another", "label_vi"),
        ("Khác", telegram.label_en, "label_en"),
    ):
        with pytest.raises(vocabularies.LabelTaken) as refused:
            vocabularies.add_term(
                actor=hanh,
                vocabulary=Vocabulary.DOCUMENT_TYPE,
                label_vi=vi,
                label_en=en,
                at=now,
            )
        assert refused.value.field == taken
    with pytest.raises(IntegrityError):
        Term.objects.create(vocabulary="level", code="fonds", label_vi="x", label_en="y")


@pytest.mark.parametrize("word", ["Thông báo", "THÔNG BÁO", "thong bao", "Notice", "thong-bao"])
def test_a_word_means_the_term_it_is_the_name_of(word: str, db: None) -> None:
    assert Terms().code(Vocabulary.DOCUMENT_TYPE, word) == "thong-bao"


def test_words_and_codes_of_several_languages_are_understood(db: None) -> None:
    assert Terms().codes("languages", "Tiếng Việt; kpm") == "vi, kpm"
    assert Terms().codes("languages", "Tiếng Việt; không có") is None


def test_a_description_of_before_the_vocabularies_can_be_restored(
    make_record: Any, now: dt.datetime
) -> None:
    """The journal of former times holds words where codes are kept today."""
    record = make_record()
    _describe(record, now, document_type="thong-bao")
    changed = _describe(record, now, document_type="ke-hoach")
    entry = Entry.objects.about(record).order_by("-id")[0]
    assert entry.before == {"document_type": "thong-bao"}
    entry.before = {"document_type": "Thông báo", "title": record.title}
    state = restoring._coded(entry.before)
    assert state == {"document_type": "thong-bao"}
    restoring.restore_description(
        actor=None, record=record, entry=entry, version=changed.version, at=now
    )
    record.refresh_from_db()
    assert record.document_type == "thong-bao"


def test_an_administrator_edits_and_nobody_else(
    client: Client, hanh: User, an: User, binh: User, db: None
) -> None:
    address = reverse("desk:term", args=["condition", "damaged"])
    described = {"label_vi": "Hư hỏng nặng", "label_en": "Badly damaged", "position": 15}
    for outsider in (an, binh):
        client.force_login(outsider)
        assert client.post(address, described).status_code == 403
        assert client.get(reverse("desk:vocabularies")).status_code == 403
    client.force_login(hanh)
    assert "Tình trạng" in client.get(reverse("desk:vocabularies")).content.decode()
    assert client.post(address, described | {"label_vi": "Tốt"}).status_code == 200
    assert client.post(address, described).status_code == 302
    assert Term.objects.get(vocabulary="condition", code="damaged").label_vi == "Hư hỏng nặng"
    listing = reverse("desk:vocabulary", args=["condition"])
    added = {"label_vi": "Ố vàng", "label_en": "Foxed"}
    assert client.post(listing, added).status_code == 302
    assert "o-vang" in client.get(listing).content.decode()
    assert client.post(address, {"retire": "1"}).status_code == 302
    assert Term.objects.get(vocabulary="condition", code="damaged").retired_at is not None


def test_lists_name_levels_in_as_many_queries_however_long_they_are(
    client: Client, office: Unit, django_assert_max_num_queries: Any, db: None
) -> None:
    for number in range(8):
        Collection.objects.create(
            code=f"P{number}", title=f"Số {number}", level="fonds", holder=office, is_public=True
        )
    with django_assert_max_num_queries(4):
        page = client.get("/collections/").content.decode()
    assert page.count("<span>Phông</span>") == 8
