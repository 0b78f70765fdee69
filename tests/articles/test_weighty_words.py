"""Words that carry medical meaning, their order and their normal forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.weighty_words import symbol, visible, weights


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,000 to 1.5", [("number", "1,000"), ("number", "1.5")]),
        ("5–10", [("number", "5"), ("number", "–"), ("number", "10")]),
        ("5 - 10", [("number", "5"), ("number", "–"), ("number", "10")]),
        ("½ and 10⁶", [("number", "½"), ("number", "10"), ("number", "⁶")]),
        ("twice, half, twelve", [("number", "twic"), ("number", "half"), ("number", "twelv")]),
        (
            "50 % of 2 μg/kg",
            [("number", "50"), ("unit", "%"), ("number", "2"), ("unit", "µg"), ("unit", "/"), ("unit", "kg")],
        ),
        ("5 h at home, m", [("number", "5"), ("unit", "h")]),
        ("weeks week", [("unit", "week"), ("unit", "week")]),
        ("Don’t stop, painless", [("negation", "don't"), ("negation", "stop"), ("negation", "painless")]),
        ("no\u00adt n\u200bot", [("negation", "not"), ("negation", "not")]),
        ("increases, increased", [("direction", "increas"), ("direction", "increas")]),
        ("everolimus, PRRT, β", [("name", "everolimus"), ("name", "prrt"), ("name", "β")]),
        ("A well-known text – with a dash, and words.", []),
    ],
)
def test_weights_are_read_in_order(text, expected):
    assert [(weight.kind, weight.text) for weight in weights(text)] == expected


def test_weights_show_words_as_they_were_written():
    assert [weight.shown for weight in weights("Weeks of MCG")] == ["Weeks", "MCG"]


@pytest.mark.parametrize(
    ("word", "follows_number", "expected"),
    [
        ("mcg", False, "µg"),
        ("ml", False, "mL"),
        ("Mg", True, ""),
        ("l", True, "L"),
        ("l", False, ""),
        ("pill", True, ""),
    ],
)
def test_symbol_has_one_writing(word, follows_number, expected):
    assert symbol(word, follows_number=follows_number) == expected


def test_visible_keeps_what_reorders_text():
    assert visible("a\u00adb\u200bc\u202ed’s") == "abc\u202ed's"


@given(st.text(max_size=200))
def test_weights_accept_any_text(text):
    assert all(weight.text for weight in weights(text))
