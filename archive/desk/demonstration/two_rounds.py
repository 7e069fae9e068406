"""A work of the demonstration through two rounds: not passed, then corrected and vetted."""

from __future__ import annotations

from django.utils import timezone

from archive.desk.demonstration.book import COUNCIL, add_text, commune, enter_book, open_review
from archive.desk.demonstration.cast import Cast
from archive.desk.demonstration.rounds import SIGNATORY
from archive.vetting import actions as vetting
from archive.vetting.actions.comments import Remark
from archive.vetting.actions.conclusions import Finding
from archive.vetting.actions.meetings import Sitting
from archive.vetting.actions.seats import Decision
from archive.vetting.models import Comment, CommentKind, Round, Verdict, Weight
from archive.works.models import Work

_FIRST = """Chương I. Những năm đầu (minh hoạ)
Chi bộ của xã minh hoạ được thành lập trong những năm kháng chiến.
Phong trào lan rộng khắp các thôn."""
_SECOND = """Chương I. Những năm đầu (minh hoạ)
Chi bộ của xã minh hoạ được thành lập năm 1947 tại thôn A.
Phong trào lan rộng khắp các thôn, với sự tham gia của toàn thể nhân dân.
Chương II. Xây dựng quê hương (minh hoạ)
Hợp tác xã đầu tiên ra đời ở thôn B."""
_CORRECTED = """Chương I. Những năm đầu (minh hoạ)
Chi bộ của xã minh hoạ được thành lập tháng 10 năm 1947 tại thôn A (lời kể minh hoạ, phút 11).
Phong trào lan rộng khắp các thôn, với sự tham gia của toàn thể nhân dân.
Chương II. Xây dựng quê hương (minh hoạ)
Hợp tác xã nông nghiệp đầu tiên ra đời ở thôn B năm 1959."""

_REMARKS = (
    ("uyvien1", 2, CommentKind.DATE, Weight.MUST, "năm 1947", "Ghi rõ tháng và nguồn (minh hoạ)."),
    (
        "uyvien2", 3, CommentKind.JUDGEMENT, Weight.MAY, "toàn thể nhân dân",
        "Nên cân nhắc cách nói này (minh hoạ).",
    ),
    ("uyvien3", 5, CommentKind.FACT, Weight.SHOULD, "Hợp tác xã", "Thiếu năm ra đời (minh hoạ)."),
)  # fmt: skip
_ANSWERS = (
    (True, "Chương I, đoạn 2: đã ghi tháng và nguồn."),
    (False, "Ba lời kể minh hoạ đều nói như vậy; giữ nguyên và đã ghi nguồn."),
    (True, "Chương II, đoạn 5: đã bổ sung năm 1959."),
)


def vet_twice(cast: Cast) -> None:
    """Let a work fail before its council, come back rewritten, be corrected and vetted."""
    work = enter_book(cast, "MH-CT-06", "Lịch sử đảng bộ xã bên cạnh (minh hoạ)", commune(1))
    first = open_review(cast, work, add_text(cast, work, _FIRST), number="06")
    _remark(
        cast,
        first,
        "uyvien1",
        Remark(
            text="Chưa nêu năm thành lập và nguồn (minh hoạ).",
            kind=CommentKind.SOURCE,
            weight=Weight.MUST,
            paragraph=2,
        ),
    )
    _decide(cast, first, Verdict.NOT_PASSED, "Ý kiến minh hoạ: còn thiếu nguồn, cần viết lại.")
    second = open_review(cast, work, add_text(cast, work, _SECOND), number="07")
    for name, paragraph, kind, weight, quote, text in _REMARKS:
        remark = Remark(text=text, kind=kind, weight=weight, paragraph=paragraph, quote=quote)
        _remark(cast, second, name, remark)
    _decide(cast, second, Verdict.REVISION_REQUIRED, "Ý kiến minh hoạ: đạt, cần chỉnh sửa ít chỗ.")
    _correct(cast, work, second)


def _remark(cast: Cast, round_: Round, name: str, remark: Remark) -> None:
    vetting.add_comment(actor=cast[name], round=round_, remark=remark, at=timezone.now())


def _decide(cast: Cast, round_: Round, verdict: Verdict, opinion: str) -> None:
    """Have every member write, the council meet, and its chair conclude."""
    for name in COUNCIL:
        vetting.hand_in_opinion(
            actor=cast[name],
            round=round_,
            points={"party_character": "Bảo đảm (minh hoạ)"},
            text=opinion,
            verdict=verdict,
            at=timezone.now(),
        )
    today = timezone.localdate()
    meeting = Sitting(
        held_on=today,
        place="Phòng họp minh hoạ",
        number=f"{round_.pk:02}-BB/MH",
        minutes="Biên bản minh hoạ: thư ký trình báo cáo tổng hợp; các thành viên trao đổi.",
        present=list(round_.seats.all()),
    )
    vetting.record_meeting(actor=cast["thuky"], round=round_, sitting=meeting, at=timezone.now())
    finding = Finding(
        verdict=verdict,
        number=f"{round_.pk:02}-KL/MH",
        on=today,
        signatory=SIGNATORY,
        text="Kết luận minh hoạ của Chủ tịch Hội đồng.",
    )
    vetting.conclude(actor=cast["thamdinh"], round=round_, finding=finding, at=timezone.now())


def _correct(cast: Cast, work: Work, round_: Round) -> None:
    """Answer every comment, send the corrected version and issue the vetting document."""
    requester, today = cast["truongphong"], timezone.localdate()
    comments = Comment.objects.filter(round=round_).order_by("paragraph")
    for comment, (accepted, text) in zip(comments, _ANSWERS, strict=True):
        vetting.answer_comment(
            actor=requester,
            round=round_,
            comment=comment,
            accepted=accepted,
            text=text,
            at=timezone.now(),
        )
    vetting.resubmit(
        actor=requester,
        round=round_,
        manuscript=add_text(cast, work, _CORRECTED),
        number="08-BC/MH",
        on=today,
        at=timezone.now(),
    )
    vetting.issue_document(
        actor=cast["thamdinh"],
        round=round_,
        document=Decision(number="09-TĐ/MH", on=today, signatory=SIGNATORY),
        at=timezone.now(),
    )
