"""The description of a level of arrangement, field by field, for readers and for the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import template
from django.template import RequestContext
from django.utils.text import capfirst

from archive.catalogue.models import Collection
from archive.catalogue.terms import TERM_FIELDS
from archive.ui.templatetags.ui import terms_of

register = template.Library()

# In the order of ISAD(G): identity, context, content, conditions, allied materials, control.
FIELDS = (
    "date_written", "status", "extent", "sheet_count", "page_count", "creator", "creator_history",
    "history", "acquisition", "scope_and_content", "keywords", "information_symbol", "appraisal",
    "accruals", "arrangement", "use_mode", "languages", "scripts", "preservation",
    "reliability", "retention", "finding_aids", "paper_code", "reserve_regime", "reserve_state",
    "related_material", "publication_note", "notes", "archivist_note", "rules", "described_on",
)  # fmt: skip


@register.inclusion_tag("ui/parts/level_fields.html", takes_context=True)
def level_fields(context: RequestContext, collection: Collection) -> dict[str, Any]:
    """Show what is said of a level; empty fields are left out."""
    return {"fields": list(_said(context, collection))}


def _said(context: RequestContext, collection: Collection) -> Iterator[tuple[str, str, str]]:
    for name in FIELDS:
        value = getattr(collection, name)
        if value in (None, ""):
            continue
        lang = ""
        if name in TERM_FIELDS:
            text = terms_of(context).labels(TERM_FIELDS[name], value)
        elif name == "status":
            text = collection.get_status_display()
        else:
            text, lang = str(value), "vi"
        field: Any = Collection._meta.get_field(name)
        yield capfirst(str(field.verbose_name)), text, lang
