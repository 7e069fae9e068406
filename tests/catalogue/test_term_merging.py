"""Terms are merged with what is described with them, and no code ever comes to mean nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from archive.accounts.models import User
from archive.catalogue import arrangement, tasks, term_merging, term_use
from archive.catalogue.models import Collection, Record, Term, TermMerging
from archive.catalogue.restoring import restore_description
from archive.catalogue.term_merging import CannotMergeTerms, ask_for_merging, merge_terms
from archive.catalogue.terms import Terms
from archive.interop.verification import faults
from archive.journal.models import Entry
from archive.units.models import Unit


def _term(vocabulary: str, code: str) -> Term:
    return Term.objects.get(vocabulary=vocabulary, code=code)


@pytest.mark.django_db
def test_what_was_described_with_one_is_described_with_the_other(
    make_record: Any, hanh: User, now: dt.datetime
) -> None:
    letter = make_record(document_type="giay-moi")
    other = make_record(document_type="bao-cao")
    kept, absorbed = _term("document_type", "cong-van"), _term("document_type", "giay-moi")
    assert merge_terms(actor=hanh, kept=kept, absorbed=absorbed, at=now) == 1
    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.document_type, letter.version) == ("cong-van", 2)
    assert (other.document_type, other.version) == ("bao-cao", 1)
    entry = Entry.objects.about(letter).get()
    assert entry.before == {"document_type": "giay-moi"}
    # Who still writes the old name or code means the new one, an earlier state too.
    assert Terms().code(kept.vocabulary, "Giấy mời") == "cong-van"  # type: ignore[arg-type]
    assert Terms().label(kept.vocabulary, "giay-moi") == "Công văn"  # type: ignore[arg-type]
    restored = restore_description(actor=hanh, record=letter, entry=entry, version=2, at=now)
    assert restored.document_type == "cong-van"


@pytest.mark.django_db
def test_one_of_several_languages_and_levels_of_collections_are_renamed_too(
    make_record: Any, office: Unit, hanh: User, now: dt.datetime
) -> None:
    record = make_record(languages="vi, cja, cjm")
    fonds = arrangement.open_collection(
        actor=hanh, code="P1", title="P", level="collection", holder=office, at=now, languages="cja"
    )
    for kept, gone, vocabulary in (
        ("cjm", "cja", "language"),
        ("fonds", "collection", "level"),
    ):
        merge_terms(
            actor=hanh, kept=_term(vocabulary, kept), absorbed=_term(vocabulary, gone), at=now
        )
    record.refresh_from_db()
    fonds.refresh_from_db()
    assert record.languages == "vi, cjm"
    assert (fonds.languages, fonds.level) == ("cjm", "fonds")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kept", "gone"),
    [
        (("condition", "lost"), ("condition", "good")),  # every record begins with it
        (("condition", "lost"), ("condition", "lost")),
        (("retention", "permanent"), ("condition", "lost")),
    ],
)
def test_what_cannot_be_merged(
    kept: tuple[str, str], gone: tuple[str, str], hanh: User, now: dt.datetime
) -> None:
    with pytest.raises(CannotMergeTerms):
        merge_terms(actor=hanh, kept=_term(*kept), absorbed=_term(*gone), at=now)


@pytest.mark.django_db
def test_a_chain_of_merges_leads_to_its_end(hanh: User, now: dt.datetime) -> None:
    a, b, c = (_term("retention", code) for code in ("5-years", "10-years", "20-years"))
    merge_terms(actor=hanh, kept=b, absorbed=a, at=now)
    merge_terms(actor=hanh, kept=c, absorbed=b, at=now)
    assert Terms().code(c.vocabulary, "5 năm") == "20-years"  # type: ignore[arg-type]
    assert "5-years" not in dict(Terms().choices(c.vocabulary))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_database_keeps_codes(make_record: Any) -> None:
    make_record(document_type="giay-moi")
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.filter(code="giay-moi").delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.filter(code="giay-moi").update(code="khac")
    Term.objects.filter(code="giay-moi").update(label_vi="Thư mời")


@pytest.mark.django_db
def test_a_code_that_is_no_terms_is_told_by_name(make_record: Any, office: Unit) -> None:
    make_record(document_type="bao-cao", languages="vi, fr")
    stranger = make_record(document_type="khong-co")
    several = make_record(languages="vi, xx")
    empty = make_record()
    Record.objects.filter(pk=empty.pk).update(condition="")
    Collection.objects.create(code="P9", title="P", level="tang", holder=office)
    found = {(each.code, each.field, each.value) for each in term_use.strangers()}
    assert found == {
        (stranger.code, "document_type", "khong-co"),
        (several.code, "languages", "xx"),
        (empty.code, "condition", ""),
        ("P9", "level", "tang"),
    }
    told = list(faults(read_files=False, progress=lambda _done, _all: None))
    assert any(stranger.code in line and "khong-co" in line for line in told)


@pytest.mark.django_db
def test_merging_is_an_administrators_and_the_old_page_leads_on(
    client: Client, make_record: Any, hanh: User, an: User
) -> None:
    make_record(document_type="giay-moi")
    address = reverse("desk:term", args=["document_type", "giay-moi"])
    into = _term("document_type", "cong-van")
    client.force_login(an)
    assert client.post(address, {"into": into.pk}).status_code == 403
    client.force_login(hanh)
    assert "1 " in client.get(address).content.decode()
    # Only a term of the same vocabulary is offered.
    wrong = client.post(address, {"into": _term("condition", "lost").pk})
    assert wrong.status_code == 200
    kept_page = reverse("desk:term", args=["document_type", "cong-van"])
    assert client.post(address, {"into": into.pk})["Location"] == kept_page
    assert client.get(address)["Location"] == kept_page
    assert Record.objects.get().document_type == "cong-van"
    good = reverse("desk:term", args=["condition", "good"])
    refused = client.post(good, {"into": _term("condition", "lost").pk})
    assert refused.status_code == 200
    assert "errorlist" in refused.content.decode()


class _Killed(BaseException):
    """The worker is killed."""


@pytest.fixture
def three_invitations(make_record: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three descriptions of one type, where two are too many for a request and for a batch."""
    for _ in range(3):
        make_record(document_type="giay-moi")
    monkeypatch.setattr(term_merging, "_BATCH", 1)
    monkeypatch.setattr("archive.desk.vocabularies.views.MOST_AT_ONCE", 1)


