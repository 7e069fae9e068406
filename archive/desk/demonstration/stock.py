"""What is brought to the demonstration office, as files a person could have uploaded."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.catalogue.models import AppearanceRole, RecordKind
from archive.desk.demonstration import paper, print_file
from archive.desk.demonstration.setting import MATERIAL, Sheet, set_text

Files = Mapping[str, bytes]
SEEDS_RIGHTS = "Văn bản công khai; không thuộc đối tượng bảo hộ quyền tác giả"
OURS = "Dữ liệu minh hoạ do phần mềm tạo ra, dùng tự do"
WITNESS = "Nhân chứng minh hoạ số 1"
INTERVIEWER = "Người phỏng vấn minh hoạ"


@dataclass(frozen=True)
class Item:
    """One record to be: its files and what an archivist would write about it."""

    code: str
    kind: RecordKind
    title: str
    collection: str
    unit: str
    files: Callable[[], Files]
    description: Mapping[str, Any] = field(default_factory=dict)
    people: Mapping[AppearanceRole, Sequence[str]] = field(default_factory=dict)
    places: Sequence[str] = ()
    subjects: Sequence[str] = ()
    # What stands on each page, known here, for a machine that cannot read scans.
    page_texts: Sequence[str] = ()


def _source(name: str) -> list[Sheet]:
    return set_text((MATERIAL / "sources" / name).read_text())


def _scans() -> Files:
    sheets = _source("thong-bao-ket-luan-2021.txt")
    return {
        f"thong-bao-trang-{number}.jpg": paper.scan(sheet, seed=number)
        for number, sheet in enumerate(sheets, start=1)
    }


def _printed() -> Files:
    return {"ke-hoach-49-kh-tu.pdf": print_file.print_pdf(_source("ke-hoach-49-kh-tu-2022.txt"))}


def _spoken() -> Files:
    return {"phong-van-minh-hoa.mp3": (MATERIAL / "interview" / "interview.mp3").read_bytes()}


def _landscape(seed: int) -> Callable[[], Files]:
    return lambda: {f"anh-ve-{seed}.jpg": paper.landscape(seed=seed)}


def _map() -> Files:
    names = ["Trạm A", "Suối Đá", "Trạm B", "Đồi Thông"]
    return {"so-do-giao-lien.jpg": paper.sketch_map(seed=5, names=names)}


def _memoir() -> Files:
    return {"hoi-ky-minh-hoa.txt": (MATERIAL / "sources" / "hoi-ky-minh-hoa.txt").read_bytes()}


def said() -> list[dict[str, Any]]:
    """Return what is said in the spoken interview: start_ms, end_ms, speaker, text."""
    found: list[dict[str, Any]] = json.loads(
        (MATERIAL / "interview" / "interview.json").read_text()
    )
    return found


LETTERS, TESTIMONY, PICTURES = "MH-P01-H01", "MH-ST1", "MH-ST2"

NOTICE = Item(
    code="MH-P01-H01-0001",
    kind=RecordKind.DOCUMENT,
    title="Thông báo kết luận sơ kết 03 năm thực hiện Chỉ thị số 20-CT/TW",
    collection=LETTERS,
    unit="vn-60",
    files=_scans,
    page_texts=[sheet.text for sheet in _source("thong-bao-ket-luan-2021.txt")],
    description={
        "abstract": "Kết luận của Thường trực Tỉnh ủy Bình Thuận tại hội nghị trực tuyến ngày"
        " 14/4/2021 về nghiên cứu, biên soạn lịch sử đảng bộ, lịch sử truyền thống.",
        "document_type": "thong-bao",
        "issuing_body": "Văn phòng Tỉnh ủy Bình Thuận",
        "date_written": "tháng 4 năm 2021",
        "extent": "4 trang",
        "languages": "vi",
        "rights": SEEDS_RIGHTS,
        "notes": "Bản dựng lại để minh hoạ từ văn bản công khai.",
    },
    places=["Bình Thuận"],
    subjects=["Nghiên cứu, biên soạn lịch sử Đảng", "Nhân chứng lịch sử"],
)
PLAN = Item(
    code="MH-P01-H01-0002",
    kind=RecordKind.DOCUMENT,
    title="Kế hoạch sơ kết 05 năm thực hiện Chỉ thị số 20-CT/TW",
    collection=LETTERS,
    unit="vn-68",
    files=_printed,
    page_texts=[sheet.text for sheet in _source("ke-hoach-49-kh-tu-2022.txt")],
    description={
        "abstract": "Kế hoạch của Ban Thường vụ Tỉnh ủy Lâm Đồng, kèm đề cương báo cáo sơ kết.",
        "document_type": "ke-hoach",
        "number_and_symbol": "49-KH/TU",
        "issuing_body": "Ban Thường vụ Tỉnh ủy Lâm Đồng",
        "date_written": "12/7/2022",
        "extent": "6 trang",
        "languages": "vi",
        "rights": SEEDS_RIGHTS,
        "notes": "Bản dựng lại để minh hoạ từ văn bản công khai.",
    },
    places=["Lâm Đồng"],
    subjects=["Nghiên cứu, biên soạn lịch sử Đảng", "Giáo dục lịch sử Đảng"],
)
INTERVIEW = Item(
    code="MH-ST1-0001",
    kind=RecordKind.INTERVIEW,
    title="Lời kể minh hoạ về đường dây giao liên",
    collection=TESTIMONY,
    unit="vn-68",
    files=_spoken,
    description={
        "abstract": "Đoạn phỏng vấn ngắn do máy đọc, nội dung hư cấu, để thử nghe và tra cứu"
        " theo từng giây.",
        "date_written": "2026",
        "extent": "50 giây",
        "languages": "vi",
        "rights": OURS,
    },
    people={AppearanceRole.WITNESS: [WITNESS], AppearanceRole.INTERVIEWER: [INTERVIEWER]},
    places=["Rừng thông (minh hoạ)"],
    subjects=["Nhân chứng lịch sử", "Giao liên"],
)
PHOTOGRAPH = Item(
    code="MH-ST2-0001",
    kind=RecordKind.PHOTOGRAPH,
    title="Đồi thông buổi sớm (tranh vẽ minh hoạ)",
    collection=PICTURES,
    unit="vn-675",
    files=_landscape(3),
    description={
        "abstract": "Tranh do máy vẽ thay cho ảnh chụp.",
        "date_written": "thập niên 1960",
        "extent": "1 ảnh",
        "rights": OURS,
    },
    places=["Rừng thông (minh hoạ)"],
    subjects=["Giao liên"],
)
MAP = Item(
    code="MH-ST2-0002",
    kind=RecordKind.MAP,
    title="Sơ đồ một chặng giao liên (vẽ minh hoạ)",
    collection=PICTURES,
    unit="vn-67",
    files=_map,
    description={
        "abstract": "Sơ đồ hư cấu, không đúng thực địa.",
        "date_written": "mùa khô 1967",
        "extent": "1 tờ",
        "rights": OURS,
    },
    subjects=["Giao liên"],
)
MEMOIR = Item(
    code="MH-ST1-0002",
    kind=RecordKind.MEMOIR,
    title="Trích hồi ký minh hoạ",
    collection=TESTIMONY,
    unit="vn-67",
    files=_memoir,
    description={
        "abstract": "Đoạn văn hư cấu ngắn, gõ lại từ vở viết tay.",
        "date_written": "khoảng năm 1985",
        "extent": "1 trang",
        "languages": "vi",
        "rights": OURS,
    },
    people={AppearanceRole.CREATOR: ["Nhân chứng minh hoạ số 2"]},
    subjects=["Nhân chứng lịch sử"],
)
VALLEY = Item(
    code="MH-ST2-0003",
    kind=RecordKind.PHOTOGRAPH,
    title="Thung lũng (tranh vẽ minh hoạ)",
    collection=PICTURES,
    unit="vn-678",
    files=_landscape(11),
    description={"abstract": "Tranh do máy vẽ.", "date_written": "không rõ", "rights": OURS},
)
FOR_READERS = Item(
    code="MH-ST2-0004",
    kind=RecordKind.PHOTOGRAPH,
    title="Rặng thông (tranh vẽ minh hoạ, dành cho người dùng đăng ký)",
    collection=PICTURES,
    unit="vn-68",
    files=_landscape(23),
    description={"abstract": "Tranh do máy vẽ.", "date_written": "8-1968", "rights": OURS},
)
TAKEN_BACK = Item(
    code="MH-ST2-0005",
    kind=RecordKind.PHOTOGRAPH,
    title="Lưng đồi (tranh vẽ minh hoạ, đã thu hồi)",
    collection=PICTURES,
    unit="vn-68",
    files=_landscape(31),
    description={"abstract": "Tranh do máy vẽ.", "date_written": "1969", "rights": OURS},
)
RETURNED = Item(
    code="MH-ST2-0006",
    kind=RecordKind.PHOTOGRAPH,
    title="Bờ suối (tranh vẽ minh hoạ, hồ sơ bị trả lại)",
    collection=PICTURES,
    unit="vn-60",
    files=_landscape(41),
    description={"abstract": "Tranh do máy vẽ.", "rights": OURS},
)
BARE = Item(
    code="MH-ST2-0007",
    kind=RecordKind.PHOTOGRAPH,
    title="Tranh vẽ minh hoạ mới tiếp nhận, chưa biên mục",
    collection=PICTURES,
    unit="vn-68-2025",
    files=_landscape(47),
)

ITEMS = [
    NOTICE, PLAN, INTERVIEW, PHOTOGRAPH, MAP, MEMOIR, VALLEY, FOR_READERS, TAKEN_BACK, RETURNED,
    BARE,
]  # fmt: skip
