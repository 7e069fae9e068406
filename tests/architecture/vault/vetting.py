"""What works and their vetting hide until they are shown and concluded."""

from __future__ import annotations

import datetime as dt

from archive.catalogue.models import (
    Record,
)
from archive.files.models import Family
from archive.vetting import actions as vetting
from archive.vetting.actions.packing import pack
from archive.vetting.actions.seats import Decision, Sitting
from archive.vetting.actions.submissions import Request
from archive.vetting.models import (
    Comment,
    CommentKind,
    CouncilDecision,
    ObstacleKind,
    Packing,
    PaperState,
    Procedure,
    Seat,
    SeatRole,
    Verdict,
)
from archive.works import actions as works
from archive.works.models import Citation, Work
from tests.architecture.vault.keeping import COMMON, STAFF, Vault


def secrets_of_works(vault: Vault) -> None:
    """A work not shown, and a shown one that cites a closed record."""
    fields = {"kind": "committee_history", "unit": vault.office, "owner": vault.office}
    hidden = Work.objects.create(
        code="ZZ-CT-KIN", title=f"{COMMON} {vault.word('work')}", summary=vault.word("w"), **fields
    )
    shown = Work.objects.create(code="ZZ-CT-MO", title=COMMON, is_public=True, **fields)
    for work in (hidden, shown):
        Citation.objects.create(
            work=work,
            record=Record.objects.get(code="ZZ-RAW-01"),
            page=1,
            place_in_work=vault.word("placeinwork") if work is hidden else "tr. 12",
        )
        vault.fill["works"].append(work.code)
        vault.fill["work_ids"].append(work.pk)
    secrets_of_sources(vault, shown)


def secrets_of_sources(vault: Vault, work: Work) -> None:
    """What a shown work notes on open records: on a sealed page and second, on who is not named."""
    name = Record.objects.get(code="ZZ-NAM-10").people.get().name
    for code, place, note in (
        ("ZZ-SEA-07", {"page": 2}, vault.word("sourcenote")),
        ("ZZ-STR-08", {"at_ms": 5_000}, vault.word("sourcenote")),
        ("ZZ-NAM-10", {"at_ms": 1_000, "place_in_work": f"Lời kể của {name}"}, f"Theo {name}"),
    ):
        record = Record.objects.get(code=code)
        Citation.objects.create(work=work, record=record, note=note, **place)


def secrets_of_vetting(vault: Vault) -> None:
    """A round on a closed record: what the members write is not even for the office that asks."""
    body = vault.cast["binh"]
    record = Record.objects.get(code="ZZ-RAW-01")
    request = Request(
        procedure=Procedure.objects.get(code="TU-LIEU"),
        body=vault.office,
        requested_on=vault.now.date() - dt.timedelta(days=1),
        number=vault.word("requestnumber"),
    )
    round_ = vetting.submit_record(
        actor=vault.cast["an"], record=record, request=request, at=vault.now
    )
    vetting.form_council(
        actor=body,
        round=round_,
        decision=Decision(number=vault.word("decision"), on=request.requested_on, signatory="Bình"),
        sittings=[Sitting(person=body, role=SeatRole.CHAIR)],
        at=vault.now,
    )
    vetting.hand_in_opinion(
        actor=body,
        round=round_,
        points={"authenticity": vault.word("point", STAFF - {"an"})},
        text=vault.word("opinion", STAFF - {"an"}),
        verdict=Verdict.VETTED,
        at=vault.now,
    )
    vault.fill["rounds"].append(round_.code)
    secrets_of_a_work_under_vetting(vault)


def secrets_of_a_work_under_vetting(vault: Vault) -> None:
    """The hidden work's text, papers and a member's comment that is not handed in yet."""
    body, work = vault.cast["binh"], Work.objects.get(code="ZZ-CT-KIN")
    manuscript = works.add_manuscript(
        actor=vault.cast["an"],
        work=work,
        master=vault.master(Family.TEXT, "text/plain"),
        paragraphs=[f"{COMMON} {vault.word('paragraph')}"],
        at=vault.now,
    )
    request = Request(
        procedure=Procedure.objects.get(code="HD90-2021"),
        body=vault.office,
        requested_on=vault.now.date() - dt.timedelta(days=1),
        number=vault.word("requestnumber"),
        empowered_by=vault.word("empowered"),
    )
    round_ = vetting.submit_work(
        actor=body, work=work, manuscript=manuscript, request=request, at=vault.now
    )
    paper = vetting.file_paper(
        actor=body,
        round=round_,
        code="outline",
        state=PaperState.FILED,
        note=vault.word("papernote"),
        master=vault.master(Family.PDF, "application/pdf"),
        at=vault.now,
    )
    vetting.log_obstacle(
        actor=body,
        round=round_,
        kind=ObstacleKind.SOURCES,
        text=vault.word("obstacle"),
        at=vault.now,
    )
    decision = CouncilDecision.objects.create(
        round=round_, number="1", on=request.requested_on, signatory="B", entered_at=vault.now
    )
    seat = Seat.objects.create(round=round_, decision=decision, person=body, role=SeatRole.CHAIR)
    comment = Comment.objects.create(
        round=round_,
        seat=seat,
        paragraph=1,
        kind=CommentKind.FACT,
        text=vault.word("comment", frozenset({"binh"})),
        written_at=vault.now,
    )
    vault.fill["rounds"].append(round_.code)
    vault.fill["paper_ids"].append(paper.pk)
    vault.fill["comment_ids"].append(comment.pk)
    packing = Packing.objects.create(round=round_, asked_by=body, asked_at=vault.now)
    pack(packing.pk, at=lambda: vault.now)
    vault.fill["packing_ids"].append(packing.pk)
