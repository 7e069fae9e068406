"""Reading rounds and procedures."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from archive.access import gate
from archive.access.locks import SignedInRequest, signed_in, staff_only
from archive.journal.models import Entry
from archive.vetting import frozen, policy, steps
from archive.vetting.models import Competence, Procedure, Round, Seat, Stage
from archive.vetting.rules import Rules, rules_of

PAGE_SIZE = 50


@require_GET
@signed_in
def board(request: SignedInRequest) -> HttpResponse:
    rounds = policy.visible_rounds(request.user).select_related("record", "work", "body")
    stage = request.GET.get("stage", "")
    shown = rounds.filter(stage=stage) if stage in Stage.values else rounds.open()
    page = Paginator(shown.order_by("stage_since", "id"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "stages": Stage.choices, "stage": stage}
    return render(request, "desk/vetting/board.html", context)


@require_GET
@signed_in
def round_page(request: SignedInRequest, code: str) -> HttpResponse:
    found = policy.round_or_404(request.user, code)
    return render(request, "desk/vetting/round.html", sheet(request, found))


@require_GET
@staff_only()
def procedures(request: SignedInRequest) -> HttpResponse:
    context = {
        "procedures": Procedure.objects.all(),
        "competences": Competence.objects.all(),
    }
    return render(request, "desk/vetting/procedures.html", context)


@require_GET
@signed_in
def procedure(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    found = Procedure.objects.filter(code=code, version=version).first()
    if found is None:
        raise Http404
    return render(request, "desk/vetting/procedure.html", {"rules": rules_of(found)})


def sheet(request: SignedInRequest, found: Round) -> dict[str, object]:
    """Return what the page of one round shows to one person."""
    rules = rules_of(found.procedure)
    parts = policy.parts_of(request.user, found)
    seat = policy.seat_of(request.user, found)
    return {
        "round": found,
        "rules": rules,
        "acts": {
            act.value for act in steps.possible(Stage(found.stage), parts, found.subject_kind)
        },
        "seat": seat,
        "own_opinion": getattr(seat, "opinion", None) if seat else None,
        "seats": _seats(found),
        "opinions": _opinions(request, found, rules),
        "conclusion": getattr(found, "conclusion", None),
        "sees_subject": found.record is None or gate.may_see(request.user, found.record),
        "changed": found.record is not None
        and frozen.changed_since(found.record, found.frozen_digest),
        "entries": Entry.objects.about(found).select_related("actor").order_by("-id")[:20],
    }


def _seats(found: Round) -> QuerySet[Seat]:
    return found.seats.select_related("person", "decision", "replaces__person", "replacement")


def _opinions(request: SignedInRequest, found: Round, rules: Rules) -> list[dict[str, object]]:
    """Return the opinions the person may read, each text beside its criterion."""
    if not policy.reads_opinions(request.user, found, blind=rules.blind):
        return []
    labels = {provision.code: provision.text for provision in rules.provisions}
    return [
        {
            "opinion": opinion,
            "points": [(labels.get(code, code), text) for code, text in opinion.points.items()],
        }
        for opinion in found.opinions.filter(handed_in_at__isnull=False).select_related(
            "seat__person"
        )
    ]
