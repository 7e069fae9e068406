"""What was held against a record, for the screens on which it is judged."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import template

from archive.access.corroboration import related_to
from archive.access.sight import sight_of
from archive.catalogue.models import Record, Relation

register = template.Library()


@register.inclusion_tag("ui/parts/cross_check.html", takes_context=True)
def cross_check(context: Any, record: Record | None) -> dict[str, Any]:
    """Count what confirms, contradicts and adds to a record, and list it, for who may see it."""
    viewer = context["request"].user
    related = related_to(viewer, record, sight_of(viewer, record)) if record else []
    counted = Counter(one.relation for one in related)
    counts = [(label, counted[value]) for value, label in Relation.choices]
    return {"record": record, "related": related, "counts": counts}
