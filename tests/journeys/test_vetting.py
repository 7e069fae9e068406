"""A work through two rounds with all its papers, a testimony through one: over HTTP, by the people.

Trung heads the district committee's office that owns the work, Ngân compiles it. Bình heads the
provincial board, Em is its secretary; five members sit on the council.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from archive.accounts.models import Role, RoleGrant, User
from archive.catalogue.models import Record
from archive.units.models import Kind, Level, Unit
from archive.vetting.models import Packing, Procedure, Round, Slip
from archive.vetting.tasks import pack_dossier
from archive.works.models import Work, WorkStage

PARAGRAPHS = [
    "Chương I. Những ngày đầu thành lập chi bộ",
    "Chi bộ đầu tiên được thành lập năm 1930 với năm đảng viên.",
    "Phong trào lan rộng ra các thôn trong vùng.",
]
MENDED = [PARAGRAPHS[0], "Chi bộ đầu tiên được thành lập tháng 10 năm 1930.", PARAGRAPHS[2]]
SIGNED = {"number": "7-QĐ/BTGDVTU", "signatory": "Bình"}
CODE = "LS-HUYEN-MH"


def today() -> str:
    return str(timezone.localdate())


def word(*paragraphs: str) -> SimpleUploadedFile:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    body = io.BytesIO()
    document.save(body)
    return SimpleUploadedFile("ban-thao.docx", body.getvalue())


def person(username: str, office: Unit | None, *roles: Role) -> User:
    user = User.objects.create_user(username=username, full_name=username.title(), office=office)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def does(user: User, name: str, *args: Any, **data: Any) -> None:
    """Send a form as `user`; it is taken."""
    answer = client_of(user).post(reverse(f"desk:{name}", args=args), data)
    assert answer.status_code == 302, (name, data, _errors(answer))


def is_refused(user: User, name: str, *args: Any, **data: Any) -> str:
    """Send a form as `user`; it comes back with the reason."""
    answer = client_of(user).post(reverse(f"desk:{name}", args=args), data)
    assert answer.status_code == 422
    return _errors(answer)


def sees(user: User, name: str, *args: Any) -> str:
    answer = client_of(user).get(reverse(f"desk:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def _errors(answer: Any) -> str:
    return str(answer.context["form"].errors) if answer.context else str(answer.status_code)


@pytest.fixture
def people(office: Unit, binh: User, em: User) -> dict[str, User]:
    district = Unit.objects.create(
        code="hu-minh-hoa", name="Huyện ủy (minh hoạ)", kind=Kind.OFFICE, level=Level.DISTRICT
    )
    Unit.objects.create(code="h-minh-hoa", name="Huyện minh hoạ", level=Level.DISTRICT)
    return {
        "trung": person("trung", district, Role.OFFICE_HEAD),
        "ngan": person("ngan", district, Role.ARCHIVIST),
        "binh": binh,
        "em": em,
    }


@pytest.fixture
def members(db: None) -> list[User]:
    return [person(f"uyvien{number}", None, Role.COUNCIL_MEMBER) for number in range(5)]


def council(members: list[User]) -> dict[str, Any]:
    roles = ["chair", "secretary", "reviewer", "member", "member"]
    rows: dict[str, Any] = {"form-TOTAL_FORMS": len(members), "form-INITIAL_FORMS": 0}
    for number, member in enumerate(members):
        rows |= {f"form-{number}-person": member.pk, f"form-{number}-role": roles[number]}
    return rows | {"on": today(), **SIGNED}


def submit(trung: User, version: int, office: Unit) -> Round:
    work = Work.objects.get(code=CODE)
    does(
        trung,
        "vetting_submit_work",
        CODE,
        procedure=Procedure.objects.get(code="HD90-2021").pk,
        body=office.pk,
        number=f"{version}-TTr/HU",
        requested_on=today(),
        manuscript=work.manuscripts.get(version=version).pk,
    )
    return Round.objects.get(work=work, closed_at__isnull=True)


def file_papers(trung: User, round_: Round) -> None:
    for code in ("boards", "outline", "workshops"):
        does(
            trung,
            "vetting_papers",
            round_.code,
            code=code,
            state="filed",
            number="12-QĐ/HU",
            on=today(),
            file=SimpleUploadedFile(f"{code}.pdf", b"%PDF-1.4\n%minh hoa " + code.encode()),
            no_secret="on",
        )
    absent: dict[str, str] = {"code": "witness_comments", "state": "not_applicable"}
    is_refused(trung, "vetting_papers", round_.code, **absent)
    reason = "Không còn nhân chứng của giai đoạn này"
    does(trung, "vetting_papers", round_.code, **absent, note=reason)


def review(people: dict[str, User], members: list[User], round_: Round, verdict: str) -> None:
    """Council, comment, opinions, meeting, ballot, conclusion."""
    code, em = round_.code, people["em"]
    does(people["binh"], "vetting_council", code, **council(members))
    does(em, "vetting_do", code, "begin")
    remark = {"paragraph": 2, "kind": "date", "weight": "must", "quote": "năm 1930"}
    does(members[2], "vetting_read", code, text="Ghi rõ tháng theo biên bản.", **remark)
    for member in members:
        said = {"point_party_character": "Bảo đảm", "text": f"Ý kiến của {member.full_name}"}
        does(member, "vetting_opinion", code, verdict=verdict, hand_in="1", **said)
    finding = {
        "verdict": verdict,
        "number": f"{round_.number}-KL/HĐTĐ",
        "on": today(),
        "signatory": "Chủ tịch Hội đồng",
        "text": "Theo ý kiến đã nêu.",
    }
    # The procedure asks for a meeting first.
    is_refused(members[0], "vetting_conclude", code, **finding)
    seats = list(round_.seats.values_list("pk", flat=True))
    minutes = {"held_on": today(), "minutes": "Hội đồng thảo luận và thống nhất."}
    is_refused(em, "vetting_meeting", code, present=seats[1:], **minutes)
    does(em, "vetting_meeting", code, present=seats, **minutes)
    counts = {"vetted": 0, "revision_required": 0, "not_passed": 0, "spoilt": 0}
    ballot = counts | {"meeting": round_.meetings.get().pk, "question": "Thông qua bản thảo"}
    is_refused(em, "vetting_ballot", code, **(ballot | {verdict: 6}))
    does(em, "vetting_ballot", code, **(ballot | {verdict: 5}))
    does(members[0], "vetting_conclude", code, **finding)


def test_a_work_through_two_rounds(
    people: dict[str, User], members: list[User], office: Unit, tmp_path: Path
) -> None:
    trung, ngan, binh, em = (people[name] for name in ("trung", "ngan", "binh", "em"))
    title = "Lịch sử đảng bộ huyện (minh hoạ)"
    does(ngan, "work_new", code=CODE, title=title, kind="committee_history", unit="h-minh-hoa")
    paper = {"on": today()}
    for stage in ("collecting", "outlined", "drafting", "consulting"):
        does(ngan, "work_advance", CODE, stage=stage, **paper)
    # Nobody climbs over the vetting, and nothing enters of which nobody says it is no secret.
    is_refused(trung, "work_advance", CODE, stage="published", **paper)
    is_refused(ngan, "work_manuscript", CODE, file=word("Mật"))
    does(ngan, "work_manuscript", CODE, file=word(*PARAGRAPHS), no_secret="on")

    # Round one: the dossier must be whole and the council of five to nine.
    first = submit(trung, 1, office)
    lacking = is_refused(binh, "vetting_council", first.code, **council(members))
    assert "Biên bản hội thảo" in lacking
    does(em, "vetting_do", first.code, "return", reason="Thiếu biên bản hội thảo")
    file_papers(trung, first)
    does(trung, "vetting_complete", first.code, note="Đã bổ sung")
    assert "5" in is_refused(binh, "vetting_council", first.code, **council(members[:4]))
    review(people, members, first, "not_passed")
    assert Work.objects.get(code=CODE).stage == WorkStage.NOT_PASSED

    # Round two, with another text; it passes on revision.
    does(ngan, "work_advance", CODE, stage="drafting", **paper)
    does(ngan, "work_manuscript", CODE, file=word(*PARAGRAPHS, "Phụ lục"), no_secret="on")
    second = submit(trung, 2, office)
    assert second.number == 2
    file_papers(trung, second)
    review(people, members, second, "revision_required")
    _correct(people, second)
    assert Work.objects.get(code=CODE).vetted_on == timezone.localdate()

    # Then approval, licence, print, in this order.
    document = {"number": "33-QĐ/TU", "issuer": "Ban Thường vụ", **paper}
    is_refused(trung, "work_advance", CODE, stage="published", **document)
    is_refused(trung, "work_advance", CODE, stage="approved", **paper)
    for stage in ("approved", "licensed", "published"):
        does(trung, "work_advance", CODE, stage=stage, **document)
    assert Work.objects.get(code=CODE).published_year == timezone.localdate().year

    _check_dossier(em, second, tmp_path)
    for act in ("withdraw", "suspend", "return"):
        is_refused(binh, "vetting_do", second.code, act, reason="Thử")


def _correct(people: dict[str, User], round_: Round) -> None:
    """Taking-in: every comment answered, the corrected text back, accepted at the second go."""
    trung, em, code = people["trung"], people["em"], round_.code
    comment = round_.comments.get()
    # The compilers read the comments without the names.
    page = sees(trung, "vetting_answers", code)
    assert comment.text in page
    assert "Uyvien2" not in page
    assert "Uyvien2" not in sees(trung, "vetting_read", code)
    file = word(*MENDED, "Phụ lục")
    does(people["ngan"], "work_manuscript", CODE, file=file, no_secret="on")
    versions = {m.version: m.pk for m in Work.objects.get(code=CODE).manuscripts.all()}
    report = {"on": today(), "number": "9-BC/HU"}
    is_refused(trung, "vetting_resubmit", code, manuscript=versions[3], **report)
    does(trung, "vetting_answer", code, comment.pk, accepted="yes", text="Chương I, đoạn 2")
    is_refused(trung, "vetting_resubmit", code, manuscript=versions[2], **report)
    does(trung, "vetting_resubmit", code, manuscript=versions[3], **report)
    assert "<ins>tháng 10 </ins>" in sees(em, "vetting_compare", code)
    does(em, "vetting_do", code, "send-back", reason="Còn thiếu phụ lục ảnh")
    does(trung, "vetting_resubmit", code, manuscript=versions[3], **report)
    does(people["binh"], "vetting_document", code, on=today(), **SIGNED)


def _check_dossier(em: User, round_: Round, tmp_path: Path) -> None:
    """Export the dossier and let a stranger's tools check it."""
    secretary = client_of(em)
    secretary.post(reverse("desk:vetting_packings", args=[round_.code]))
    pack_dossier.call(Packing.objects.get(round=round_).pk)  # as the worker does
    answer: Any = secretary.get(reverse("desk:vetting_dossier", args=[round_.code]))
    path = tmp_path / "dossier.zip"
    path.write_bytes(b"".join(answer.streaming_content))
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path)
    root = tmp_path / round_.code
    assert bagit.Bag(str(root)).is_valid()
    names = {path.name for path in (root / "data").rglob("*")}
    assert {"round.json", "procedure.json", "journal.jsonl", "report.docx"} <= names
    assert sum(name.startswith("manuscript-") for name in names) == 2
    assert len(list((root / "data" / "papers").iterdir())) == 3
    facts = json.loads((root / "data" / "round.json").read_text())
    assert facts["conclusion"]["verdict"] == "revision_required"
    assert facts["document"]["number"] == SIGNED["number"]
    assert len(facts["ballots"][0]["slips"]) == Slip.objects.filter(round=round_).count() == 5
    tables = Document(str(root / "data" / "report.docx")).tables
    text = "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    assert "Ghi rõ tháng" in text
    # The documented command: Python alone, none of our code.
    check = [sys.executable, "-I", str(root / "verify.py"), str(path)]
    assert subprocess.run(check, capture_output=True, text=True).stdout == "OK\n"
    call_command("verify_dossier", str(path), stdout=io.StringIO())
    _alter(path, "journal.jsonl", "returned", "accepted")
    _alter(path, "journal.jsonl", "submitted", "accepted")
    found = subprocess.run(check, capture_output=True, text=True)
    assert found.returncode == 1
    assert "altered: data/journal.jsonl" in found.stdout
    assert "journal entry 1 says something else" in found.stdout


