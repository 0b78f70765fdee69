"""Near words: how far two words are from each other, and which is offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import near_words


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("aspirin", "aspirin", 0), ("asprin", "aspirin", 1), ("apsirin", "aspirin", 1), ("aspirun", "aspirin", 1),
     ("asprn", "aspirin", 2), ("ibuprofen", "aspirin", 3), ("", "ab", 2)],
)  # fmt: skip
def test_distance_counts_wrong_missing_and_turned_letters(one, other, far):
    assert near_words.distance(one, other, 2) == far


@pytest.mark.parametrize(
    ("word", "offered"),
    [("asprin", "aspirin"), ("asprn", ""), ("Valporate", "valproate"), ("vaalprate", "valproate"), ("cod", ""), ("zinc", "")],
)  # fmt: skip
def test_nearest_word_is_offered_as_far_as_its_length_allows(word, offered):
    assert near_words.nearest(word, {"aspirin", "valproate", "cold", "zinc"}) == offered


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_the_same_both_ways(one, other):
    assert near_words.distance(one, other, 6) == near_words.distance(other, one, 6)
