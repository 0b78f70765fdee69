"""Cleaning of typed text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.cleaning import MAX_MARKS, Unwritable, clean

TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=90)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("one\ttwo", "one\ttwo"),
        ("a\x01\x0b\x1fb", "ab"),
        ("a\x7f\x85\x9fb", "ab"),
        ("\ufeff5\u202e mg\u2069\u200f\u061c", "5 mg"),
        ("tea\ufffe helps\uffff", "tea helps"),
        ("e\u0301", "\u00e9"),
        ("e\u200e\u0301", "\u00e9"),
        ("family \U0001f469\u200d\U0001f467", "family \U0001f469\u200d\U0001f467"),
    ],
)
def test_clean_keeps_what_is_seen(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("a\x00b", "NUL"),
        ("a\ud800b", "surrogate"),
        ("a" + "\u0316\u0301" * MAX_MARKS, "accents"),
        ("a" + "\u0f73" * (MAX_MARKS + 1), "accents"),
    ],
)
def test_clean_refuses_what_cannot_be_stored_with_a_sentence(typed: str, named: str) -> None:
    with pytest.raises(Unwritable, match=named):
        clean(typed)


def test_clean_takes_as_many_accents_as_it_says() -> None:
    typed = "a" + "\u0316" * MAX_MARKS

    assert clean(typed) == typed


@given(TYPED)
def test_clean_twice_is_clean_once(typed: str) -> None:
    once = clean(typed)

    assert (clean(once), unicodedata.is_normalized("NFC", once)) == (once, True)
