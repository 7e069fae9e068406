"""The board, one person's tasks, figures, and the page of one round."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.access import gate
from archive.access.locks import SignedInRequest, signed_in
from archive.journal.models import Entry
from archive.ui.paging import page_of
from archive.vetting import frozen, policy, steps
from archive.vetting.actions.corrections import unanswered_comments
from archive.vetting.actions.papers import checklist
from archive.vetting.board import (
    Count,
    board_of,
    board_rows,
    open_in,
    rounds_shown,
    stage_counts,
    tasks_of,
)
from archive.vetting.disclosed import latest_disclosure
from archive.vetting.dossier.contents import last_link
from archive.vetting.models import Reminder, Round, Seat, Stage
from archive.vetting.rules import Rules, rules_of
from archive.vetting.waiting import turn_of, way_of

PAGE_SIZE = 25


@require_safe
@signed_in
def board(request: SignedInRequest) -> HttpResponse:
    stage = request.GET.get("stage", "")
    rounds = board_of(request.user)
    rounds = rounds.filter(stage=stage) if stage in Stage.values else rounds.open()
    counts = stage_counts(request.user)
    total = counts.get(stage, Count()).rounds if stage in Stage.values else open_in(counts)
    today = timezone.localdate()
    keys = rounds.values_list("pk", flat=True)
    page = page_of(request, keys, per_page=PAGE_SIZE, count=total)
    context = {
        "page": page,
        "rows": board_rows(rounds_shown(list(page)), today),
        "stages": [
            (value, label, counts.get(value, Count()).rounds) for value, label in Stage.choices
        ],
        "stage": stage,
        "today": today,
    }
    return render(request, "desk/vetting/board.html", context)


@require_safe
@signed_in
def tasks(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    found = [(task, task.is_late(today)) for task in tasks_of(request.user)]
    return render(request, "desk/vetting/tasks.html", {"tasks": found})


@require_safe
@signed_in
def round_page(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    return render(request, "desk/vetting/round.html", sheet(request, found))


def sheet(request: SignedInRequest, found: Round) -> dict[str, object]:
    """Return what the page of one round shows to one person."""
    rules = rules_of(found.procedure)
    standing = policy.standing_of(request.user, found, rules)
    return {
        "round": found,
        "rules": rules,
        "turn": turn_of(found, rules),
        "way": way_of(found, rules),
        "acts": {
            act.value
            for act in steps.possible(Stage(found.stage), standing.parts, found.subject_kind)
        },
        "seat": standing.seat,
        "own_opinion": standing.opinion,
        "may_comment": standing.may_comment,
        "seats": _seats(found),
        "opinions": _opinions(standing, rules),
        "conclusion": getattr(found, "conclusion", None),
        "sees_subject": found.record is None or gate.may_see(request.user, found.record),
        "changed": found.record is not None
        and frozen.changed_since(found.record, found.frozen_digest),
        "lines": checklist(found, rules),
        "meetings": found.meetings.prefetch_related("attendances__seat__person", "ballots__slips"),
        "obstacles": found.obstacles.all(),
        "resubmissions": found.resubmissions.select_related("manuscript__master"),
        "document": getattr(found, "document", None),
        "unanswered": len(unanswered_comments(found)) if found.concluded_at else 0,
        "sources": gate.sources_of(request.user, found.work)[:200] if found.work else (),
        "inside": standing.is_inside,
        "takes_out": standing.takes_out,
        "disclosure": latest_disclosure(found),
        "reminders": _reminders(found) if standing.is_inside else (),
        "last_link": last_link(found) if standing.is_inside else "",
        "returned": _why_returned(found),
        "entries": Entry.objects.about(found).select_related("actor").order_by("-id")[:20],
    }


def _why_returned(found: Round) -> str:
    """Return what was said when the dossier, or the corrected version, was last sent back."""
    words = {
        Stage.RETURNED: "vetting.round.returned",
        Stage.REVISION_REQUIRED: "vetting.round.sent_back",
        Stage.SUSPENDED: "vetting.round.suspended",
        Stage.WITHDRAWN: "vetting.round.withdrawn",
    }
    act = words.get(Stage(found.stage))
    entry = Entry.objects.about(found).filter(act=act).last() if act else None
    return entry.note if entry else ""


def _reminders(found: Round) -> QuerySet[Reminder]:
    rows = Reminder.objects.filter(seat__round=found).select_related("seat__person")
    return rows.order_by("-tried_at")


def _seats(found: Round) -> QuerySet[Seat]:
    return found.seats.select_related("person", "decision", "replaces__person", "replacement")


def _opinions(standing: policy.Standing, rules: Rules) -> list[dict[str, object]]:
    """Return the opinions the person may read, each text beside its criterion."""
    if not standing.reads_opinions:
        return []
    labels = {provision.code: provision.text for provision in rules.provisions}
    opinions = standing.round.opinions.filter(handed_in_at__isnull=False)
    return [
        {
            "opinion": opinion,
            "points": [(labels.get(code, code), text) for code, text in opinion.points.items()],
        }
        for opinion in opinions.select_related("seat__person")
    ]
