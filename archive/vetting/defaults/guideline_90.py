"""Guideline 90-HD/HVCTQG as far as it can be known (domain file, sections 0 and 1)."""

from __future__ import annotations

import datetime as dt

from archive.vetting.defaults.rows import (
    NO_SOURCE,
    OUR_PROPOSAL,
    PRACTICE,
    SOURCED,
    Basis,
    Demand,
    ProcedureRow,
)

SUMMARY = Basis(
    SOURCED,
    "Hướng dẫn 90-HD/HVCTQG, theo bản tóm lược trên quangnam.dcs.vn; chưa đối chiếu toàn văn",
    "Guideline 90-HD/HVCTQG, from the summary on quangnam.dcs.vn; full text not compared",
)
AN_GIANG = Basis(
    PRACTICE,
    "Hướng dẫn của tỉnh An Giang (đăng ngày 01/6/2021); chưa rõ có trong Hướng dẫn 90 hay không",
    "An Giang province's own guidance (posted 01/6/2021); not known to be in Guideline 90",
)


def seen(vi: str, en: str) -> Basis:
    """Return practice seen at a named office, which proves nothing about Guideline 90."""
    return Basis(
        PRACTICE,
        f"Thực tế đã thấy: {vi}; không phải quy định của Hướng dẫn 90",
        f"Practice seen: {en}; not a rule of Guideline 90",
    )


AN_GIANG_2022 = seen("An Giang, 15/12/2022", "An Giang, 15/12/2022")
COUNCILS = seen("An Giang 2022 và các hội đồng khác", "An Giang 2022 and other councils")

