"""The terms a new catalogue begins with: code, name in Vietnamese, name in English.

They are a beginning, not a rule: an office adds, renames and retires. Document types are those
Party and state offices write most; languages are given by their ISO 639 codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Shipped = tuple[str, str, str]

SHIPPED: Mapping[str, Sequence[Shipped]] = {
    "level": (
        ("fonds", "Phông", "Fonds"),
        ("series", "Mục lục", "Series"),
        ("file", "Hồ sơ", "File"),
        ("collection", "Sưu tập", "Collection"),
    ),
    "document_type": (
        ("nghi-quyet", "Nghị quyết", "Resolution"),
        ("quyet-dinh", "Quyết định", "Decision"),
        ("chi-thi", "Chỉ thị", "Directive"),
        ("ket-luan", "Kết luận", "Conclusion"),
        ("quy-che", "Quy chế", "Statute"),
        ("quy-dinh", "Quy định", "Regulation"),
        ("thong-tri", "Thông tri", "Circular notice"),
        ("huong-dan", "Hướng dẫn", "Guideline"),
        ("thong-bao", "Thông báo", "Notice"),
        ("thong-cao", "Thông cáo", "Communiqué"),
        ("tuyen-bo", "Tuyên bố", "Declaration"),
        ("loi-keu-goi", "Lời kêu gọi", "Appeal"),
        ("bao-cao", "Báo cáo", "Report"),
        ("ke-hoach", "Kế hoạch", "Plan"),
        ("chuong-trinh", "Chương trình", "Programme"),
        ("de-an", "Đề án", "Scheme"),
        ("phuong-an", "Phương án", "Option paper"),
        ("to-trinh", "Tờ trình", "Submission"),
        ("cong-van", "Công văn", "Official letter"),
        ("cong-dien", "Công điện", "Telegram"),
        ("bien-ban", "Biên bản", "Minutes"),
        ("giay-moi", "Giấy mời", "Invitation"),
        ("giay-gioi-thieu", "Giấy giới thiệu", "Letter of introduction"),
        ("ly-lich", "Lý lịch", "Personal history statement"),
        ("danh-sach", "Danh sách", "List"),
        ("truyen-don", "Truyền đơn", "Leaflet"),
        ("thu-tu", "Thư từ", "Letter"),
        ("nhat-ky", "Nhật ký", "Diary"),
        ("hoi-ky", "Hồi ký", "Memoir"),
    ),
    "originality": (
        ("original", "Bản gốc", "Original"),
        ("official_copy", "Bản chính", "Official copy"),
        ("copy", "Bản sao", "Copy"),
    ),
    "condition": (
        ("good", "Tốt", "Good"),
        ("damaged", "Hư hỏng", "Damaged"),
        ("interrupted", "Gián đoạn", "Interrupted"),
        ("lost", "Thất lạc", "Lost"),
        ("copy_only", "Chỉ còn bản sao", "Copy only"),
    ),
    "reliability": (
        ("born-digital", "Gốc điện tử", "Born digital"),
        ("digitised", "Số hoá", "Digitised"),
        ("mixed", "Hỗn hợp", "Mixed"),
    ),
    "retention": (
        ("permanent", "Vĩnh viễn", "Permanent"),
        ("70-years", "70 năm", "70 years"),
        ("50-years", "50 năm", "50 years"),
        ("20-years", "20 năm", "20 years"),
        ("10-years", "10 năm", "10 years"),
        ("5-years", "5 năm", "5 years"),
    ),
    # ISO 15924; Vietnamese archives hold Chữ Nôm beside Chữ Hán, which it does not tell apart.
    "script": (
        ("latn", "Chữ Quốc ngữ (chữ La-tinh)", "Latin script (Quốc ngữ)"),
        ("hani", "Chữ Hán", "Han characters"),
        ("nom", "Chữ Nôm", "Chữ Nôm"),
        ("cham", "Chữ Chăm", "Cham script"),
        ("khmr", "Chữ Khmer", "Khmer script"),
        ("cyrl", "Chữ Kirin", "Cyrillic script"),
    ),
    "language": (
        ("vi", "Tiếng Việt", "Vietnamese"),
        ("en", "Tiếng Anh", "English"),
        ("fr", "Tiếng Pháp", "French"),
        ("zh", "Tiếng Trung", "Chinese"),
        ("lzh", "Hán văn", "Classical Chinese"),
        ("ru", "Tiếng Nga", "Russian"),
        ("cja", "Tiếng Chăm (Tây)", "Western Cham"),
        ("cjm", "Tiếng Chăm (Đông)", "Eastern Cham"),
        ("cma", "Tiếng Mạ", "Maa"),
        ("kpm", "Tiếng K'ho", "Koho"),
        ("cmo", "Tiếng M'nông", "Central Mnong"),
        ("rad", "Tiếng Ê-đê", "Rade"),
        ("khm", "Tiếng Khmer", "Khmer"),
    ),
}


def install(model: type[Any]) -> None:
    """Enter the terms as rows of `model`, the term of now or of a migration's time."""
    model._default_manager.bulk_create(
        (
            model(vocabulary=vocabulary, code=code, label_vi=vi, label_en=en, position=10 * number)
            for vocabulary, terms in SHIPPED.items()
            for number, (code, vi, en) in enumerate(terms, start=1)
        ),
        ignore_conflicts=True,
    )