@pytest.mark.django_db
def test_many_are_the_workers_and_a_killed_one_goes_on(
    client: Client,
    three_invitations: None,
    make_record: Any,
    hanh: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(hanh)
    into = _term("document_type", "cong-van")
    address = reverse("desk:term", args=["document_type", "giay-moi"])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"into": into.pk})["Location"] == address
    asked = TermMerging.objects.get()
    assert (asked.state, asked.total, DBTaskResult.objects.count()) == ("waiting", 3, 1)
    assert _term("document_type", "giay-moi").retired_at is not None

    rewrite = term_merging._rewrite

    def killed_at_the_second(*args: Any, **facts: Any) -> None:
        rewrite(*args, **facts)
        if Record.objects.filter(document_type="cong-van").count() == 2:
            raise _Killed

    with monkeypatch.context() as patched, pytest.raises(_Killed):
        patched.setattr(term_merging, "_rewrite", killed_at_the_second)
        tasks.merge_terms.call(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.done) == ("at_work", 1)
    # Meanwhile it is neither given up nor asked for a second time.
    client.post(address, {"restore": "1"})
    client.post(address, {"into": into.pk})
    assert TermMerging.objects.count() == 1
    state = client.get(reverse("desk:term_merging", args=["document_type", "giay-moi"]))
    assert 'value="1" max="3"' in state.content.decode()
    make_record(document_type="giay-moi")  # by somebody whose form was open

    tasks.merge_terms.call(asked.pk)
    tasks.merge_terms.call(asked.pk)  # run once more, it does nothing
    asked.refresh_from_db()
    assert (asked.state, asked.done) == ("done", 4)
    assert list(Record.objects.values_list("document_type", "version")) == [("cong-van", 2)] * 4
    merged = Entry.objects.get(act="catalogue.term.merged")
    assert merged.after == {"merged_into": "cong-van", "descriptions": 4}
    assert client.get(address)["Location"].endswith("/cong-van/")
    kept = client.get(reverse("desk:term", args=["document_type", "cong-van"]))
    assert [taking.done for taking in kept.context["takings"]] == [4]
    assert list(term_use.strangers()) == []


@pytest.mark.django_db
def test_what_was_to_be_kept_is_merged_itself_meanwhile(
    three_invitations: None, hanh: User, now: dt.datetime
) -> None:
    a, b, c = (_term("document_type", code) for code in ("giay-moi", "cong-van", "bao-cao"))
    asked = ask_for_merging(actor=hanh, kept=b, absorbed=a, at=now)
    back = ask_for_merging(actor=hanh, kept=a, absorbed=b, at=now)
    merge_terms(actor=hanh, kept=c, absorbed=b, at=now)
    tasks.merge_terms.call(asked.pk)
    tasks.merge_terms.call(back.pk)
    asked.refresh_from_db()
    back.refresh_from_db()
    assert (asked.state, asked.kept, back.state) == ("done", c, "failed")
    assert {record.document_type for record in Record.objects.all()} == {"bao-cao"}
    assert list(term_use.strangers()) == []


@pytest.mark.django_db
def test_a_merging_is_stopped_and_merged_again_to_go_on(
    client: Client,
    three_invitations: None,
    hanh: User,
    an: User,
    now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, absorbed = _term("document_type", "cong-van"), _term("document_type", "giay-moi")
    asked = ask_for_merging(actor=hanh, kept=kept, absorbed=absorbed, at=now)
    rewrite = term_merging._rewrite

    def stopped_after_the_first(*args: Any, **facts: Any) -> None:
        rewrite(*args, **facts)
        client.force_login(hanh)
        client.post(stop)

    stop = reverse("desk:term_merging_stop", args=["document_type", "giay-moi"])
    client.force_login(an)
    assert client.post(stop).status_code == 403
    with monkeypatch.context() as patched:
        patched.setattr(term_merging, "_rewrite", stopped_after_the_first)
        tasks.merge_terms.call(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, Record.objects.filter(document_type="cong-van").count()) == ("stopped", 1)
    page = client.get(reverse("desk:term", args=["document_type", "giay-moi"])).content.decode()
    assert "hãy gộp lại" in page
    assert client.post(stop).status_code == 404
    entry = Entry.objects.get(act="catalogue.term.merging_stopped")
    assert entry.after == {"merged_into": "cong-van", "descriptions": 1}
    again = ask_for_merging(actor=hanh, kept=kept, absorbed=absorbed, at=now)
    tasks.merge_terms.call(again.pk)
    assert Record.objects.filter(document_type="cong-van").count() == 3
