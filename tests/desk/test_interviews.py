"""Interviews at the desk: consent, seals, transcripts; and what the outsider gets."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from archive.access.models import Consent, Scope
from archive.access.sight import sight_of
from archive.accounts.models import User
from archive.catalogue import authorities
from archive.catalogue.models import (
    AccessLevel,
    Appearance,
    AppearanceRole,
    Person,
    Record,
    RecordKind,
    Transcript,
)
from archive.catalogue.speech import actions

VTT = """WEBVTT

00:00.000 --> 00:04.000
<v Hỏi>Bác sinh năm nào ạ?

00:04.000 --> 00:10.000
<v Đáp>Năm ba hai, ở xã Lát.
"""


@pytest.fixture
def record(make_record: Any) -> Record:
    record: Record = make_record(
        kind=RecordKind.INTERVIEW, title="Lời kể vùng căn cứ", released=AccessLevel.PUBLIC
    )
    [witness] = authorities.people_named(["Nhân chứng minh hoạ số 1"])
    Appearance.objects.create(record=record, person=witness, role=AppearanceRole.WITNESS)
    return record


@pytest.fixture
def witness(record: Record) -> Person:
    return record.people.get()


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"desk:{name}", args=args)


def scan() -> SimpleUploadedFile:
    body = io.BytesIO()
    Image.new("L", (40, 60), 240).save(body, "JPEG")
    return SimpleUploadedFile("phieu-dong-y.jpg", body.getvalue())


def form(witness: Person, **more: Any) -> dict[str, Any]:
    return {
        "witness": witness.pk,
        "giver": "witness",
        "given_on": "2024-01-05",
        "language_read": "kpm",
        "allow_audio": "on",
        "ends_audio": "2090-01-01",
        "allow_transcript": "on",
    } | more


def test_a_consent_is_entered_with_its_paper_and_opens_what_it_says(
    record: Record, witness: Person, chi: User, visitor: Any, dung: User
) -> None:
    assert not sight_of(visitor, record).audio
    answer = as_(chi).post(at("consent_new", record.code), form(witness, paper=scan()))
    assert answer.status_code == 302
    consent = Consent.objects.get()
    assert consent.form is not None and consent.form.media_type == "image/jpeg"
    sight = sight_of(visitor, record)
    assert (sight.audio, sight.transcript, sight.names) == (True, True, False)
    paper = at("consent_form", record.code, consent.pk)
    assert as_(chi).get(paper).status_code == 200
    assert as_(dung).get(paper).status_code == 404
    assert not record.pages.exists(), "a signed form is no page of the interview"


@pytest.mark.parametrize(
    "wrong",
    [
        {"allow_audio": "", "allow_transcript": ""},
        {"giver": "heir"},
        {"begins_audio": "2091-01-01"},
        {"paper": SimpleUploadedFile("phieu.jpg", b"khong phai anh")},
        {"given_on": "hôm qua"},
    ],
)
def test_what_is_wrong_with_a_consent_is_said_and_nothing_kept(
    record: Record, witness: Person, chi: User, wrong: dict[str, Any]
) -> None:
    answer = as_(chi).post(at("consent_new", record.code), form(witness, **wrong))
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not Consent.objects.exists()


def test_a_withdrawal_at_the_desk_closes_at_once(
    record: Record, witness: Person, chi: User, visitor: Any, em: User
) -> None:
    as_(chi).post(at("consent_new", record.code), form(witness))
    consent = Consent.objects.get()
    page = at("consent", record.code, consent.pk)
    assert as_(em).post(page, {"scopes": ["audio"]}).status_code == 403
    answer = as_(chi).post(page, {"scopes": ["audio"], "reason": "Gia đình đề nghị"})
    assert answer.status_code == 302
    sight = sight_of(visitor, record)
    assert (sight.audio, sight.transcript) == (False, True)
    assert "Gia đình đề nghị" in as_(chi).get(at("interview", record.code)).content.decode()


def test_a_stretch_is_sealed_and_only_the_head_lifts_it(
    record: Record, chi: User, binh: User, visitor: Any
) -> None:
    sheet = at("interview_seal", record.code)
    wrong = as_(chi).post(sheet, {"from_ms": "2:00", "to_ms": "1:00", "reason": "x"})
    assert wrong.status_code == 400
    as_(chi).post(sheet, {"from_ms": "1:00", "to_ms": "2:00", "reason": "Theo thoả thuận"})
    seal = record.seals.get()
    assert (seal.from_ms, seal.to_ms) == (60_000, 120_000)
    lift = at("interview_seal_lift", record.code, seal.pk)
    assert as_(chi).post(lift).status_code == 403
    assert as_(binh).post(lift).status_code == 302
    seal.refresh_from_db()
    assert seal.lifted_at is not None


def test_a_file_becomes_a_transcript_and_a_report(record: Record, chi: User) -> None:
    send = {"kind": "verbatim", "language": "vi"}
    file = SimpleUploadedFile("loi-ke.vtt", VTT.encode())
    answer = as_(chi).post(at("transcript_upload", record.code), send | {"file": file})
    assert answer.status_code == 200
    transcript = record.transcripts.get()
    assert transcript.source_name == "loi-ke.vtt"
    assert transcript.segments.count() == 2
    bad = SimpleUploadedFile("hong.vtt", b"WEBVTT\n\n00:aa --> 00:02.000\nx\n")
    answer = as_(chi).post(at("transcript_upload", record.code), send | {"file": bad})
    assert answer.status_code == 400
    assert record.transcripts.count() == 1


@pytest.fixture
def draft(record: Record, chi: User) -> Transcript:
    send = {"kind": "verbatim", "language": "vi", "file": SimpleUploadedFile("a.vtt", VTT.encode())}
    as_(chi).post(at("transcript_upload", record.code), send)
    as_(chi).post(at("transcript_begin", record.code), {"language": "<i>"})  # none of ours
    return record.transcripts.get(is_draft=True)


def stretch(client: Client, draft: Transcript, **fields: Any) -> Any:
    address = at("transcript_stretch", draft.record.code, draft.pk)
    return client.post(address, fields, headers={"accept": "application/json"})


def test_the_editor_saves_one_stretch_and_tells_who_is_late(
    draft: Transcript, chi: User, an: User
) -> None:
    first = draft.segments.get(position=1)
    page = as_(chi).get(at("transcript", draft.record.code, draft.pk)).content.decode()
    assert f'id="s{first.pk}"' in page and "transcript_editor.js" in page
    told = stretch(
        as_(chi), draft, act="change", segment=first.pk, revision=1, text="<b>Bác ơi [?]</b>"
    ).json()
    assert told["segments"][0]["revision"] == 2
    late = stretch(as_(an), draft, act="change", segment=first.pk, revision=1, text="khác")
    assert late.status_code == 409
    assert late.json()["segments"][0]["text"] == "<b>Bác ơi [?]</b>"
    page = as_(chi).get(at("transcript", draft.record.code, draft.pk)).content.decode()
    assert "&lt;b&gt;Bác ơi" in page and "<b>Bác ơi" not in page


def test_the_editor_marks_what_is_sealed(draft: Transcript, record: Record, chi: User) -> None:
    page = at("transcript", record.code, draft.pk)
    assert "transcript__seal" not in as_(chi).get(page).content.decode()
    sealed = {"from_ms": "0:05", "to_ms": "0:06", "reason": "Theo thoả thuận"}
    as_(chi).post(at("interview_seal", record.code), sealed)
    shown = as_(chi).get(page).content.decode()
    assert shown.count("transcript__seal") == 1
    assert shown.index("transcript__seal") > shown.index("Bác sinh năm nào")


def test_the_editor_splits_and_merges(draft: Transcript, chi: User) -> None:
    second = draft.segments.get(position=2)
    told = stretch(
        as_(chi), draft, act="split", segment=second.pk, revision=1, at_letter=12, at_ms=6_000
    ).json()
    assert [part["text"] for part in told["segments"]] == ["Năm ba hai,", "ở xã Lát."]
    assert told["segments"][1]["start_ms"] == 6_000
    told = stretch(as_(chi), draft, act="merge", segment=second.pk, revision=2).json()
    assert told["gone"] not in draft.segments.values_list("pk", flat=True)


def test_without_a_script_a_stretch_is_a_plain_form(draft: Transcript, chi: User) -> None:
    first = draft.segments.get(position=1)
    page = at("transcript", draft.record.code, draft.pk)
    assert 'name="revision"' in as_(chi).get(page, {"stretch": first.pk}).content.decode()
    fields = {"act": "change", "segment": first.pk, "revision": 1, "text": "Bác ạ?"}
    answer = as_(chi).post(at("transcript_stretch", draft.record.code, draft.pk), fields)
    assert answer.status_code == 302
    first.refresh_from_db()
    assert first.text == "Bác ạ?"


def test_what_is_sent_wrong_is_refused(draft: Transcript, chi: User) -> None:
    first = draft.segments.get(position=1)
    assert stretch(as_(chi), draft, act="nothing").status_code == 400
    sent = {"act": "change", "segment": first.pk, "revision": 1}
    assert stretch(as_(chi), draft, **sent, text="d" * 20_001).status_code == 422
    assert stretch(as_(chi), draft, **sent, start_ms="-1").status_code == 200


def test_finishing_confirming_and_taking_out(
    draft: Transcript, record: Record, witness: Person, chi: User
) -> None:
    as_(chi).post(at("transcript_finish", record.code, draft.pk))
    draft.refresh_from_db()
    assert draft.is_current and not draft.is_draft
    sent = {"witness": witness.pk, "confirmed_on": "2024-02-01", "remarks": "Đúng"}
    answer = as_(chi).post(at("transcript_confirm", record.code, draft.pk), sent)
    assert answer.status_code == 302
    assert draft.confirmations.get().witness == witness
    for format in ("vtt", "srt", "txt", "docx", "xml"):
        file = as_(chi).get(at("transcript_file", record.code, draft.pk, format))
        assert file.status_code == 200
        assert "attachment" in file["Content-Disposition"]
    assert as_(chi).get(at("transcript_file", record.code, draft.pk, "exe")).status_code == 404


def test_outsiders_find_no_desk(
    draft: Transcript, record: Record, dung: User, giang: User, em: User
) -> None:
    pages = [
        at("interview", record.code),
        at("transcript", record.code, draft.pk),
        at("transcript_file", record.code, draft.pk, "vtt"),
    ]
    assert {as_(dung).get(page).status_code for page in pages} == {404}
    assert {as_(giang).get(page).status_code for page in pages} == {403}
    assert {Client().get(page).status_code for page in pages} == {302}
    first = draft.segments.get(position=1)
    sent = {"act": "change", "segment": first.pk, "revision": 1, "text": "x"}
    assert stretch(as_(dung), draft, **sent).status_code == 404
    assert stretch(as_(em), draft, **sent).status_code == 403


def test_the_sheet_says_what_is_missing(record: Record, an: User) -> None:
    record.title = "Lời kể của Nhân chứng minh hoạ số 1"
    record.save()
    page = as_(an).get(at("interview", record.code)).content.decode()
    assert str(Scope.AUDIO.label) in page
    assert "notice--warning" in page


def test_a_long_transcript_costs_no_more_queries(
    record: Record, chi: User, draft: Transcript, django_assert_max_num_queries: Any
) -> None:
    actions.discard_draft(actor=chi, transcript=draft, at=record.created_at)
    lines = "".join(f"[{n // 60:02}:{n % 60:02}] Đáp: câu {n}\n" for n in range(3000))
    file = SimpleUploadedFile("dai.txt", lines.encode())
    send = {"kind": "verbatim", "language": "vi", "file": file}
    client = as_(chi)
    client.post(at("transcript_upload", record.code), send)
    found = record.transcripts.get(is_current=True)
    assert found.segments.count() == 3000
    with django_assert_max_num_queries(15):
        client.get(at("transcript", record.code, found.pk))


def test_who_may_not_write_of_an_interview_is_given_nothing_to_type_in(
    record: Record, an: User, em: User
) -> None:
    def facts(reader: User) -> Any:
        return as_(reader).get(at("interview", record.code)).context["form"]

    assert not any(field.field.disabled for field in facts(an))
    assert all(field.field.disabled for field in facts(em))
