"""The vetting of the demonstration: rounds that stand at different stages."""

from __future__ import annotations

from django.utils import timezone

from archive.access import actions as access
from archive.catalogue.models import AccessLevel, Record
from archive.desk.demonstration import stock
from archive.desk.demonstration.cast import Cast
from archive.desk.demonstration.stock import Item
from archive.values.boxes import Box
from archive.vetting import actions as vetting
from archive.vetting.actions.comments import Remark
from archive.vetting.actions.conclusions import Finding
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.actions.submissions import Request
from archive.vetting.models import (
    CommentKind,
    Corroboration,
    Procedure,
    Round,
    SeatRole,
    SubjectKind,
    Verdict,
)

SIGNATORY = "Lãnh đạo cơ quan thẩm định (minh hoạ)"
_OPINION = "Ý kiến minh hoạ: nội dung rõ, nguồn gốc ghi đầy đủ, phù hợp để công bố."


def vet_and_release(cast: Cast) -> None:
    """Bring each record of the demonstration as far as it is to go."""
    for item in (stock.NOTICE, stock.PLAN, stock.INTERVIEW, stock.PHOTOGRAPH):
        _release(cast, _passed(cast, item), AccessLevel.PUBLIC)
    _release(cast, _passed(cast, stock.FOR_READERS), AccessLevel.REGISTERED)
    _take_back(cast, _release(cast, _passed(cast, stock.TAKEN_BACK), AccessLevel.PUBLIC))
    _conclude(cast, _reviewed(cast, stock.VALLEY), Verdict.REVISION_REQUIRED)
    half = _reviewing(cast, stock.MAP)
    _point_at(cast, half)
    _give_opinion(cast, half, cast.council[0].username)
    _submitted(cast, stock.MEMOIR)
    vetting.return_dossier(
        actor=cast["thuky"],
        round=_submitted(cast, stock.RETURNED),
        reason="Chưa ghi thời gian và nguồn gốc của tranh (minh hoạ).",
        at=timezone.now(),
    )


def _submitted(cast: Cast, item: Item) -> Round:
    record = Record.objects.get(code=item.code)
    today = timezone.localdate()
    procedure = Procedure.objects.in_force(SubjectKind.RECORD, today).get(code="TU-LIEU")
    request = Request(
        procedure=procedure,
        body=cast.office,
        requested_on=today,
        number=f"{item.code[-4:]}-PĐN/MH",
        empowered_by="Quyết định minh hoạ số 01-QĐ/MH",
        empowered_on=today,
    )
    return vetting.submit_record(
        actor=cast["luutru"], record=record, request=request, at=timezone.now()
    )


def _reviewing(cast: Cast, item: Item) -> Round:
    first, second = cast.council
    decision = Decision(
        number=f"{item.code[-4:]}-QĐ/MH", on=timezone.localdate(), signatory=SIGNATORY
    )
    return vetting.form_council(
        actor=cast["thamdinh"],
        round=_submitted(cast, item),
        decision=decision,
        sittings=[
            Sitting(person=first, role=SeatRole.CHAIR, office="Cơ quan minh hoạ", field="Sử học"),
            Sitting(
                person=second,
                role=SeatRole.REVIEWER,
                office="Cơ quan minh hoạ",
                field="Lưu trữ học",
            ),
        ],
        at=timezone.now(),
    )


def _reviewed(cast: Cast, item: Item) -> Round:
    round_ = _reviewing(cast, item)
    for member in cast.council:
        _give_opinion(cast, round_, member.username)
    return round_


def _give_opinion(cast: Cast, round_: Round, username: str) -> None:
    vetting.hand_in_opinion(
        actor=cast[username],
        round=round_,
        points={"authenticity": "Xác định được nguồn", "suitability": "Phù hợp"},
        text=_OPINION,
        verdict=Verdict.VETTED,
        at=timezone.now(),
    )


def _point_at(cast: Cast, round_: Round) -> None:
    """Place two comments on the sheet of a map."""
    for box, text, kind in (
        (Box(44, 49, 12, 8), "Tên trạm chưa khớp với mô tả (minh hoạ).", CommentKind.NAME),
        (Box(79, 1, 18, 20), "Ghi rõ hướng bắc theo bản đồ nào (minh hoạ).", CommentKind.IMAGE),
    ):
        vetting.add_comment(
            actor=cast.council[0],
            round=round_,
            remark=Remark(text=text, kind=kind, page=1, box=box),
            at=timezone.now(),
        )


def _conclude(cast: Cast, round_: Round, verdict: Verdict) -> None:
    finding = Finding(
        verdict=verdict,
        number=f"{round_.pk:02}-KL/MH",
        on=timezone.localdate(),
        signatory=SIGNATORY,
        text="Kết luận minh hoạ của người chủ trì.",
        corroboration=Corroboration.SINGLE_SOURCE,
    )
    vetting.conclude(actor=cast.council[0], round=round_, finding=finding, at=timezone.now())


def _passed(cast: Cast, item: Item) -> Record:
    _conclude(cast, _reviewed(cast, item), Verdict.VETTED)
    return Record.objects.get(code=item.code)


def _release(cast: Cast, record: Record, level: AccessLevel) -> Record:
    return access.release_record(
        actor=cast["truongphong"],
        record=record,
        level=level,
        at=timezone.now(),
        basis_number="01-QĐ/MH",
    )


def _take_back(cast: Cast, record: Record) -> None:
    access.withdraw_record(
        actor=cast["truongphong"],
        record=record,
        reason="Thu hồi để minh hoạ trang thông báo.",
        at=timezone.now(),
    )
