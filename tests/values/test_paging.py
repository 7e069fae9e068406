"""A text without pages is divided the same way every time, and nothing of it is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.values.paging import LONGEST, pages_of

PARAGRAPH = "Ông kể rằng năm ấy cả làng đi dân công. " * 10


@given(st.lists(st.sampled_from(["từ", " ", ". ", "\n", "\n\n", "dài" * 900]), max_size=400))
def test_pages_are_all_of_the_text_and_none_is_long(parts: list[str]) -> None:
    text = "".join(parts)
    pages = pages_of(text)
    assert "".join(pages) == text or (len(pages) > 1 and not text[len("".join(pages)) :].strip())
    assert max(map(len, pages)) <= LONGEST
    assert all(len(page) >= 1_500 for page in pages[:-1])


def test_a_short_text_is_one_page() -> None:
    assert pages_of("") == [""]
    assert pages_of(PARAGRAPH) == [PARAGRAPH]


def test_a_page_ends_with_a_paragraph_else_a_line_else_a_sentence() -> None:
    for end in ("\n\n", "\n"):
        pages = pages_of((PARAGRAPH + end) * 40)
        assert len(pages) > 3
        assert all(page.endswith(end) for page in pages[:-1])
    assert all(page.endswith(". ") for page in pages_of(PARAGRAPH * 40)[:-1])


def test_form_feeds_divide_as_whoever_wrote_the_text_divided_it() -> None:
    assert pages_of("Tờ bìa\fTrang một\n\fTrang hai\n\f") == [
        "Tờ bìa",
        "Trang một\n",
        "Trang hai\n",
    ]
