"""The office's own procedure for documents and testimonies; Guideline 90 has none for them."""

from __future__ import annotations

from archive.vetting.defaults.rows import OUR_PROPOSAL, PRACTICE, Basis, Demand, ProcedureRow

CROSS_CHECK = Basis(
    PRACTICE,
    "Tài liệu nghiên cứu về công tác tư liệu: đối chiếu lời kể với hồ sơ lưu trữ Đảng",
    "Writing on sources: oral accounts are to be checked against the Party's archives",
)

_D = OUR_PROPOSAL

RECORDS = ProcedureRow(
    code="TU-LIEU",
    subject_kind="record",
    name="Thẩm định tư liệu: quy trình nội bộ (mẫu chờ đơn vị ban hành)",
    name_en="Vetting of records: the office's own procedure (a model the office has yet to adopt)",
    note=(
        "Hướng dẫn 90 thẩm định công trình biên soạn, không quy định cho từng tư liệu. Quy trình "
        "này do phần mềm đề xuất, dựa trên các nguyên tắc tương tự; chỉ là quy trình của đơn vị "
        "khi đơn vị ban hành."
    ),
    note_en=(
        "Guideline 90 vets compiled works and says nothing of single records. This procedure is "
        "proposed by this program on like principles; it is the office's own once the office "
        "adopts it."
    ),
    demands=(
        Demand(
            "purpose",
            "before_release",
            "Chỉ tư liệu đã thẩm định mới được công bố cho bạn đọc",
            "Only a vetted record is released to readers",
            _D,
        ),
        Demand("stage", "submitted", "Đề nghị thẩm định", "Submitted", _D),
        Demand("stage", "returned", "Trả lại, yêu cầu bổ sung", "Returned", _D),
        Demand("stage", "under_review", "Đang thẩm định", "Under review", _D),
        Demand("council", "seats_min", "Số người thẩm định ít nhất", "Fewest reviewers", _D, "1"),
        Demand("council", "seats_max", "Số người thẩm định nhiều nhất", "Most reviewers", _D, "9"),
        Demand("council", "chair", "Một người chủ trì kết luận", "One chair concludes", _D, "1"),
        Demand(
            "council",
            "conflict",
            "Người nhập, người gửi tư liệu không thẩm định chính tư liệu đó",
            "Whoever entered or submitted the record does not review it",
            _D,
            "refuse",
        ),
        Demand("paper", "request", "Phiếu đề nghị thẩm định", "Request slip", _D),
        Demand("criterion", "authenticity", "Tính xác thực", "Authenticity", _D),
        Demand("criterion", "completeness", "Tính đầy đủ", "Completeness", _D),
        Demand(
            "criterion",
            "corroboration",
            "Đối chiếu với nguồn khác",
            "Cross-check with other sources",
            CROSS_CHECK,
        ),
        Demand("criterion", "suitability", "Mức độ phù hợp để công bố", "Fit to be published", _D),
        Demand("period", "review_days", "Thời hạn thẩm định", "Time to review", _D),
        Demand(
            "rule",
            "opinions",
            "Mọi người thẩm định có ý kiến bằng văn bản",
            "Every reviewer has written an opinion",
            _D,
            "all",
        ),
        Demand(
            "rule",
            "blind",
            "Chỉ đọc ý kiến của người khác sau khi nộp ý kiến của mình",
            "Others' opinions are read only after one's own is handed in",
            _D,
            "yes",
        ),
        Demand(
            "rule",
            "late",
            "Ý kiến nộp sau hạn được ghi nhận kèm lý do",
            "A late opinion is taken with a reason",
            _D,
            "reason",
        ),
        Demand("verdict", "vetted", "Đã thẩm định", "Vetted", _D),
        Demand(
            "verdict",
            "revision_required",
            "Phải chỉnh sửa, gửi lại",
            "To be revised and submitted again",
            _D,
        ),
        Demand("verdict", "not_passed", "Chưa đạt", "Not passed", _D),
    ),
)
