"""Stems: what a text is found under, and what of it is shown as found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import search_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bleeding", "bleeds"),
        ("Sjögren", "sjogren"),
        ("β-blocker", "beta blocker"),
        ("CAR-T", "cart"),
        ("don't", "dont"),
        ("ASPIRIN", "aspirin"),
    ],
)
def test_two_ways_of_writing_share_a_stem(one, other):
    assert set(search_words.stems(one)) & set(search_words.stems(other))


def test_names_with_digits_stay_whole():
    assert search_words.stems("177Lu, 2A7s") == ["177lu", "2a7s"]


@pytest.mark.parametrize(
    ("words", "stems"),
    [
        ("What is the dose of aspirin?", ["dose", "aspirin"]),
        ("what is it", ["what", "is", "it"]),
        ("aspirin Aspirin aspirins", ["aspirin"]),
        ('"; DROP TABLE* NEAR(', ["drop", "tabl", "near"]),
        ("  ", []),
        ("x" * 41, []),
    ],
)
def test_question_is_looked_for_by_its_telling_words(words, stems):
    assert search_words.asked(words, most=12) == stems


def test_question_is_cut_at_so_many_words():
    assert len(search_words.asked(" ".join(f"word{n}" for n in range(50)), most=12)) == 12


@given(st.text(max_size=80), st.text(max_size=20))
def test_pieces_put_together_are_the_text(text, words):
    found = search_words.pieces(text, frozenset(search_words.asked(words, most=12)))

    assert "".join(piece for piece, _is_match in found) == text


def test_pieces_mark_the_word_as_it_stands_in_the_text():
    marked = search_words.pieces("It bleeds; Bleeding stops.", frozenset({"bleed"}))

    assert [piece for piece, is_match in marked if is_match] == ["bleeds", "Bleeding"]
