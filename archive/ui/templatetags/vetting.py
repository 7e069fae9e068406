"""What a page shows of vetting: the desk's panel on a record, the reader's seal."""

from __future__ import annotations

from typing import Any

from django import template

from archive.access import gate
from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.vetting import frozen, policy
from archive.vetting.disclosed import shown_of
from archive.vetting.history import Passage, passages_of
from archive.vetting.models import Comment, Round, Stage
from archive.works.badges import badges_of
from archive.works.models import Work

register = template.Library()


@register.inclusion_tag("desk/vetting/_record_panel.html", takes_context=True)
def vetting_panel(context: Any, record: Record) -> dict[str, Any]:
    """Show the rounds of a record to its own staff, and the way to submit it."""
    user = context["request"].user
    rounds = list(_rounds(record).order_by("-number"))
    concluded = next((found for found in rounds if hasattr(found, "conclusion")), None)
    return {
        "request": context["request"],
        "record": record,
        "rounds": rounds,
        "may_submit": isinstance(user, User)
        and policy.may_request(user, record)
        and not any(found.is_open for found in rounds),
        "changed": concluded is not None and frozen.changed_since(record, concluded.frozen_digest),
    }


@register.inclusion_tag("public/_vetting_seal.html")
def vetting_seal(record: Record) -> dict[str, Any]:
    """Show a reader the record's one status: procedure, body, number and date; no names."""
    rounds = _rounds(record).filter(concluded_at__isnull=False)
    found = rounds.order_by("-number").first()
    vetted = found is not None and found.stage == Stage.VETTED
    return {
        "record": record,
        "round": found,
        "shown": shown_of(found) if vetted else None,
        "rounds": _others(record, found) if found else [],
    }


@register.inclusion_tag("public/_cited_badge.html", takes_context=True)
def cited_badge(context: Any, record: Record) -> dict[str, Any]:
    """Show what became of the works that cite a record, as far as the viewer may see them."""
    viewer = context["request"].user
    badge = badges_of([record.pk], gate.visible_works(viewer))[record.pk]
    inside = isinstance(viewer, User) and viewer.is_archive_staff
    remarks = Comment.objects.filter(
        citation__record=record,
        handed_in_at__isnull=False,
        round__concluded_at__isnull=False,
        answer__isnull=True,
    )
    return {"badge": badge, "review_asked": inside and remarks.exists()}


@register.inclusion_tag("public/_work_seal.html")
def work_seal(work: Work) -> dict[str, Any]:
    """Show a reader how a work was vetted: procedure, body, number and date; no names."""
    rounds = Round.objects.filter(work=work, stage=Stage.VETTED).order_by("-number")
    joined = rounds.select_related("procedure", "body", "conclusion", "document")
    found = joined.defer("frozen").first()
    paper = None if found is None else getattr(found, "document", None) or found.conclusion
    shown = shown_of(found) if found else None
    others = _others(work, found)
    return {"work": work, "round": found, "paper": paper, "shown": shown, "rounds": others}


def _others(subject: Record | Work, shown: Round | None) -> list[Passage]:
    """Return every concluded round, if there is one besides that shown already."""
    rounds = passages_of(subject)
    numbers = {past.number for past in rounds} - {shown.number if shown else 0}
    return rounds if numbers else []


def _rounds(record: Record) -> Any:
    joined = Round.objects.select_related("procedure", "body", "conclusion")
    return joined.filter(record=record).defer("frozen")
