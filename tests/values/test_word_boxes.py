"""Boxes stay on their words through every way a hand mends a text."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from archive.values.word_boxes import anchors, confidence_of, realign


def line(words: str, *, y: float = 0.1, sure: int | None = 90) -> list[list[Any]]:
    """Return boxes of the words of one line, a hundredth of the width for each letter."""
    boxes: list[list[Any]] = []
    x = 0.1
    for word in words.split():
        box: list[Any] = [round(x, 5), y, round(len(word) / 100, 5), 0.02, word]
        boxes.append(box if sure is None else [*box, sure])
        x += (len(word) + 1) / 100
    return boxes


READ = line("Báo cao công tac vận động") + line("đồng bào K'ho ở xã", y=0.2)


def placed(text: str, boxes: list[list[Any]] = READ) -> dict[str, list[float]]:
    return {box[4]: box[:4] for box in realign(boxes, text)}


def test_what_is_the_same_keeps_box_and_confidence() -> None:
    assert realign(READ, "Báo cao công tac vận động\nđồng bào K'ho ở xã") == READ


def test_a_word_spelt_anew_keeps_its_box_and_loses_the_machine_s_word_for_it() -> None:
    mended = realign(READ, "Báo cáo công tác vận động\nđồng bào K'ho ở xã")
    assert [box[:4] for box in mended] == [box[:4] for box in READ]
    assert [len(box) for box in mended] == [6, 5, 6, 5, 6, 6, 6, 6, 6, 6, 6]


def test_a_split_word_shares_its_box_and_joined_words_unite_theirs() -> None:
    joined = placed("Báocao công tac vận động\nđồng bào K'ho ở xã")
    assert joined["Báocao"] == [0.1, 0.1, 0.07, 0.02]
    boxes = line("Báocao công tac")
    split = placed("Báo cao công tac", boxes)
    assert split["Báo"][0] == 0.1
    assert split["cao"][0] + split["cao"][2] == boxes[0][0] + boxes[0][2]
    assert split["Báo"][0] + split["Báo"][2] <= split["cao"][0]


def test_words_of_two_lines_are_never_united() -> None:
    mended = placed("Báo cao công tac vận độngđồng\nbào K'ho ở xã")
    assert mended["độngđồng"][3] == 0.02


def test_a_missed_word_gets_the_gap_it_stood_in() -> None:
    boxes = [[0.1, 0.1, 0.04, 0.02, "Tỉnh"], [0.3, 0.1, 0.04, 0.02, "Đồng"]]
    mended = placed("Tỉnh Lâm Đồng", boxes)
    assert mended["Tỉnh"] == boxes[0][:4]
    assert 0.14 < mended["Lâm"][0] < mended["Lâm"][0] + mended["Lâm"][2] < 0.3


def test_where_there_is_no_room_a_word_has_no_box() -> None:
    assert "Lâm" not in placed("Báo Lâm cao công tac vận động\nđồng bào K'ho ở xã")
    assert "Mới" not in placed("Báo cao công tac vận động\nMới hẳn\nđồng bào K'ho ở xã")


def test_a_word_added_at_the_end_of_a_line_stands_behind_the_last() -> None:
    mended = placed("Báo cao công tac vận động viên\nđồng bào K'ho ở xã")
    last = mended["động"]
    assert mended["viên"][0] > last[0] + last[2]
    assert mended["viên"][1] == last[1]


def test_lines_put_in_another_order_take_their_boxes_along() -> None:
    turned = realign(READ, "đồng bào K'ho ở xã\nBáo cao công tac vận động")
    assert sorted(turned) == sorted(READ)


def test_a_word_taken_out_takes_its_box_along() -> None:
    assert "vận" not in placed("Báo cao công tac động\nđồng bào K'ho ở xã")


def test_a_box_of_several_words_is_cut() -> None:
    mended = realign([[0.1, 0.1, 0.09, 0.02, "Đại hội"]], "Đại hội")
    assert [box[4] for box in mended] == ["Đại", "hội"]
    assert mended[0][0] + mended[0][2] <= mended[1][0]


@given(st.text("abc \n", max_size=60), st.text("abcd \n", max_size=60))
def test_boxes_are_a_part_of_the_words_in_order_and_on_the_page(before: str, after: str) -> None:
    boxes = [box for n, row in enumerate(before.split("\n")) for box in line(row, y=n / 70)]
    mended = realign(boxes, after)
    words = iter(after.split())
    assert all(any(word == box[4] for word in words) for box in mended)
    assert all(0 <= value <= 1.001 for box in mended for value in box[:4])


def test_a_long_page_turned_inside_out_is_still_shared_out() -> None:
    boxes = [box for n in range(50) for box in line("mot hai ba bon nam sau bay", y=n / 60)]
    mended = realign(boxes, " ".join(f"x{n}" for n in range(300)))
    assert len(mended) == 300


def test_anchors_say_where_in_the_text_a_box_stands() -> None:
    text = "Báo cáo  công tac\nvận động"
    assert anchors(line("Báo cao công tac vận động"), text) == [
        (0, 3), None, (9, 13), (14, 17), (18, 21), (22, 26),
    ]  # fmt: skip


def test_confidence_is_that_of_letters() -> None:
    assert confidence_of(line("ab", sure=100) + line("abcdef", sure=20)) == 40
    assert confidence_of(line("ab", sure=None)) is None