def _alter(path: Path, part: str, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, body in parts.items():
            changed = body.replace(old.encode(), new.encode()) if name.endswith(part) else body
            packed.writestr(name, changed)


def test_a_testimony_through_one_round(
    members: list[User], make_record: Any, an: User, binh: User, office: Unit
) -> None:
    record: Record = make_record(kind="interview", title="Lời kể (minh hoạ)", created_by=an)
    procedure = Procedure.objects.get(code="TU-LIEU").pk
    asked = {"procedure": procedure, "body": office.pk, "requested_on": today()}
    does(an, "vetting_submit_record", record.code, **asked)
    round_ = Round.objects.get(record=record)
    seated, outsider = members[:2]
    assert "An" in is_refused(binh, "vetting_council", round_.code, **council([an]))
    does(binh, "vetting_council", round_.code, **council([seated]))
    assert client_of(outsider).get(round_.get_absolute_url()).status_code == 404
    remark = {"seconds": 12, "kind": "fact", "weight": "may", "text": "Nghe rõ."}
    does(seated, "vetting_read", round_.code, **remark)
    said = {"text": "Khớp hồ sơ", "verdict": "vetted", "hand_in": "1"}
    does(seated, "vetting_opinion", round_.code, **said)
    does(
        seated,
        "vetting_conclude",
        round_.code,
        verdict="vetted",
        number="1-KL",
        on=today(),
        signatory="Uyvien0",
        text="Đủ điều kiện",
        corroboration="corroborated",
        point_authenticity="Giọng nói được gia đình xác nhận",
    )
    does(binh, "record_release", record.code, level="public")
    page = Client().get(record.get_absolute_url())
    assert page.status_code == 200
    for secret in ("Khớp hồ sơ", "Uyvien0", "Nghe rõ"):
        assert secret not in page.content.decode()


def test_a_book_from_before_the_guideline_is_no_invented_round(people: dict[str, User]) -> None:
    ngan = people["ngan"]
    title = "Lịch sử cũ (minh hoạ)"
    does(ngan, "work_new", code="LS-CU", title=title, kind="committee_history", unit="h-minh-hoa")
    rule = "Quy định 996-QĐ/TU"
    is_refused(ngan, "work_legacy", "LS-CU", published_on="2022-01-01", rule=rule)
    does(ngan, "work_legacy", "LS-CU", published_on="2015-01-01", rule=rule)
    work = Work.objects.get(code="LS-CU")
    assert (work.stage, work.published_year) == (WorkStage.LEGACY_PUBLISHED, 2015)
    assert not Round.objects.filter(work=work).exists()
