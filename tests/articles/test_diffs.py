"""Comparison of two texts: what is shown, and that no input costs much."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.diffs import Piece, Row, compare, is_changed

LINES = st.lists(st.text(alphabet="ab \u00e9.,!", max_size=12), max_size=12).map("\n".join)


def side(rows: list[Row], name: str, left_out: str) -> str:
    return "\n".join(
        "".join(piece.text for piece in getattr(row, name)) for row in rows if row.kind != left_out
    )


def test_compare_marks_one_changed_word():
    old, new = "Start with 5 mg daily.", "Start with 10 mg daily."

    rows = compare(old, new)

    assert rows == [
        Row(
            "changed",
            [Piece("same", "Start with "), Piece("del", "5 "), Piece("same", "mg daily.")],
            [Piece("same", "Start with "), Piece("ins", "10 "), Piece("same", "mg daily.")],
        )
    ]


def test_compare_keeps_an_added_line_apart_from_the_changed_one_below_it():
    old = "Surgery removes the tumour."
    new = "Ask about trials first.\nSurgery removes the whole tumour."

    rows = compare(old, new)

    assert [row.kind for row in rows] == ["added", "changed"]


def test_compare_shows_a_line_with_nothing_in_common_as_removed_then_added():
    rows = compare("Alpha beta gamma.", "Wholly different words here.")

    assert [row.kind for row in rows] == ["removed", "added"]


def test_compare_takes_lines_with_little_in_common_for_two_lines():
    rows = compare("Take the drug with some food.", "Nurses change the dressing every day.")

    assert [row.kind for row in rows] == ["removed", "added"]


@pytest.mark.parametrize(
    ("old", "new", "kinds"), [("", "", []), ("", "a", ["added"]), ("a", "", ["removed"])]
)
def test_compare_treats_an_empty_text_as_no_lines(old, new, kinds):
    assert [row.kind for row in compare(old, new)] == kinds


def test_is_changed_tells_equal_texts_from_different_ones():
    assert [is_changed(compare("a\nb", "a\nb")), is_changed(compare("a\nb", "a\nc"))] == [False, True]


@given(LINES, LINES)
def test_compare_gives_both_texts_back(old, new):
    rows = compare(old, new)

    assert (side(rows, "old", "added"), side(rows, "new", "removed")) == (old, new)


@given(LINES, LINES)
def test_compare_marks_a_change_exactly_where_texts_differ(old, new):
    assert is_changed(compare(old, new)) == (old != new)


@given(st.text(max_size=200), st.text(max_size=200))
def test_compare_accepts_any_text(old, new):
    rows = compare(old, new)

    assert side(rows, "old", "added") == old


def test_compare_says_when_a_line_is_too_long_for_words():
    rows = compare("a" * 100_000, "a" * 99_999 + "b")

    assert [(row.kind, row.coarse) for row in rows] == [("changed", True)]


def test_compare_says_when_a_line_repeats_itself_too_often():
    rows = compare("the " * 200, "of the " * 200)

    assert [(row.kind, row.coarse) for row in rows] == [("changed", True)]


def test_compare_says_when_lines_repeat_themselves_too_often():
    old = "\n".join(f"Yes\nold {n}" for n in range(200))

    rows = compare(old, old.replace("old", "new"))

    assert {(row.kind, row.coarse) for row in rows[1:]} == {("removed", True), ("added", True)}


def test_compare_says_when_a_text_is_too_long_for_lines():
    rows = compare("a\n" * 250_000, "b")

    assert [(row.kind, row.coarse) for row in rows] == [("changed", True)]


def test_compare_stays_fine_for_ordinary_prose():
    old = "\n\n".join(f"Paragraph {n} says what a reader needs to know about it." for n in range(120))

    rows = compare(old, old.replace("needs", "wants"))

    assert {(row.kind, row.coarse) for row in rows} == {("changed", False), ("same", False)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("a" * 100_000, "b" + "a" * 100_000, id="one character"),
        pytest.param("!" * 20_000, "?!" * 10_000, id="punctuation"),
        pytest.param(
            "\n".join(f"a{n}" for n in range(5000)),
            "\n".join(f"b{n}" for n in range(5000)),
            id="all lines different",
        ),
        pytest.param("x\n" * 5000 + "y", "z\n" + "x\n" * 4000, id="equal lines"),
        pytest.param("\n" * 5000 + "a", "b" + "\n" * 5000, id="empty lines"),
        pytest.param("the " * 4000 + "\n", "of the " * 2800 + "\n", id="one word"),
    ],
)
def test_compare_has_no_catastrophic_input(old, new):
    started = time.process_time()

    compare(old, new)

    assert time.process_time() - started < 1
