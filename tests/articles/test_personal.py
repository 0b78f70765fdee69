"""What is personal in typed words is taken out, and what a medical question needs stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import personal
from articles.personal import DATE, MAIL, NUMBER


@pytest.mark.parametrize(
    ("text", "left", "kind"),
    [
        ("Write to jo.bloggs+x@mail.example.org please", "Write to […] please", MAIL),
        ("Write to jo (at) example (dot) org please", "Write to […] please", MAIL),
        ("jo@example.org", "[…]", MAIL),
        ("Call me on +44 20 7946 0018 today", "Call me on […] today", NUMBER),
        ("Call me on 020 7946 0018.", "Call me on […].", NUMBER),
        ("Call (020) 7946-0018", "Call […]", NUMBER),
        ("My number is 943 476 5919", "My number is […]", NUMBER),
        ("I was born on 3.4.1961 and take aspirin", "I was born on […] and take aspirin", DATE),
        ("born 03/04/61", "born […]", DATE),
        ("born 1961-04-03", "born […]", DATE),
        ("born on the 3rd of April 1961", "born on the […]", DATE),
        ("Born April 3, 1961", "Born […]", DATE),
        ("I was born in 1961, can I fly?", "I was born in […], can I fly?", DATE),
        ("My date of birth is 3 April", "My date of birth is […]", DATE),
    ],
)
def test_personal_words_are_taken_out(text, left, kind):
    assert personal.without(text) == (left, frozenset({kind}))


@pytest.mark.parametrize(
    "text",
    [
        "Is 1 000 000 units of penicillin too much?",
        "Is 2,400,000 IU once enough?",
        "Blood pressure 120/80 130/85 125/82: should I worry?",
        "Take 500 mg or 1000 mg, 2-3 times a day?",
        "Trials 2010-2015 and 2016 - 2020",
        "HbA1c 7.5 against 6.9 (95% CI 0.3-0.9)",
        "Is vitamin B12 1000 micrograms safe at 72?",
        "In 1998 there was a study of MMR",
        "Does it help 1 in 35 or 1 in 10?",
        "May I take it? I may be pregnant.",
        "@ home",
    ],
)
def test_what_a_question_needs_stays(text):
    assert personal.without(text) == (text, frozenset())


def test_each_kind_is_named():
    text, found = personal.without("a@b.org, 020 7946 0018, born 3.4.1961")

    assert (text, found) == ("[…], […], born […]", {MAIL, NUMBER, DATE})


@given(st.text(alphabet="ab1@.( )+-/9[…]born", max_size=80))
def test_taking_out_once_is_enough(text):
    once, _found = personal.without(text)

    assert "a@b.ab" not in once
    assert personal.without(once)[0].count("@") <= once.count("@")


def test_long_words_take_no_long_time():
    personal.without("a" * 1_000 + "1 " * 5_000 + "@" * 1_000 + "a." * 3_000)
