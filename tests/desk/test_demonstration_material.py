"""What the demonstration is made of: the same every time, readable, truthful about times."""

from __future__ import annotations

import io
import json

import mutagen
import pypdfium2
from PIL import Image

from archive.desk.demonstration import paper, print_file, setting
from archive.values.text import nfc

NOTICE = setting.MATERIAL / "sources" / "thong-bao-ket-luan-2021.txt"
PLAN = setting.MATERIAL / "sources" / "ke-hoach-49-kh-tu-2022.txt"


def test_a_painted_scan_is_the_same_every_time() -> None:
    sheet = setting.set_text(NOTICE.read_text())[0]
    first, again = paper.scan(sheet, seed=7), paper.scan(sheet, seed=7)
    assert first == again
    with Image.open(io.BytesIO(first)) as image:
        assert image.format == "JPEG"
        assert image.size == (1240, 1754)


def test_nothing_is_lost_between_the_text_and_its_pages() -> None:
    source = NOTICE.read_text()
    words = [word for word in source.split() if word not in {"#", "##", "^", ">"}]
    assert " ".join(sheet.text for sheet in setting.set_text(source)).split() == words


def test_every_page_says_it_is_a_reconstruction() -> None:
    for sheet in setting.set_text(PLAN.read_text()):
        assert setting.FOOT in sheet.lines[-1].text


def test_the_pdf_has_a_text_layer_with_all_marks() -> None:
    sheets = setting.set_text(PLAN.read_text())
    document = pypdfium2.PdfDocument(print_file.print_pdf(sheets))
    assert len(document) == len(sheets)
    read = nfc(document[0].get_textpage().get_text_range())
    assert "nghiên cứu, biên soạn, tuyên truyền, giáo dục lịch sử Đảng" in read
    document.close()


def test_the_times_of_the_interview_lie_within_the_sound() -> None:
    folder = setting.MATERIAL / "interview"
    segments = json.loads((folder / "interview.json").read_text())
    length = mutagen.File(folder / "interview.mp3").info.length * 1000
    ends = [segment["end_ms"] for segment in segments]
    assert ends == sorted(ends)
    assert all(segment["start_ms"] < segment["end_ms"] for segment in segments)
    assert length - 1000 < ends[-1] <= length


def test_material_stays_small() -> None:
    size = sum(path.stat().st_size for path in setting.MATERIAL.rglob("*") if path.is_file())
    assert size < 500_000
