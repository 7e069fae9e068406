"""A work of the demonstration before a council, under Guideline 90 as far as it is known."""

from __future__ import annotations

import io

from django.utils import timezone

from archive.desk.demonstration.cast import Cast
from archive.desk.demonstration.rounds import SIGNATORY
from archive.desk.demonstration.setting import MATERIAL
from archive.units.models import Level, Unit
from archive.vetting import actions as vetting
from archive.vetting.actions.comments import Remark
from archive.vetting.actions.papers import checklist
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.actions.submissions import Request
from archive.vetting.models import (
    CommentKind,
    PaperState,
    Procedure,
    Round,
    SeatRole,
    SubjectKind,
    Verdict,
)
from archive.vetting.rules import rules_of
from archive.works import manuscripts
from archive.works.actions import add_manuscript, enter_work
from archive.works.models import Manuscript, Work, WorkKind, WorkStage

COUNCIL = {
    "thamdinh": SeatRole.CHAIR,
    "thuky": SeatRole.SECRETARY,
    "uyvien1": SeatRole.REVIEWER,
    "uyvien2": SeatRole.MEMBER,
    "uyvien3": SeatRole.MEMBER,
}


def commune(place: int) -> Unit:
    """Return one commune of today's Lâm Đồng, by its place in the order of codes."""
    return Unit.objects.filter(level=Level.COMMUNE, parent__code="vn-675").order_by("code")[place]


def bring_before_council(cast: Cast) -> None:
    """Enter a commune's history with its manuscript, seat a council, let one member write."""
    work = enter_book(cast, "MH-CT-05", "Lịch sử đảng bộ một xã (minh hoạ)", commune(0))
    text = (MATERIAL / "sources" / "hoi-ky-minh-hoa.txt").read_text()
    round_ = open_review(cast, work, add_text(cast, work, text), number="05")
    vetting.add_comment(
        actor=cast["uyvien2"],
        round=round_,
        remark=Remark(
            text="Cần nêu rõ nguồn của đoạn này (minh hoạ).",
            kind=CommentKind.SOURCE,
            paragraph=3,
        ),
        at=timezone.now(),
    )
    vetting.hand_in_opinion(
        actor=cast["uyvien2"],
        round=round_,
        points={},
        text="Ý kiến minh hoạ: bố cục rõ, cần bổ sung nguồn tư liệu.",
        verdict=Verdict.REVISION_REQUIRED,
        at=timezone.now(),
    )


def enter_book(cast: Cast, code: str, title: str, unit: Unit) -> Work:
    """Enter an invented committee history, ready to be submitted."""
    return enter_work(
        actor=cast["truongphong"],
        code=code,
        title=title,
        kind=WorkKind.COMMITTEE_HISTORY,
        unit=unit,
        owner=cast.office,
        stage=WorkStage.CONSULTING,
        period=(1945, 2020),
        summary="Công trình hư cấu, chỉ để minh hoạ việc thẩm định.",
        is_public=True,
        is_demonstration=True,
        at=timezone.now(),
    )


def add_text(cast: Cast, work: Work, text: str) -> Manuscript:
    """Add a version of the manuscript, a paragraph a line."""
    at = timezone.now()
    master, paragraphs = manuscripts.keep(io.BytesIO(text.encode()), name="ban-thao.txt", at=at)
    return add_manuscript(
        actor=cast["truongphong"], work=work, master=master, paragraphs=paragraphs, at=at
    )


def open_review(cast: Cast, work: Work, manuscript: Manuscript, *, number: str) -> Round:
    """Submit the work, complete its dossier, seat the council and open the review."""
    round_ = _submit(cast, work, manuscript, number)
    _complete_dossier(cast, round_)
    _seat(cast, round_, number)
    return vetting.begin_review(actor=cast["thuky"], round=round_, at=timezone.now())


def _submit(cast: Cast, work: Work, manuscript: Manuscript, number: str) -> Round:
    today = timezone.localdate()
    procedure = Procedure.objects.in_force(SubjectKind.WORK, today).get(code="HD90-2021")
    request = Request(
        procedure=procedure,
        body=cast.office,
        requested_on=today,
        number=f"{number}-TTr/MH",
        empowered_by="Văn bản giao thẩm quyền minh hoạ số 02",
        empowered_on=today,
    )
    return vetting.submit_work(
        actor=cast["truongphong"],
        work=work,
        manuscript=manuscript,
        request=request,
        at=timezone.now(),
    )


def _complete_dossier(cast: Cast, round_: Round) -> None:
    """Explain every paper that an invented book cannot have."""
    for line in checklist(round_, rules_of(round_.procedure)):
        if not line.is_met:
            vetting.file_paper(
                actor=cast["truongphong"],
                round=round_,
                code=line.provision.code,
                state=PaperState.NOT_APPLICABLE,
                note="Công trình hư cấu, không có giấy tờ này (minh hoạ).",
                at=timezone.now(),
            )


def _seat(cast: Cast, round_: Round, number: str) -> None:
    vetting.form_council(
        actor=cast["thamdinh"],
        round=round_,
        decision=Decision(number=f"{number}-QĐ/MH", on=timezone.localdate(), signatory=SIGNATORY),
        sittings=[Sitting(person=cast[name], role=role) for name, role in COUNCIL.items()],
        at=timezone.now(),
    )
