"""What stands on the program's own papers, and what may be filled in by it.

No official form of a witness form, a consent or a confirmation was found, so each says that it is
the program's own. The consent covers what the law on personal data asks for: that it is voluntary
and clear, which data, to what purpose, who controls them, what rights the person has, and that it
can be withdrawn. What holds after somebody's death is left to the office's own lawyers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.collecting.models import PaperKind

VERSION = "NC-01"
OWN = (
    "Mẫu của phần mềm Nhân Chứng, phiên bản {{phien_ban}}. Không phải mẫu chính thức của cơ quan"
    " nào; cơ quan sửa lại theo quy định của mình."
)
BLANK = "…" * 12

# Name in the template → what is filled in there.
FIELDS: Mapping[str, str] = {
    "co_quan": "tên cơ quan",
    "phien_ban": "phiên bản của mẫu",
    "nhan_chung": "họ tên nhân chứng",
    "bi_danh": "bí danh",
    "nam_sinh": "năm sinh",
    "chuc_vu": "chức vụ, đơn vị qua các thời kỳ",
    "chung_kien": "sự kiện, địa bàn đã chứng kiến",
    "ngon_ngu": "ngôn ngữ",
    "nguoi_gioi_thieu": "người giới thiệu",
    "ma_tu_lieu": "mã tư liệu",
    "ten_tu_lieu": "tên tư liệu",
    "nguoi_phong_van": "người phỏng vấn",
    "van_ban_cho_phep": "văn bản cho phép phỏng vấn",
    "dia_diem": "nơi phỏng vấn",
}


@dataclass(frozen=True)
class Paper:
    """A paper in plain parts: title, paragraphs, a table of ticks, who signs."""

    title: str
    paragraphs: tuple[str, ...]
    table: tuple[tuple[str, ...], ...] = ()
    closing: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()


_ABOUT = (
    "Nhân chứng: {{nhan_chung}}. Bí danh: {{bi_danh}}. Năm sinh: {{nam_sinh}}.",
    "Buổi phỏng vấn: {{ten_tu_lieu}} ({{ma_tu_lieu}}), tại {{dia_diem}}. Người phỏng vấn:"
    " {{nguoi_phong_van}}. Văn bản cho phép: {{van_ban_cho_phep}}.",
)
_TICKS = ("Nội dung", "Đồng ý", "Không", "Từ ngày", "Đến ngày", "Chỉ sau khi qua đời")
_SCOPES = (
    "Được ghi âm, ghi hình",
    "Lưu giữ trong kho lưu trữ",
    "Dùng trong nghiên cứu",
    "Công bố âm thanh",
    "Công bố bản gỡ băng",
    "Công bố họ tên",
    "Công bố hình ảnh",
    "Dùng trong giảng dạy",
)

PAPERS: Mapping[PaperKind, Paper] = {
    PaperKind.CONSENT: Paper(
        title="PHIẾU ĐỒNG Ý CỦA NHÂN CHỨNG",
        paragraphs=(
            *_ABOUT,
            "1. Bên kiểm soát dữ liệu: {{co_quan}}.",
            "2. Dữ liệu được thu thập: tiếng nói, hình ảnh, họ tên, tiểu sử và lời kể; những điều"
            " về sức khỏe và gia đình nếu nhân chứng có kể.",
            "3. Mục đích: sưu tầm, lưu giữ, nghiên cứu, biên soạn và giáo dục lịch sử Đảng bộ, lịch"
            " sử địa phương; chỉ trong phạm vi được đánh dấu ở bảng dưới đây.",
            "4. Việc đồng ý là tự nguyện. Nhân chứng có thể đồng ý việc này và không đồng ý việc"
            " khác; không đồng ý cũng không chịu điều gì bất lợi. Im lặng không phải là đồng ý.",
            "5. Nhân chứng có các quyền theo pháp luật về bảo vệ dữ liệu cá nhân, trong đó có quyền"
            " được biết, xem, yêu cầu chỉnh sửa, hạn chế hoặc xóa dữ liệu, khiếu nại, và rút lại sự"
            " đồng ý bất cứ lúc nào bằng cách báo cho {{co_quan}}; nội dung bị rút lại không còn"
            " được công bố kể từ khi cơ quan ghi nhận.",
            f"6. Tên dùng thay họ tên (nếu không công bố họ tên): {BLANK}",
            f"7. Đoạn niêm phong: từ phút {BLANK} đến phút {BLANK}, đến ngày {BLANK}",
            f"8. Điều kiện khác, theo lời người đồng ý: {BLANK}{BLANK}",
        ),
        table=(_TICKS, *((scope, "☐", "☐", "", "", "☐") for scope in _SCOPES)),
        closing=(
            "Phiếu này đã được đọc cho nhân chứng nghe bằng tiếng: {{ngon_ngu}}.",
            "Người ký: ☐ nhân chứng  ☐ người giám hộ  ☐ người thừa kế. Khi ký thay người đã mất"
            " hoặc người được giám hộ, ghi rõ căn cứ: " + BLANK,
        ),
        signatures=("Người đồng ý", "Người đọc phiếu, phỏng vấn", "Đại diện cơ quan"),
    ),
    PaperKind.WITNESS: Paper(
        title="PHIẾU NHÂN CHỨNG",
        paragraphs=(
            "Cơ quan lập phiếu: {{co_quan}}.",
            "Họ tên: {{nhan_chung}}. Bí danh: {{bi_danh}}. Năm sinh: {{nam_sinh}}.",
            "Chức vụ, đơn vị qua các thời kỳ: {{chuc_vu}}",
            "Sự kiện, địa bàn đã chứng kiến: {{chung_kien}}",
            "Ngôn ngữ: {{ngon_ngu}}. Người giới thiệu: {{nguoi_gioi_thieu}}.",
            f"Liên hệ qua gia đình, chi bộ: {BLANK}{BLANK}",
            f"Đề nghị gặp trước vì: {BLANK}{BLANK}",
        ),
        signatures=("Người lập phiếu", "Cấp ủy cho phép gặp"),
    ),
    PaperKind.CONFIRMATION: Paper(
        title="GIẤY XÁC NHẬN BẢN GỠ BĂNG",
        paragraphs=(
            *_ABOUT,
            f"Tôi đã đọc, hoặc được nghe đọc bằng tiếng {{{{ngon_ngu}}}}, bản gỡ băng số {BLANK}"
            " của buổi phỏng vấn trên.",
            "☐ Bản gỡ băng đúng lời tôi kể.   ☐ Cần sửa như sau:",
            *(BLANK * 3 for _line in range(4)),
        ),
        signatures=("Nhân chứng", "Người gỡ băng", "Đại diện cơ quan"),
    ),
}  # fmt: skip
