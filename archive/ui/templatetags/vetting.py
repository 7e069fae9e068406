"""What a page shows of vetting: the desk's panel on a record, the reader's seal."""

from __future__ import annotations

from typing import Any

from django import template

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.vetting import frozen, policy
from archive.vetting.models import Round

register = template.Library()


@register.inclusion_tag("desk/vetting/_record_panel.html", takes_context=True)
def vetting_panel(context: Any, record: Record) -> dict[str, Any]:
    """Show the rounds of a record to its own staff, and the way to submit it."""
    user = context["request"].user
    rounds = list(_rounds(record).order_by("-number"))
    concluded = next((found for found in rounds if hasattr(found, "conclusion")), None)
    return {
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
    return {"record": record, "round": rounds.order_by("-number").first()}


def _rounds(record: Record) -> Any:
    return Round.objects.filter(record=record).select_related("procedure", "body", "conclusion")
