"""From a scan, a paper and a tape to a reader who types without diacritics.

Everything goes over HTTP to an archive started as an office starts it: real files, the real
worker, the real index. Each step is taken by the person whose step it is.
"""

from __future__ import annotations

import re
from typing import Any

from archive.desk.demonstration import paper, print_file, stock
from archive.desk.demonstration.setting import MATERIAL, set_text
from tests.journeys.conftest import Running
from tests.journeys.people import Person, query
from tests.journeys.steps import (
    allow,
    bring_transcript,
    free_files,
    hit,
    make_record,
    release,
    vet,
)
from tests.patience import wait_for

SCAN, PAPER, TAPE = "LD-P012-H034-0001", "LD-P012-H034-0002", "LD-ST-0001"
FILES = {
    SCAN: ("document", "Thông báo kết luận (bản quét)", ["trang-1.jpg", "trang-2.jpg"]),
    PAPER: ("document", "Kế hoạch sơ kết Chỉ thị 20", ["ke-hoach.pdf"]),
    TAPE: ("interview", "Lời kể về đường dây giao liên", ["phong-van.mp3"]),
}


def test_the_whole_journey(running: Running) -> None:
    archivist, visitor = running.person("luutru"), running.person()
    address = bring(archivist)
    for code, (kind, title, names) in FILES.items():
        make_record(archivist, address, code, kind, title, names)
        describe(archivist, code)
    collector = running.person("suutam")
    bring_transcript(collector, TAPE)
    allow(
        collector, TAPE, ("phieu.jpg", paper.scan(set_text("Phiếu đồng ý (minh hoạ)")[0], seed=9))
    )
    for code in FILES:
        assert visitor.get(f"/records/{code}/").status == 404, "nothing is seen before release"
        vet(running, code)
        assert visitor.get(f"/records/{code}/").status == 404, "vetted is not yet released"
        release(running, code)
    the_page_is_found(visitor)
    the_second_is_found(visitor)
    what_is_withdrawn_is_gone(running, visitor)
    assert "Everything agrees." in running.manage("verify_catalogue")


def bring(archivist: Person) -> str:
    """Answer the question about secrecy, bring four good files and a bad one."""
    address = archivist.submit("/desk/deposits/new/", secrecy="none").address
    notice = set_text((MATERIAL / "sources" / "thong-bao-ket-luan-2021.txt").read_text())
    plan = set_text((MATERIAL / "sources" / "ke-hoach-49-kh-tu-2022.txt").read_text())
    scans = [paper.scan(sheet, seed=number) for number, sheet in enumerate(notice[:2], start=1)]
    files = {
        "trang-1.jpg": scans[0],
        "trang-2.jpg": scans[1],
        "ke-hoach.pdf": print_file.print_pdf(plan),
        "phong-van.mp3": (MATERIAL / "interview" / "interview.mp3").read_bytes(),
        "hong.jpg": scans[0][:2000],
    }
    archivist.submit(address, files=[("files", file) for file in files.items()])
    wait_for(lambda: len(free_files(archivist.get(address))) == 4)
    wait_for(lambda: "Bị từ chối" in archivist.get(address).words())
    assert "hong.jpg" not in free_files(archivist.get(address))
    return address


def describe(archivist: Person, code: str) -> None:
    answers: dict[str, Any] = {
        "date_written": "tháng 4 năm 2021",
        "unit": "vn-68",
        "places": "Lâm Đồng",
        "subjects": "Nhân chứng lịch sử",
    }
    if code == TAPE:
        answers |= {"witnesses": stock.WITNESS, "date_written": "mùa khô 1967"}
    archivist.submit(f"/desk/records/{code}/describe/", **answers)
    assert answers["date_written"] in archivist.get(f"/desk/records/{code}/").words()


def the_page_is_found(visitor: Person) -> None:
    """`nhan chung song` stands on the second page, with its marks and in quotation marks."""
    link = wait_for(lambda: hit(visitor, "nhan chung song", f"/records/{SCAN}/p/2"))
    page = visitor.get(link)
    assert page.status == 200
    assert page.says("từ “nhân chứng sống” ngày càng khó khăn")


def the_second_is_found(visitor: Person) -> None:
    """What was said is found by its words and opens at its second."""
    said = next(each for each in stock.said() if "ống tre" in each["text"])
    link = wait_for(lambda: hit(visitor, "ong tre", f"/records/{TAPE}/t/"))
    second = re.search(r"/t/(\d+)", link)
    assert second is not None and int(second[1]) == said["start_ms"] // 1000
    assert visitor.get(link).says(said["text"])


def what_is_withdrawn_is_gone(running: Running, visitor: Person) -> None:
    head = running.person("truongphong")
    head.submit(f"/desk/records/{SCAN}/", reason="Kiểm tra lại nguồn.")
    gone = visitor.get(f"/records/{SCAN}/")
    assert gone.status == 410
    assert "Kiểm tra lại nguồn." in gone.words()
    assert visitor.get(f"/records/{SCAN}/p/2").status == 410
    wait_for(lambda: SCAN not in visitor.get("/search/" + query(q="nhan chung song")).text)
