"""Clauses on where two readings differ first: the words, and what they are."""

import pytest

from articles.wording import reading
from articles.wording_changes import LONGEST_QUOTE, change_between, shortened


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("It is safe.", "It is safe.", ""),
        ("It is safe.", "It is “safe”", "a punctuation mark changed (“safe” became ““safe””)."),
        (
            "No, surgery helps.",
            "No surgery helps.",
            "a punctuation mark changed (“No, surgery” became “No surgery”).",
        ),
        ("Is it safe?", "Is it safe.", "a punctuation mark changed (“safe?” became “safe”)."),
        ("Tell us.", "Tell Us.", "a capital letter changed (“us” became “Us”)."),
        ("Ask nurses now.", "Ask porters now.", "words changed (“nurses” became “porters”)."),
        (
            "Surgery is better than rest.",
            "Rest is better than surgery.",
            "words changed places (“Surgery is better than rest” became “Rest is better than surgery”).",
        ),
        ("Ask nurses, then cooks.", "Ask porters, then maids.", "words changed (“nurses” became “porters”)."),
        ("Ask nurses.", "Ask nurses too.", "words changed (“too” was added)."),
        ("Ask two.", "Ask three.", "a number changed (“two” became “three”)."),
        ("Ask the WHO.", "Ask the CDC.", "a name or abbreviation changed (“WHO” became “CDC”)."),
        ("Take it daily.", "Take it weekly.", "a unit changed (“daily” became “weekly”)."),
        (
            "We never ask.",
            "We rarely ask.",
            "a word that gives direction or force changed (“never” became “rarely”).",
        ),
    ],
)
def test_change_names_the_words_and_what_they_are(old, new, expected):
    change = change_between(reading(old), reading(new))

    assert change == expected


def test_quote_is_kept_short():
    assert (len(shortened("a" * 100)), shortened("short")) == (LONGEST_QUOTE, "short")
