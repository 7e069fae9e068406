"""The review report of Plan 49-KH/TU (Lâm Đồng, 12/7/2022): its outline, filled with counts.

Where the catalogue holds no figure the office writes; nothing is made up for it.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _
from docx import Document

from archive.access import gate
from archive.accounts.models import User
from archive.catalogue.models import GOOD_CONDITION, RecordKind, Vocabulary
from archive.catalogue.terms import Terms
from archive.reports.completion import UnitLine, completion, unit_lines
from archive.units.models import Level, Unit
from archive.vetting import figures
from archive.vetting.models import Conclusion, Verdict
from archive.works.models import WorkKind

BASIS = "Kế hoạch 49-KH/TU, 12/7/2022, Tỉnh ủy Lâm Đồng"


@dataclass(frozen=True)
class Section:
    """One heading of the outline and what the catalogue can say under it."""

    heading: str
    lines: list[str] = field(default_factory=list)

    @property
    def is_for_the_office(self) -> bool:
        return not self.lines


def review_report(user: User, within: Unit, day: dt.date) -> list[Section]:
    """Return the outline with the figures as of `day` that `user` may see."""
    return [
        Section("I.1. Công tác lãnh đạo, chỉ đạo, quán triệt, triển khai thực hiện"),
        Section("I.2. Nhận thức của cấp ủy, người đứng đầu cấp ủy"),
        Section("I.3. Nghiên cứu, biên soạn: các công trình", _works(user)),
        Section("I.3. Thực hiện Hướng dẫn số 90-HD/HVCTQG", _vetting(user, day)),
        Section("I.3. Biên niên lịch sử đảng bộ", _chronicles(user)),
        Section(
            "I.3. Hoàn thành lịch sử đảng bộ cấp huyện, cấp xã", _completion(user, within, day)
        ),
        Section("I.3. Sưu tầm tư liệu, phỏng vấn nhân chứng", _sources(user, day)),
        Section("I.4. Tuyên truyền, giáo dục lịch sử Đảng"),
        Section("I.5. Đội ngũ cán bộ làm công tác lịch sử Đảng"),
        Section("I.6. Cơ sở vật chất, kinh phí, lưu trữ"),
        Section("II.1. Khó khăn, hạn chế: tư liệu", _condition(user)),
        Section("II.1. Vướng mắc trong thẩm định theo Hướng dẫn 90", _obstacles(user, day)),
        Section("II.2. Nguyên nhân"),
        Section("III. Phương hướng, nhiệm vụ"),
        Section("IV. Kiến nghị, đề xuất"),
    ]


def review_document(user: User, within: Unit, day: dt.date) -> bytes:
    """Return the report as a DOCX file."""
    document = Document()
    document.add_heading(_("Review report"), level=0)
    as_of = _("Figures as of %(day)s, %(unit)s") % {
        "day": day.strftime("%d/%m/%Y"),
        "unit": within.name,
    }
    document.add_paragraph(as_of)
    document.add_paragraph(_("Outline: %(basis)s") % {"basis": BASIS})
    for section in review_report(user, within, day):
        document.add_heading(section.heading, level=1)
        for line in section.lines or [_("(for the office to write)")]:
            document.add_paragraph(line, style="List Bullet" if section.lines else None)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _works(user: User) -> list[str]:
    rows = gate.workable_works(user).order_by().values_list("kind").annotate(n=Count("pk"))
    kinds = dict(WorkKind.choices)
    return [f"{kinds[kind]}: {n}" for kind, n in rows.order_by("kind")]


def _chronicles(user: User) -> list[str]:
    works = gate.workable_works(user).filter(kind=WorkKind.CHRONICLE)
    return [f"{work.title}: {work.get_stage_display()}" for work in works[:100]]


def _vetting(user: User, day: dt.date) -> list[str]:
    rounds = figures.begun(user, day).filter(work__isnull=False)
    concluded = Conclusion.objects.filter(round__in=rounds, on__lte=day)
    under_way = figures.under_way(user, day).filter(work__isnull=False).count()
    lines = [_("Rounds submitted: %(n)d") % {"n": rounds.count()}]
    lines.append(_("Rounds under way on that day: %(n)d") % {"n": under_way})
    counted = dict(concluded.order_by().values_list("verdict").annotate(n=Count("pk")))
    lines += [f"{label}: {counted.get(value, 0)}" for value, label in Verdict.choices]
    return lines


def _completion(user: User, within: Unit, day: dt.date) -> list[str]:
    works = gate.workable_works(user)
    lines = []
    for row in completion(works, within, day):
        if not row.units:
            lines.append(
                _("%(level)s: there were no such units on that day") % {"level": row.level.label}
            )
            continue
        lines.append(
            _(
                "%(level)s: %(own)d of %(units)d units have a printed history (%(percent)d%%); "
                "%(inherited)d more only through a unit that went into them"
            )
            % {
                "level": row.level.label,
                "own": row.own,
                "units": row.units,
                "percent": row.percent or 0,
                "inherited": row.by_predecessors,
            }
        )
    for level in (Level.DISTRICT, Level.COMMUNE):
        lines += [_line(line) for line in unit_lines(works, within, level, day)[:500]]
    return lines


def _line(line: UnitLine) -> str:
    if line.year:
        return f"{line.unit.name}: {line.year}"
    if line.expected_on:
        day = line.expected_on.strftime("%d/%m/%Y")
        return _("%(unit)s: expected on %(day)s") % {"unit": line.unit.name, "day": day}
    return f"{line.unit.name}: {line.work.get_stage_display()}"


def _sources(user: User, day: dt.date) -> list[str]:
    records = gate.workable_records(user).filter(created_at__date__lte=day)
    rows = dict(records.order_by().values_list("kind").annotate(n=Count("pk")))
    return [f"{label}: {rows[kind]}" for kind, label in RecordKind.choices if kind in rows]


def _condition(user: User) -> list[str]:
    records = gate.workable_records(user).exclude(condition=GOOD_CONDITION)
    rows = dict(records.order_by().values_list("condition").annotate(n=Count("pk")))
    terms = Terms()
    return [f"{terms.label(Vocabulary.CONDITION, code)}: {n}" for code, n in sorted(rows.items())]


def _obstacles(user: User, day: dt.date) -> list[str]:
    found = figures.obstacles(user, day).filter(round__work__isnull=False)
    return [f"{row.get_kind_display()}: {row.text}" for row in found[:200]]
