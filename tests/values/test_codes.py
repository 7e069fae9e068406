import pytest

from archive.values.codes import InvalidCode, normalise_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LD-P012-H034-0007", "LD-P012-H034-0007"),
        ("lđ.p012/h034/0007", "LD-P012-H034-0007"),
        (" LĐ – P012 _ 7 ", "LD-P012-7"),
    ],
)
def test_a_code_becomes_safe_for_an_address(text, code):
    assert normalise_code(text) == code
    assert normalise_code(code) == code


@pytest.mark.parametrize("text", ["", "---", "a%2f", "<b>", "P1?", "A" * 81, "文書"])
def test_a_code_that_would_need_guessing_is_refused(text):
    with pytest.raises(InvalidCode):
        normalise_code(text)
