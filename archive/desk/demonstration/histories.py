"""Works that rest on the records of the demonstration."""

from __future__ import annotations

from django.utils import timezone

from archive.catalogue.models import Record
from archive.desk.demonstration import stock
from archive.desk.demonstration.cast import Cast
from archive.units.models import Unit
from archive.works.actions import cite_record, enter_work
from archive.works.models import Work, WorkKind, WorkStage


def enter_works(cast: Cast) -> None:
    """Enter works at the stages before vetting, and one printed before the guideline."""
    _work(
        cast, "MH-CT-01", "Lịch sử đảng bộ một tỉnh (minh hoạ)",
        WorkKind.COMMITTEE_HISTORY, "vn-68-2025", WorkStage.CONSULTING, (1930, 2025),
    )  # fmt: skip
    chronicle = _work(
        cast, "MH-CT-02", "Biên niên sự kiện công tác lịch sử Đảng (minh hoạ)",
        WorkKind.CHRONICLE, "vn-68", WorkStage.DRAFTING, (2018, 2022),
    )  # fmt: skip
    _work(
        cast, "MH-CT-03", "Lịch sử truyền thống một ngành (minh hoạ)",
        WorkKind.TRADITION_HISTORY, "vn-60", WorkStage.COLLECTING, (1945, 1975),
    )  # fmt: skip
    _work(
        cast, "MH-CT-04", "Kỷ yếu in trước khi có Hướng dẫn 90 (minh hoạ)",
        WorkKind.YEARBOOK, "vn-67", WorkStage.LEGACY_PUBLISHED, (2004, 2014),
        legacy_rule="Chưa rõ (minh hoạ)",
    )  # fmt: skip
    _cite(cast, chronicle, stock.NOTICE, page=1, place_in_work="Năm 2021")
    _cite(cast, chronicle, stock.PLAN, page=2, place_in_work="Năm 2022")
    _cite(cast, chronicle, stock.INTERVIEW, at_ms=11_400, place_in_work="Phụ lục lời kể")


def _work(
    cast: Cast,
    code: str,
    title: str,
    kind: WorkKind,
    unit: str,
    stage: WorkStage,
    period: tuple[int, int],
    legacy_rule: str = "",
) -> Work:
    return enter_work(
        actor=cast["truongphong"],
        code=code,
        title=title,
        kind=kind,
        unit=Unit.objects.get(code=unit),
        owner=cast.office,
        stage=stage,
        period=period,
        legacy_rule=legacy_rule,
        summary="Công trình hư cấu, chỉ để minh hoạ.",
        is_public=True,
        is_demonstration=True,
        at=timezone.now(),
    )


def _cite(
    cast: Cast,
    work: Work,
    item: stock.Item,
    *,
    place_in_work: str,
    page: int | None = None,
    at_ms: int | None = None,
) -> None:
    cite_record(
        actor=cast["truongphong"],
        work=work,
        record=Record.objects.get(code=item.code),
        page=page,
        at_ms=at_ms,
        place_in_work=place_in_work,
        at=timezone.now(),
    )
