"""A round played from stage to stage, and how each act is tried on it by anybody.

`walk` yields at every stage a round can stand at, by real acts; what is tried there goes into a
savepoint, so that the play goes on from where it stood.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from archive.accounts.models import User
from archive.vetting import actions
from archive.vetting.actions.comments import Remark
from archive.vetting.actions.conclusions import Finding
from archive.vetting.actions.meetings import Sitting as Meeting
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.models import (
    CommentKind,
    ObstacleKind,
    PaperState,
    Round,
    Seat,
    SeatRole,
    Stage,
    Verdict,
)
from archive.vetting.steps import Act
from archive.works import actions as works
from archive.works import manuscripts
from archive.works.models import Manuscript, Work


class _Back(Exception):
    """Thrown to undo what was tried."""


@contextmanager
def tried() -> Iterator[None]:
    """Undo afterwards whatever happens inside."""
    try:
        with transaction.atomic():
            yield
            raise _Back
    except _Back:
        pass


@dataclass
class Play:
    """One round with everybody in it; `cast` holds one person for each part."""

    round: Round
    cast: dict[str, User]
    members: list[User]
    spare: User
    at: dt.datetime
    seen: set[str] = field(default_factory=set)

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.at)

    def decision(self, number: str = "7-QĐ") -> Decision:
        return Decision(number=number, on=self.round.requested_on, signatory="Trưởng ban")

    def finding(self, verdict: Verdict) -> Finding:
        return Finding(
            verdict=verdict,
            number="1-KL",
            on=self.round.requested_on,
            signatory="Chủ tịch",
            text="Theo ý kiến đã nêu",
        )

    def sittings(self) -> list[Sitting]:
        roles = [SeatRole.CHAIR, SeatRole.SECRETARY, *[SeatRole.MEMBER] * 7]
        return [Sitting(person=p, role=r) for p, r in zip(self.members, roles, strict=False)]

    def corrected(self) -> Manuscript:
        assert self.round.work is not None
        return self.round.work.manuscripts.order_by("-version")[0]

    # --- what has to be there before an act can succeed -------------------------------------

    def all_opinions(self) -> None:
        for member in self.members:
            if not self.round.opinions.filter(
                seat__person=member, handed_in_at__isnull=False
            ).exists():
                self.opinion(member)

    def opinion(self, member: User) -> None:
        actions.hand_in_opinion(
            actor=member,
            round=self.round,
            points={},
            text="Đạt",
            verdict=Verdict.VETTED,
            at=self.at,
        )

    def meeting(self, actor: User) -> None:
        seats = list(Seat.objects.current().filter(round=self.round))
        sitting = Meeting(held_on=self.round.requested_on, minutes="…", present=seats)
        actions.record_meeting(actor=actor, round=self.round, sitting=sitting, at=self.at)

    def answered(self) -> None:
        for comment in self.round.comments.filter(answer__isnull=True):
            actions.answer_comment(
                actor=self.cast["requester"],
                round=self.round,
                comment=comment,
                accepted=True,
                text="Trang 2",
                at=self.at,
            )

    def prepare(self, act: Act) -> None:
        """Make ready whatever `act` asks for besides stage and part."""
        stage = Stage(self.round.stage)
        if act == Act.CONCLUDE and stage == Stage.UNDER_REVIEW:
            self.all_opinions()
            self.meeting(self.cast["secretary"])
        if act == Act.RESUBMIT and stage == Stage.REVISION_REQUIRED:
            self.answered()

    def do(self, act: Act, actor: User) -> Any:
        """Do `act` as `actor`, with arguments nobody could object to."""
        return _DOING[act](self, {"actor": actor, "round": self.round, "at": self.at})


def _replace(play: Play, by: dict[str, Any]) -> Any:
    seat = play.round.seats.order_by("-id").first() or Seat(round=play.round)
    sitting = Sitting(person=play.spare, role=SeatRole.MEMBER)
    return actions.replace_member(
        seat_left=seat, sitting=sitting, decision=play.decision("8-QĐ"), reason="Ốm", **by
    )


def _write(play: Play, by: dict[str, Any]) -> Any:
    return actions.save_opinion(points={}, text="Nháp", verdict=None, **by)


def _answer(play: Play, by: dict[str, Any]) -> Any:
    comment = play.round.comments.first()
    return actions.answer_comment(comment=comment, accepted=False, text="Vì nguồn khác", **by)  # type: ignore[arg-type]


def _meet(play: Play, by: dict[str, Any]) -> Any:
    seats = list(Seat.objects.current().filter(round=play.round))
    sitting = Meeting(held_on=play.round.requested_on, minutes="…", present=seats)
    return actions.record_meeting(sitting=sitting, **by)


def _resubmit(play: Play, by: dict[str, Any]) -> Any:
    manuscript = play.corrected() if play.round.work else None
    return actions.resubmit(manuscript=manuscript, on=play.round.requested_on, **by)  # type: ignore[arg-type]


_DOING: dict[Act, Callable[[Play, dict[str, Any]], Any]] = {
    Act.RETURN_DOSSIER: lambda _p, by: actions.return_dossier(reason="Thiếu", **by),
    Act.COMPLETE_DOSSIER: lambda _p, by: actions.complete_dossier(note="Đủ", **by),
    Act.FORM_COUNCIL: lambda p, by: actions.form_council(
        decision=p.decision(), sittings=p.sittings(), **by
    ),
    Act.REPLACE_MEMBER: _replace,
    Act.BEGIN_REVIEW: lambda _p, by: actions.begin_review(**by),
    Act.WRITE_OPINION: _write,
    Act.FILE_PAPER: lambda _p, by: actions.file_paper(
        code="outline", state=PaperState.MISSING, **by
    ),
    Act.HOLD_MEETING: _meet,
    Act.CONCLUDE: lambda p, by: actions.conclude(finding=p.finding(Verdict.VETTED), **by),
    Act.ANSWER: _answer,
    Act.RESUBMIT: _resubmit,
    Act.SEND_BACK: lambda _p, by: actions.send_back(reason="Chưa đủ", **by),
    Act.ISSUE_DOCUMENT: lambda p, by: actions.issue_document(document=p.decision("9-VB"), **by),
    Act.LOG_OBSTACLE: lambda _p, by: actions.log_obstacle(
        kind=ObstacleKind.SOURCES, text="Thiếu nguồn", **by
    ),
    Act.SUSPEND: lambda _p, by: actions.suspend_round(reason="Chờ", **by),
    Act.RESUME: lambda _p, by: actions.resume_round(**by),
    Act.DISCLOSE: lambda p, by: actions.disclose(
        opinions=True, names=False, decision=p.decision("10-QĐ"), **by
    ),
    Act.WITHDRAW: lambda _p, by: actions.withdraw_round(reason="Rút", **by),
}


def walk(play: Play, look: Callable[[Play], None]) -> None:
    """Play the round through all its stages and call `look` at each of them."""
    _look(play, look)
    play.do(Act.RETURN_DOSSIER, play.cast["secretary"])
    _look(play, look)
    play.do(Act.COMPLETE_DOSSIER, play.cast["requester"])
    if play.round.work is not None:
        for code in ("boards", "outline", "workshops", "witness_comments"):
            actions.file_paper(
                actor=play.cast["requester"],
                round=play.round,
                code=code,
                state=PaperState.FILED,
                number="1",
                at=play.at,
            )
    play.do(Act.FORM_COUNCIL, play.cast["body_head"])
    _look(play, look)
    if play.round.stage == Stage.COUNCIL_FORMED:
        play.do(Act.BEGIN_REVIEW, play.cast["secretary"])
        _look(play, look)
    remark = Remark(text="Ghi rõ nguồn", kind=CommentKind.SOURCE)
    actions.add_comment(actor=play.members[-1], round=play.round, remark=remark, at=play.at)
    for verdict in (Verdict.VETTED, Verdict.NOT_PASSED, Verdict.REVISION_REQUIRED):
        with tried():
            play.prepare(Act.CONCLUDE)
            actions.conclude(
                actor=play.cast["chair"],
                round=play.round,
                finding=play.finding(verdict),
                at=play.at,
            )
            revised = play.round.work if verdict == Verdict.REVISION_REQUIRED else None
            if revised is not None:
                add_version(revised, play.cast["requester"], "Đoạn một.\nĐã sửa.", play.at)
            _look(play, look)
            if revised is not None:
                _correct(play, look)
        play.round.refresh_from_db()


def _correct(play: Play, look: Callable[[Play], None]) -> None:
    play.answered()
    play.do(Act.RESUBMIT, play.cast["requester"])
    _look(play, look)
    play.do(Act.ISSUE_DOCUMENT, play.cast["body_head"])
    _look(play, look)


def _look(play: Play, look: Callable[[Play], None]) -> None:
    """Look at the round where it stands, and once at it suspended and once withdrawn."""
    play.round.refresh_from_db()
    play.seen.add(play.round.stage)
    look(play)
    if play.round.closed_at is not None:
        return
    for act, stage in ((Act.SUSPEND, Stage.SUSPENDED), (Act.WITHDRAW, Stage.WITHDRAWN)):
        if stage in play.seen or play.round.stage != Stage.UNDER_REVIEW:
            continue
        with tried():
            play.do(act, play.cast["body_head"])
            play.round.refresh_from_db()
            play.seen.add(play.round.stage)
            look(play)
        play.round.refresh_from_db()


def add_version(work: Work, actor: User, text: str, at: dt.datetime) -> Manuscript:
    """Add a version of the manuscript with this text, one paragraph a line."""
    master, paragraphs = manuscripts.keep(ContentFile(text.encode()), name="bt.txt", at=at)
    return works.add_manuscript(actor=actor, work=work, master=master, paragraphs=paragraphs, at=at)
