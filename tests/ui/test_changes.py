"""What the journal keeps as codes and keys is read in words, in the reader's language."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.journal.models import Entry
from archive.ui.changes import in_words


def read(
    reader: str, act: str, after: dict[str, Any], subject: str = "catalogue.record"
) -> dict[str, str]:
    entry = Entry(act=act, subject_type=subject, before={}, after=after)
    with translation.override(reader):
        [(_entry, changes)] = in_words([entry])
    return {change.label: change.after for change in changes}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "after", "vi", "en"),
    [
        (
            "catalogue.record.transcribed",
            {"kind": "verbatim", "language": "vi", "version": 2},
            {"Loại": "Nguyên văn", "Ngôn ngữ": "Tiếng Việt", "Phiên bản": "2"},
            {"Kind": "Verbatim", "Language": "Vietnamese", "Version": "2"},
        ),
        (
            "access.consent.withdrawn",
            {"allows": ["audio", "name"]},
            {"Cho phép": "Công bố âm thanh, Nêu tên"},
            {"Allowed": "Publication of the sound, Publication of the name"},
        ),
        (
            "access.consent.recorded",
            {"given_by": "witness", "allows": [{"scope": "audio"}]},
            {"Người đồng ý": "Nhân chứng", "Cho phép": "Công bố âm thanh"},
            {"Given by": "The witness", "Allowed": "Publication of the sound"},
        ),
        (
            "catalogue.page.corrected",
            {"page": 3, "text_quality": "corrected"},
            {"Trang": "3", "Chất lượng chữ": "Đã sửa tay"},
            {"Page": "3", "Text quality": "Corrected by hand"},
        ),
        (
            "catalogue.testimony.held_against",
            {
                "relation": "confirms",
                "there": {"page": 2},
                "here": {"from_ms": 1000, "to_ms": 61000},
            },
            {"Quan hệ": "Xác nhận", "Chỗ trong tư liệu kia": "Trang 2"},
            {"Relation": "Confirms", "Place in the other record": "Page 2"},
        ),
        (
            "access.record.date_passed",
            {"what": ["seal.ended"]},
            {"Việc bắt đầu hoặc hết hạn": "Niêm phong hết hạn"},
            {"What began or ended": "A seal ended"},
        ),
    ],
)
def test_codes_are_labels(
    act: str, after: dict[str, Any], vi: dict[str, str], en: dict[str, str]
) -> None:
    for language, words in (("vi", vi), ("en", en)):
        found = read(language, act, after)
        assert {label: found.get(label) for label in words} == words, found


def test_keys_of_rows_are_names(an: User, make_record: Any) -> None:
    other: Record = make_record(title="Báo cáo đối chiếu")
    found = read("vi", "catalogue.testimony.held_against", {"with": other.pk})
    assert found == {"Với tư liệu": str(other)}
    found = read("vi", "catalogue.transcript.share_done", {"transcriber": an.pk})
    assert found == {"Người gỡ băng": str(an)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("subject", "act", "after", "vi"),
    [
        (
            "vetting.round",
            "vetting.round.concluded",
            {"verdict": "vetted", "signatory": "Ông A"},
            {"Kết luận": "Đã thẩm định", "Người ký": "Ông A"},
        ),
        (
            "vetting.round",
            "vetting.round.paper_filed",
            {"paper": "boards", "state": "not_applicable"},
            {"Giấy tờ": "boards", "Trạng thái": "Không áp dụng"},
        ),
        (
            "vetting.round",
            "vetting.round.disclosed",
            {"opinions": True, "names": False},
            {"Các nhận xét bằng văn bản": "Có", "Tên thành viên Hội đồng": "Không"},
        ),
        (
            "files.master",
            "files.master.derived",
            {"made": {"page/1": 6, "film/1": 1}, "failed": {"3": "damaged"}},
            {
                "Đã tạo": "Ảnh trang: 6, film/1: 1",
                "Không tạo được": "Trang 3: Tệp bị hỏng, không mở được.",
            },
        ),
        (
            "files.master",
            "files.master.found_altered",
            {"outcome": "altered", "digest": "ab"},
            {"Kết quả": "Bị thay đổi", "Mã băm": "ab"},
        ),
        (
            "ingest.depositedfile",
            "ingest.file.accepted",
            {"media_type": "image/jpeg", "held_before": False},
            {"Kiểu tệp": "image/jpeg", "Đã có từ trước": "Không"},
        ),
        (
            "accounts.user",
            "access.account.opened",
            {"roles": ["archivist", "collector"]},
            {"Vai trò": "Cán bộ lưu trữ, Cán bộ sưu tầm"},
        ),
        (
            "collecting.witness",
            "collecting.witness.described",
            {"changed": ["name", "private"]},
            {"Nội dung đã sửa": "Tên, Ghi chú riêng"},
        ),
    ],
)
def test_rounds_files_and_accounts_are_told_in_words(
    subject: str, act: str, after: dict[str, Any], vi: dict[str, str]
) -> None:
    assert read("vi", act, after, subject) == vi


@pytest.mark.django_db
def test_people_of_a_council_and_offices_are_names(an: User, binh: User) -> None:
    seats = {"seats": [[an.pk, "chair"], [binh.pk, "reviewer"]]}
    [said] = read("vi", "vetting.round.council_formed", seats, "vetting.round").values()
    assert said.startswith(f"{an} (Chủ tịch") and str(binh) in said
    assert an.office is not None
    office = {"office": an.office.code}
    assert read("vi", "access.account.opened", office, "accounts.user") == {
        "Cơ quan": an.office.name
    }


@pytest.mark.django_db
def test_what_stands_behind_a_number_is_not_told() -> None:
    """A comment may be read by fewer people than the entry that it was answered."""
    told = read("vi", "vetting.round.comment_answered", {"comment": 5}, "vetting.round")
    assert told == {"Góp ý": "5"}
