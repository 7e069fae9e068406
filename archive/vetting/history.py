"""The rounds of one work or record as readers get them: outcome and papers, no person, no word."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from archive.catalogue.models import Record
from archive.vetting.models import Round, Stage
from archive.works.models import Work


@dataclass(frozen=True)
class Passage:
    """One concluded round: what came of it, and what was issued, with number and day."""

    number: int
    status: str
    procedure: str
    body: str
    papers: tuple[tuple[StrPromise, str, dt.date], ...]


def passages_of(subject: Record | Work) -> list[Passage]:
    """Return the concluded rounds of `subject`, the earliest first, in one query.

    One withdrawn leaves its subject as it was before it, and is no part of what became of it.
    """
    rounds = (
        Round.objects.of(subject)
        .filter(concluded_at__isnull=False)
        .exclude(stage=Stage.WITHDRAWN)
        .select_related("procedure", "body", "conclusion", "document")
        .defer("frozen")
        .order_by("number")
    )
    return [_passage(round_) for round_ in rounds]


def _passage(round_: Round) -> Passage:
    conclusion, document = getattr(round_, "conclusion", None), getattr(round_, "document", None)
    papers = []
    if conclusion is not None:
        papers.append((_("Conclusion"), conclusion.number, conclusion.on))
    if document is not None:
        papers.append((_("Vetting document"), document.number, document.on))
    return Passage(
        number=round_.number,
        status=round_.get_stage_display(),
        procedure=round_.procedure.label,
        body=str(round_.body),
        papers=tuple(papers),
    )
