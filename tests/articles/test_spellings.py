"""Closed lists of spellings: one form for each word, and none for what may mean something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.spellings import LONGEST_WORD, spelled


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("recieve receive", ("receive",)),
        ("haemorrhage hemorrhage hemorrage", ("hemorrhage",)),
        ("tumours tumors", ("tumors",)),
        ("cannot can't", ("can", "not")),
        ("percent", ("per", "cent")),
    ],
)
def test_spelled_gives_all_spellings_of_a_word_one_form(words, form):
    assert {spelled(word) for word in words.split()} == {form}


@pytest.mark.parametrize(
    "words",
    [
        "ileum ilium", "complaint compliant", "hypertension hypotension", "prescribe proscribe", "abduct adduct",
        "dose does doze", "prise prize", "apprise apprize", "rigour rigor", "haem hem", "grey gray", "its it's",
        "weather wether whether", "dependant dependent", "metre meter", "causal casual", "cefazolin cephazolin",
        "bromine bromide", "hours ours", "four for", "disease decease", "basis bases", "analysis analyses",
    ],
)  # fmt: skip
def test_spelled_keeps_words_apart_that_may_mean_different_things(words):
    assert len({spelled(word) for word in words.split()}) == len(words.split())


@given(st.text("abcdehilmnoprstuyz'", max_size=12))
def test_spelled_form_is_a_form_of_itself(word):
    forms = spelled(word)

    assert tuple(part for form in forms for part in spelled(form)) == forms


def test_spelled_leaves_a_word_beyond_measure_alone():
    word = "haemo" * LONGEST_WORD

    assert spelled(word) == (word,)
