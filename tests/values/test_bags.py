"""Names that every system can hold, and bags of them: odd ones are what people really bring."""

from __future__ import annotations

import datetime as dt
import unicodedata
import zipfile
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.values.bags import Bag, Folder, Zip, readable_size
from archive.values.carried_names import MOST_BYTES, carried_name, is_carried

ODD = {
    "Báo cáo.pdf": "Báo cáo.pdf",
    unicodedata.normalize("NFD", "Báo cáo.pdf"): "Báo cáo.pdf",
    "100%.pdf": "100_.pdf",
    "%0Dthư.txt": "_0Dthư.txt",
    "a\r\nb.txt": "a__b.txt",
    "a\u2028b\x85c.txt": "a_b_c.txt",
    "a\u00a0b.txt": "a b.txt",
    "../../etc/passwd": "_.._.._etc_passwd",
    "C:\\ảnh\\1.jpg": "C__ảnh_1.jpg",
    "con.txt": "_con.txt",
    "LPT1": "_LPT1",
    ".htaccess": "_.htaccess",
    "tên. . .": "tên",
    "\u202egpj.exe": "_gpj.exe",
    "": "_",
    "...": "_",
}


@pytest.mark.parametrize(("name", "carried"), ODD.items())
def test_an_odd_name_is_made_one_that_can_be_carried(name: str, carried: str) -> None:
    assert carried_name(name, set()) == carried
    assert is_carried(f"data/{carried}")


def test_names_a_disk_may_take_for_one_are_told_apart() -> None:
    taken: set[str] = set()
    names = ["Trang.tif", "trang.tif", "TRANG.TIF", unicodedata.normalize("NFD", "Ảnh"), "ảnh"]
    assert [carried_name(name, taken) for name in names] == [
        "Trang.tif", "trang-2.tif", "TRANG-3.TIF", "Ảnh", "ảnh-2",
    ]  # fmt: skip
    long = [carried_name("đ" * 300 + ".jpeg", taken) for _ in range(12)]
    assert len(set(long)) == 12
    assert all(name.endswith(".jpeg") and len(name.encode()) <= MOST_BYTES for name in long)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), max_size=6))
def test_whatever_the_names_the_bag_is_valid(names: list[str]) -> None:
    taken: set[str] = set()
    carried = [carried_name(name, taken) for name in names]
    assert len({name.casefold() for name in carried}) == len(names)
    for name in carried:
        assert is_carried(name)
        assert name.encode().splitlines() == [name.encode()]
        assert carried_name(name, set()) == name


@pytest.mark.parametrize("name", ["data/../x", "data/a\nb", "/data/x", "data//x", "data/100%"])
def test_a_name_that_cannot_be_carried_is_refused(name: str, tmp_path: Path) -> None:
    with Bag(Folder(tmp_path)) as bag, pytest.raises(ValueError, match=r".*"):
        bag.add(name, b"")
    assert not list(tmp_path.glob("data*"))


def test_a_folder_and_a_zip_of_the_same_files_are_one_bag(tmp_path: Path) -> None:
    at = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)
    folder, path = tmp_path / "folder", tmp_path / "bag.zip"
    folder.mkdir()
    digests = []
    with zipfile.ZipFile(path, "w") as packed:
        for carrier in (Folder(folder), Zip(packed, root="zipped", at=at)):
            with Bag(carrier) as bag:
                bag.add("data/Lời kể/Băng 1.txt", "Hồi ấy".encode())
                bag.add_pieces("data/anh.tif", iter([b"II*\0", b"", b"xyz"]), is_packed=True)
                bag.add("README.txt", b"x")
                digests.append(bag.finish([("Source-Organization", "Phòng\r\nLịch sử"), ("X", "")]))
                assert (bag.count, bag.size) == (2, 17)
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path)
        assert packed.infolist()[0].date_time == (2026, 11, 27, 9, 30, 0)
    assert digests[0] == digests[1]
    for root in (folder, tmp_path / "zipped"):
        judged = bagit.Bag(str(root))
        judged.validate()
        assert judged.info == {"Source-Organization": "Phòng Lịch sử", "Payload-Oxum": "17.2"}


def test_nothing_is_written_over(tmp_path: Path) -> None:
    with Bag(Folder(tmp_path)) as bag:
        bag.add("data/a.txt", b"1")
        with pytest.raises(FileExistsError):
            bag.add("data/a.txt", b"2")


@pytest.mark.parametrize(
    ("size", "said"), [(0, "0 B"), (999, "999 B"), (1_500, "1.5 kB"), (30 * 10**9, "30 GB")]
)
def test_sizes_as_bag_info_has_them(size: int, said: str) -> None:
    assert readable_size(size) == said
