"""Papers to print: filled in as far as known, replaced by the office's own, never run."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.accounts.models import User
from archive.collecting import actions
from archive.collecting.models import PaperKind, PaperTemplate, Witness
from archive.collecting.papers.filling import filled, own_template, unknown_fields
from archive.units.models import Unit


def words(body: bytes) -> str:
    document = docx.Document(io.BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    body = io.BytesIO()
    document.save(body)
    return body.getvalue()


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def witness(chi: User, office: Unit, now: Any) -> Witness:
    facts = {"name": "Nhân chứng minh hoạ số 1", "born_written": "1932"}
    return actions.enter_witness(
        actor=chi, office=office, facts=facts, private={"health": "Yếu"}, at=now
    )


@pytest.mark.parametrize("kind", PaperKind)
def test_the_programs_own_papers_say_that_they_are(kind: PaperKind) -> None:
    paper = words(filled(own_template(kind), {"nhan_chung": "Nhân chứng A"}))
    assert "Không phải mẫu chính thức" in paper and "Nhân chứng A" in paper
    assert "{{" not in paper
    assert unknown_fields(own_template(kind)) == []


def test_the_consent_covers_what_the_law_asks() -> None:
    paper = words(own_template(PaperKind.CONSENT))
    for point in ("tự nguyện", "Mục đích", "Bên kiểm soát dữ liệu", "quyền", "rút lại", "Dữ liệu"):
        assert point in paper


def test_the_witness_form_says_nothing_private(witness: Witness, chi: User, dung: User) -> None:
    address = reverse("desk:witness_paper", args=[witness.pk])
    paper = words(as_(chi).get(address).content)
    assert "1932" in paper and "Yếu" not in paper
    assert as_(dung).get(address).status_code == 404


def test_an_office_brings_its_own(witness: Witness, chi: User, dung: User, em: User) -> None:
    address = reverse("desk:papers")
    own = SimpleUploadedFile("mau.docx", word_file("Mẫu riêng của {{ nhan_chung }}"))
    assert as_(em).get(address).status_code == 403
    assert as_(chi).post(address, {"kind": "witness", "file": own}).status_code == 302
    paper = words(as_(chi).get(reverse("desk:witness_paper", args=[witness.pk])).content)
    assert paper.strip() == "Mẫu riêng của Nhân chứng minh hoạ số 1"
    blank = reverse("desk:paper_blank", args=["witness"])
    assert "{{ nhan_chung }}" in words(as_(chi).get(blank).content)
    assert as_(chi).get(reverse("desk:paper_blank", args=["exe"])).status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"khong phai word", b"PK\x03\x04hong", word_file("{{ self.__class__ }} {{so_la}}"),
     b"%PDF-1.4 x"],
)  # fmt: skip
def test_what_is_no_template_is_refused_and_said(body: bytes, chi: User) -> None:
    sent = {"kind": "consent", "file": SimpleUploadedFile("mau.docx", body)}
    answer = as_(chi).post(reverse("desk:papers"), sent)
    assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    assert not PaperTemplate.objects.exists()


def test_a_name_in_pieces_is_filled_in_all_the_same() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Ông ")
    for piece in ("{{nhan", "_chung", "}}", " kể"):
        paragraph.add_run(piece).bold = True
    body = io.BytesIO()
    document.save(body)
    assert words(filled(body.getvalue(), {"nhan_chung": "Nguyễn {{co_quan}}"})).strip() == (
        "Ông Nguyễn {{co_quan}} kể"
    )
