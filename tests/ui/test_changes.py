"""What the journal keeps as codes and keys is read in words, in the reader's language."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from archive.accounts.models import User
from archive.catalogue.models import Record
from archive.journal.models import Entry
from archive.ui.changes import in_words


def read(reader: str, act: str, after: dict[str, Any]) -> dict[str, str]:
    entry = Entry(act=act, subject_type="catalogue.record", before={}, after=after)
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