_PURPOSES = (
    Demand(
        "purpose",
        "obligation",
        "Công trình phải được thẩm định trước khi xuất bản, phát hành",
        "The work must be vetted before it is published or issued",
        SUMMARY,
    ),
    Demand(
        "purpose",
        "scope_other",
        "Biên niên, kỷ yếu, sách tái bản có thuộc diện thẩm định hay không",
        "Whether chronicles, commemorative records and reprints are covered",
        NO_SOURCE,
    ),
    Demand(
        "purpose",
        "before_approval",
        "Thẩm định khoa học trước khi trình cấp ủy phê duyệt",
        "Scientific vetting comes before approval by the Party committee",
        seen("Bình Phước (trang không ghi ngày)", "Bình Phước (page undated)"),
    ),
)
_STAGES = (
    Demand("stage", "submitted", "Gửi hồ sơ đề nghị thẩm định", "Dossier submitted", AN_GIANG),
    Demand("stage", "returned", "Trả hồ sơ, yêu cầu bổ sung", "Dossier returned", OUR_PROPOSAL),
    Demand(
        "stage",
        "council_formed",
        "Thành lập Hội đồng thẩm định bằng quyết định",
        "Council formed by a decision",
        seen("Khánh Hòa, Quyết định 101-QĐ/BTGTU", "Khánh Hòa, Decision 101-QĐ/BTGTU"),
    ),
    Demand("stage", "under_review", "Hội đồng thẩm định", "Review by the council", AN_GIANG_2022),
    Demand(
        "stage",
        "revision_required",
        "Chỉnh sửa theo kết luận, tiếp thu và giải trình",
        "Revision as concluded, taking-in and explanation",
        seen("nhiều tỉnh", "several provinces"),
    ),
    Demand(
        "stage",
        "resubmitted",
        "Gửi lại bản hoàn chỉnh cho cơ quan thẩm định trước khi xuất bản",
        "The finished manuscript goes back to the vetting body before publication",
        seen("Núi Thành", "Núi Thành"),
    ),
)
_COUNCIL = (
    Demand("council", "seats_min", "Số thành viên ít nhất", "Fewest members", SUMMARY, "5"),
    Demand("council", "seats_max", "Số thành viên nhiều nhất", "Most members", SUMMARY, "9"),
    Demand(
        "council",
        "expertise",
        "Thành viên có chuyên môn, nghiệp vụ về lịch sử (đoạn văn bản sau đó bị cắt)",
        "Members have expertise in history (the text breaks off here)",
        SUMMARY,
    ),
    Demand("council", "chair", "Hội đồng có Chủ tịch", "The council has a chair", COUNCILS, "1"),
    Demand(
        "council",
        "secretary",
        "Thư ký Hội đồng tổng hợp nhận xét của các thành viên",
        "The council's secretary collates the members' opinions",
        AN_GIANG_2022,
        "1",
    ),
    Demand(
        "council",
        "conflict",
        "Người tham gia biên soạn không nên ngồi trong Hội đồng thẩm định chính công trình đó",
        "Compilers should not sit on the council that vets their own work",
        OUR_PROPOSAL,
        "warn",
    ),
)
_PAPERS = (
    Demand(
        "paper", "request", "Văn bản đề nghị thẩm định (số, ngày)", "Signed request", AN_GIANG, "1"
    ),
    Demand("paper", "manuscript", "Bản thảo và tệp bản thảo", "Manuscript", OUR_PROPOSAL, "1"),
    Demand(
        "paper",
        "boards",
        "Quyết định thành lập Ban Chỉ đạo, Ban Biên soạn",
        "Decisions setting up the steering and compilation boards",
        OUR_PROPOSAL,
        "1",
    ),
    Demand("paper", "outline", "Đề cương đã duyệt", "Approved outline", OUR_PROPOSAL, "1"),
    Demand("paper", "workshops", "Biên bản hội thảo", "Workshop minutes", OUR_PROPOSAL, "1"),
    Demand(
        "paper",
        "witness_comments",
        "Ý kiến góp ý của nhân chứng",
        "Comments of witnesses",
        OUR_PROPOSAL,
        "1",
    ),
    Demand("paper", "sources", "Danh mục nguồn tư liệu", "List of sources", OUR_PROPOSAL, "1"),
    Demand("paper", "contract", "Hợp đồng thẩm định", "Vetting contract", AN_GIANG),
)
_CRITERIA = (
    Demand("criterion", "content", "Chất lượng nội dung", "Quality of content", SUMMARY),
    Demand("criterion", "party_character", "Tính Đảng", "Party character", SUMMARY),
    Demand("criterion", "scientific", "Tính khoa học", "Scientific quality", SUMMARY),
    Demand("criterion", "errors", "Tránh sai sót", "Freedom from error", SUMMARY),
    Demand(
        "criterion",
        "structure",
        "Kết cấu, phân kỳ lịch sử; lô-gích, trùng lặp",
        "Structure and periodisation; logic and repetition",
        COUNCILS,
    ),
    Demand(
        "criterion",
        "sources",
        "Độ chính xác của tư liệu, bối cảnh, nhân vật, sự kiện, nhận định",
        "Accuracy of sources, context, persons, events, judgements",
        COUNCILS,
    ),
    Demand(
        "criterion",
        "names",
        "Danh sách cấp ủy, địa danh, thể thức văn bản, văn phong, hình ảnh",
        "Committee lists, place names, document format, style, images",
        COUNCILS,
    ),
    Demand("criterion", "form", "Mẫu phiếu chấm điểm", "Scoring form", NO_SOURCE),
)
_PERIODS = (
    Demand("period", "dossier_days", "Thời hạn kiểm tra hồ sơ", "Time to check it", NO_SOURCE),
    Demand("period", "review_days", "Thời hạn thẩm định", "Time to review it", NO_SOURCE),
    Demand("period", "result_days", "Thời hạn trả kết quả", "Time to give the result", NO_SOURCE),
)
_RULES = (
    Demand("rule", "quorum", "Số thành viên tối thiểu dự họp", "Quorum", NO_SOURCE),
    Demand(
        "rule",
        "ballot",
        "Bỏ phiếu kín",
        "Secret ballot",
        seen("một huyện ở Tây Ninh, 2014 (nghiệm thu)", "a district of Tây Ninh, 2014"),
        "optional",
    ),
    Demand("rule", "threshold", "Tỷ lệ phiếu để đạt", "Votes needed to pass", NO_SOURCE),
    Demand(
        "rule",
        "meeting",
        "Họp Hội đồng, có biên bản",
        "The council meets and minutes are kept",
        AN_GIANG_2022,
        "required",
    ),
    Demand(
        "rule",
        "blind",
        "Thành viên chỉ đọc nhận xét của người khác sau khi đã nộp nhận xét của mình",
        "Members read others' opinions only after handing in their own",
        OUR_PROPOSAL,
        "yes",
    ),
    Demand(
        "rule",
        "late",
        "Nhận xét nộp sau hạn được ghi nhận kèm lý do",
        "A late opinion is taken with a reason",
        OUR_PROPOSAL,
        "reason",
    ),
    Demand(
        "rule",
        "opinions",
        "Mọi thành viên có nhận xét bằng văn bản trước khi kết luận",
        "Every member has written an opinion before the conclusion",
        AN_GIANG_2022,
        "all",
    ),
)
_VERDICTS = (
    Demand("verdict", "vetted", "Đạt", "Passed", OUR_PROPOSAL),
    Demand(
        "verdict",
        "revision_required",
        "Đạt, phải chỉnh sửa theo kết luận (tên gọi do phần mềm đề xuất)",
        "Passed, to be revised as concluded (name proposed by this program)",
        seen("nhiều tỉnh", "several provinces"),
    ),
    Demand(
        "verdict",
        "not_passed",
        "Chưa đạt, thẩm định lại (tên gọi do phần mềm đề xuất)",
        "Not passed, to be vetted again (name proposed by this program)",
        seen("Tây Ninh, 2014", "Tây Ninh, 2014"),
    ),
)

GUIDELINE_90 = ProcedureRow(
    code="HD90-2021",
    subject_kind="work",
    name="Thẩm định công trình lịch sử theo Hướng dẫn 90-HD/HVCTQG",
    name_en="Vetting of historical works under Guideline 90-HD/HVCTQG",
    document_number="90-HD/HVCTQG",
    document_on=dt.date(2021, 3, 15),
    issuer="Học viện Chính trị quốc gia Hồ Chí Minh",
    note=(
        "Chỉ đọc được phần đầu của Hướng dẫn qua một bản tóm lược công khai không ghi số; thành "
        "phần hồ sơ, thời hạn, mẫu phiếu, tỷ lệ phiếu, tên kết luận và hiệu lực hiện nay: chưa rõ."
    ),
    note_en=(
        "Only the first part of the Guideline could be read, in a public summary that does not "
        "print its number; dossier, periods, forms, threshold, names of verdicts and present "
        "force are not known."
    ),
    valid_from=dt.date(2021, 3, 15),
    demands=_PURPOSES + _STAGES + _COUNCIL + _PAPERS + _CRITERIA + _PERIODS + _RULES + _VERDICTS,
)
