"""Compiled histories and what they rest on."""

from __future__ import annotations

from typing import Any

from archive.access import gate
from archive.access.addresses import absolute, at
from archive.access.cited import told_sources
from archive.interop.api.listing import PAGING, listed
from archive.interop.api.operations import Asked, Operation, reading
from archive.interop.api.referring import record_ref, seconds, unit_ref, work_ref
from archive.interop.api.shapes.collections import Source, WorkSaid, WorkSummary
from archive.interop.api.shapes.parts import Coded, Listed, Place
from archive.ui.paging import ByNumber
from archive.works.models import Citation, Work


@reading("works/", Listed[WorkSummary], "Compiled histories open to the asker, by period", *PAGING)
def works(asked: Asked) -> Listed[WorkSummary]:
    rows = gate.visible_works(asked.viewer).select_related("unit").order_by("period_from", "code")
    return listed(
        asked, ByNumber(rows), lambda some: [WorkSummary(**_short(each)) for each in some]
    )


@reading("works/<str:code>/", WorkSaid, "One compiled history")
def work(asked: Asked, code: str) -> WorkSaid:
    found = gate.work_or_404(asked.viewer, code)
    return WorkSaid(
        **_short(found),
        summary=found.summary,
        owner=unit_ref(found.owner),
        published_year=found.published_year,
        online_address=found.online_address,
        online_on=found.online_on,
        sources_url=at("api:sources", found.code),
    )


@reading(
    "works/<str:code>/sources/",
    Listed[Source],
    "The places in a work that rest on a record open to the asker",
    *PAGING,
)
def sources(asked: Asked, code: str) -> Listed[Source]:
    found = gate.work_or_404(asked.viewer, code)
    cited = found.citations.filter(record__in=gate.visible_records(asked.viewer))
    rows = ByNumber(cited.select_related("record").order_by("id"))
    return listed(asked, rows, lambda some: list(map(_source, told_sources(asked.viewer, some))))


OPERATIONS: tuple[Operation, ...] = (works, work, sources)


def _short(found: Work) -> dict[str, Any]:
    return vars(work_ref(found)) | {
        "kind": Coded(code=found.kind, label=found.get_kind_display()),
        "stage": Coded(code=found.stage, label=found.get_stage_display()),
        "unit": unit_ref(found.unit),
        "period_from": found.period_from,
        "period_to": found.period_to,
        "is_demonstration": found.is_demonstration,
    }


def _source(cited: Citation) -> Source:
    start = None if cited.at_ms is None else seconds(cited.at_ms)
    return Source(
        record=record_ref(cited.record),
        place=Place(page=cited.page, start=start, end=None),
        html_url=absolute(cited.get_absolute_url()),
        place_in_work=cited.place_in_work,
        note=cited.note,
    )
