"""Text layers typed in the fonts of before Unicode."""

from __future__ import annotations

from typing import Any

import pytest

from archive.ingest.keeping import words_of
from tests.ingest.conftest import pdf

TEXT = "Báo cáo của Ban Chấp hành Đảng bộ huyện về công tác lịch sử"


@pytest.mark.parametrize(
    ("encoding", "typed"),
    [
        ("tcvn3", "B¸o c¸o cña Ban ChÊp hµnh §¶ng bé huyÖn vÒ c«ng t¸c lÞch sö"),
        ("vni", "Baùo caùo cuûa Ban Chaáp haønh Ñaûng boä huyeän veà coâng taùc lòch söû"),
    ],
)
def test_a_layer_in_an_old_font_is_read_and_how_it_was_is_kept(
    bring: Any, encoding: str, typed: str
) -> None:
    file = bring("báo cáo.pdf", pdf(typed))
    layer = words_of(file.master)[0]
    assert layer["text"].strip() == TEXT
    assert [word for *_box, word in layer["words"]] == TEXT.split()
    assert layer["converted"]["encoding"] == encoding
    assert layer["converted"]["original"].strip() == typed
    assert layer["converted"]["capitals_uncertain"] == (encoding == "tcvn3")


def test_a_layer_in_french_stays_as_it_is(bring: Any) -> None:
    file = bring("rapport.pdf", pdf("Rapport de la Résidence supérieure, été 1930"))
    layer = words_of(file.master)[0]
    assert layer["text"].strip() == "Rapport de la Résidence supérieure, été 1930"
    assert "converted" not in layer
