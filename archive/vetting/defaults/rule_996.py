"""Bình Thuận's Regulation 996-QĐ/TU (13/9/2013), of which only the competent body is known."""

from __future__ import annotations

import datetime as dt

from archive.vetting.defaults.rows import NO_SOURCE, SOURCED, Basis, Demand, ProcedureRow

BINH_THUAN = Basis(
    SOURCED,
    "Quy định 996-QĐ/TU, theo tin trên btgtu.binhthuan.dcs.vn (2015, 2016); chưa có văn bản",
    "Regulation 996-QĐ/TU, from news on btgtu.binhthuan.dcs.vn (2015, 2016); text not found",
)

RULE_996 = ProcedureRow(
    code="QD996-2013",
    subject_kind="work",
    name="Quy định 996-QĐ/TU của Tỉnh ủy Bình Thuận (sách trước Hướng dẫn 90)",
    name_en="Regulation 996-QĐ/TU of the Bình Thuận Party Committee (books before Guideline 90)",
    document_number="996-QĐ/TU",
    document_on=dt.date(2013, 9, 13),
    issuer="Tỉnh ủy Bình Thuận",
    note=(
        "Dùng để ghi đúng quy định có hiệu lực khi các sách cũ của Bình Thuận được thẩm định. "
        "Chưa tìm thấy toàn văn; ngày hết hiệu lực chưa rõ, ở đây để đến trước Hướng dẫn 90."
    ),
    note_en=(
        "To name the rule in force when Bình Thuận's older books were vetted. No text was found; "
        "when it ended is not known, here it is kept until the day before Guideline 90."
    ),
    valid_from=dt.date(2013, 9, 13),
    valid_to=dt.date(2021, 3, 14),
    demands=(
        Demand(
            "purpose",
            "obligation",
            "Bản thảo được cơ quan tuyên giáo cấp tỉnh thẩm định, kể cả sách cấp xã",
            "The provincial board vets manuscripts, those of communes too",
            BINH_THUAN,
        ),
        Demand("council", "seats_min", "Số thành viên ít nhất", "Fewest members", NO_SOURCE),
        Demand("council", "seats_max", "Số thành viên nhiều nhất", "Most members", NO_SOURCE),
        Demand("paper", "request", "Văn bản đề nghị", "Request", NO_SOURCE),
        Demand("verdict", "vetted", "Đạt", "Passed", NO_SOURCE),
        Demand("verdict", "revision_required", "Phải chỉnh sửa", "To be revised", NO_SOURCE),
        Demand("verdict", "not_passed", "Chưa đạt", "Not passed", NO_SOURCE),
    ),
)
