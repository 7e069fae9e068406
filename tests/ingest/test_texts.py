"""Plain text of before Unicode: kept as it was typed, read in Unicode, with what that cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import storages

from archive.files.models import Master
from archive.files.technical import conversion
from archive.ingest import formats
from archive.ingest.keeping import words_of
from archive.ingest.models import DepositedFile
from archive.ingest.readers import texts
from archive.values.legacy_tables import TCVN3, VPS
from archive.values.text import nfc
from tests.ingest.conftest import Bring

TEXT = "Báo cáo của Ban Chấp hành Đảng bộ huyện về công tác lịch sử\n"


def typed(text: str, table: dict[int, str]) -> bytes:
    """Return the text in an encoding of one byte, as a typist would have stored it."""
    byte_of = {sign: byte for byte, sign in table.items()}
    return bytes(byte_of.get(sign, ord(sign) & 0xFF) for sign in text)


VNI = "Baùo caùo cuûa Ban Chaáp haønh Ñaûng boä huyeän veà coâng taùc lòch söû\n".encode("cp1252")
VIQR = b"Ba'o ca'o cu?a Ban Cha^'p ha`nh DDa?ng bo^. huye^.n ve^` co^ng ta'c li.ch su+? 1930\n"
CP1258 = "".join(
    {"ấ": "â\u0301", "ả": "a\u0309", "ộ": "ô\u0323", "ệ": "ê\u0323", "ề": "ê\u0300",
     "ị": "i\u0323", "ử": "ư\u0309", "ủ": "u\u0309", "à": "à", "á": "á"}.get(sign, sign)
    for sign in TEXT
).encode("cp1258")  # fmt: skip


def brought(bring: Bring, data: bytes) -> DepositedFile:
    file = bring("báo cáo.txt", data)
    assert file.master is not None, (file.reason, file.detail)
    return file


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("tcvn3", typed(TEXT, TCVN3)),
        ("vps", typed(TEXT, VPS)),
        ("vni", VNI),
        ("cp1258", CP1258),
    ],
)
def test_text_of_before_unicode_is_read_and_the_file_stays(
    encoding: str, data: bytes, bring: Bring
) -> None:
    master: Any = brought(bring, data * 3).master
    words = words_of(master)[0]
    assert words["text"] == nfc(TEXT * 3)
    assert words["converted"]["encoding"] == master.technical["encoding"] == encoding
    assert "Không mất ký tự nào" in conversion(master)
    with storages["masters"].open(master.path) as file:
        assert file.read() == data * 3


def test_viqr_is_read(bring: Bring) -> None:
    master: Any = brought(bring, VIQR * 3).master
    assert words_of(master)[0]["text"] == TEXT.replace("\n", " 1930\n") * 3
    assert "VIQR" in conversion(master)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_of_every_width_is_read_without_a_word(encoding: str, bring: Bring) -> None:
    master: Any = brought(bring, (TEXT * 3).encode(encoding)).master
    assert words_of(master)[0]["text"] == TEXT * 3
    assert conversion(master) == ""


def test_what_is_lost_is_counted() -> None:
    master = Master(technical={"encoding": "vps", "lost": 2, "restored": 3})
    assert "2 ký tự" in conversion(master) and "3 từ" in conversion(master)


def test_the_page_says_how_its_text_came(bring: Bring, client: Any, make_record: Any) -> None:
    master = brought(bring, typed(TEXT, TCVN3) * 3).master
    record = make_record(released="public")
    record.pages.create(number=1, master=master, text=TEXT)
    shown = client.get(f"/records/{record.code}/p/1").content.decode()
    assert "Chuyển từ TCVN3 (ABC) sang Unicode" in shown


def test_a_long_text_has_pages_to_be_cited(bring: Bring) -> None:
    lines = [f"Dòng {number}: {TEXT}" for number in range(300)]
    file = brought(bring, "".join(lines).encode())
    master: Any = file.master
    pages = [words["text"] for _, words in sorted(words_of(master).items())]
    assert len(pages) == master.technical["frames"] > 5
    assert "".join(pages) == "".join(lines)
    assert all(page.endswith("\n") for page in pages)


def test_a_text_kept_before_texts_had_pages_stays_one(tmp_path: Any) -> None:
    path = tmp_path / "x.txt"
    path.write_text(TEXT * 300)
    assert texts.read(path, 0)["text"] == TEXT * 300
    found = texts.probe(path, formats.TEXT, 1, {})
    fewer = [texts.read(path, frame, frames=3)["text"] for frame in range(3)]
    assert found["frames"] > 3
    assert "".join(fewer) == TEXT * 300
