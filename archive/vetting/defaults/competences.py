"""Who vets what, from when to when (domain file 1.2, points 3–5, and section 6).

The boundary of 30 June 2025 is where the district boards ended. No document was found that hands
their power over, so those rows name nobody.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from archive.vetting.defaults.guideline_90 import SUMMARY
from archive.vetting.defaults.rows import OUR_PROPOSAL, PROPOSED, UNDETERMINED, Basis
from archive.vetting.defaults.rule_996 import BINH_THUAN

GUIDELINE_ON = dt.date(2021, 3, 15)
DISTRICTS_ENDED_ON = dt.date(2025, 6, 30)
AFTER = dt.date(2025, 7, 1)

INSTITUTE = ("Viện Lịch sử Đảng", "Institute of Party History", "central")
PROVINCIAL = (
    "Ban Tuyên giáo tỉnh ủy, thành ủy",
    "Provincial Party Committee's Propaganda and Education Board",
    "province",
)
PROVINCIAL_2025 = (
    "Ban Tuyên giáo và Dân vận tỉnh ủy, thành ủy",
    "Provincial Party Committee's Propaganda and Mass Mobilisation Board",
    "province",
)
DISTRICT = (
    "Ban Tuyên giáo quận ủy, huyện ủy, thị ủy",
    "District Party Committee's Propaganda and Education Board",
    "district",
)

STILL = Basis(
    PROPOSED,
    "Suy luận: cơ quan kế tục; chưa có văn bản xác nhận sau 01/7/2025",
    "Inferred: the body that succeeded; no document confirms it after 01/7/2025",
)
NOBODY = Basis(
    UNDETERMINED,
    "Ban Tuyên giáo cấp huyện kết thúc ngày 30/6/2025; chưa tìm thấy văn bản giao lại thẩm quyền",
    "District boards ended on 30/6/2025; no document was found that hands their power over",
)
NOT_SAID = Basis(
    UNDETERMINED,
    "Phần đọc được của Hướng dẫn 90 không nói đến",
    "Not said in the part of Guideline 90 that could be read",
)


def _row(
    kind: str,
    level: str,
    body: tuple[str, str, str] | None,
    basis: Basis,
    valid_from: dt.date | None,
    valid_to: dt.date | None,
) -> dict[str, Any]:
    vi, en, body_level = body or ("", "", "")
    return {
        "work_kind": kind,
        "level": level,
        "body": vi,
        "body_en": en,
        "body_level": body_level,
        "basis": basis.vi,
        "basis_en": basis.en,
        "certainty": basis.certainty,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }


def _both(
    kind: str,
    level: str,
    before: tuple[str, str, str],
    after: tuple[str, str, str] | None,
) -> list[dict[str, Any]]:
    """Return the row of the Guideline's own time and the one after the districts ended."""
    return [
        _row(kind, level, before, SUMMARY, GUIDELINE_ON, DISTRICTS_ENDED_ON),
        _row(kind, level, after, STILL if after else NOBODY, AFTER, None),
    ]


COMPETENCES: dict[str, list[dict[str, Any]]] = {
    "HD90-2021": [
        *_both("committee_history", "province", INSTITUTE, INSTITUTE),
        *_both("committee_history", "district", PROVINCIAL, PROVINCIAL_2025),
        *_both("committee_history", "commune", DISTRICT, None),
        *_both("tradition_history", "central", INSTITUTE, INSTITUTE),
        *_both("tradition_history", "province", PROVINCIAL, PROVINCIAL_2025),
        *_both("tradition_history", "district", DISTRICT, None),
        _row("tradition_history", "commune", None, NOT_SAID, GUIDELINE_ON, None),
        _row("chronicle", "", None, NOT_SAID, GUIDELINE_ON, None),
        _row("yearbook", "", None, NOT_SAID, GUIDELINE_ON, None),
    ],
    "QD996-2013": [
        _row("", "commune", PROVINCIAL, BINH_THUAN, dt.date(2013, 9, 13), dt.date(2021, 3, 14)),
    ],
    "TU-LIEU": [
        _row(
            "",
            "",
            ("Cơ quan lưu giữ tư liệu", "The office that holds the record", ""),
            OUR_PROPOSAL,
            None,
            None,
        ),
    ],
}
