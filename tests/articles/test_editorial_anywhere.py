"""Editorial changes in generated places: what matters is found wherever it stands, in time that grows with the text."""

import re
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.editorial import substantive_changes
from articles.wording import loose_words, reading
from tests.articles.editorial_texts import BODY, between, manuscript

CONTENT_WORDS = [
    "surgery",
    "rest",
    "aspirin",
    "adults",
    "children",
    "helps",
    "daily",
    "gain",
    "liver",
    "Crohn",
]
DIGITS = [at for at, character in enumerate(BODY) if character.isdigit()]
# "n not ot" says "not" as often as "not" does.
INSIDE_NOT = {match.start() + step for match in re.finditer("not", BODY) for step in (1, 2)}
MOST_STEPS_PER_CHARACTER = 60
COMMON_WORDS = [f"{one}{two}q" for one in "bcdfghjklm" for two in "bcdfghjklm"]
PIECES = st.sampled_from(
    ["the", "The", "a", "an", "and", "12", "don't", "B", "e.g.", "teh", "-", ",", ";", ".", "(", "“", "5", "mcg",
     "US", "x", "tumour", "therefore", "who", "and", "cannot", "–", "?", "Dr."]
)  # fmt: skip


@given(st.lists(st.sampled_from(CONTENT_WORDS), min_size=2), st.data())
def test_editorial_change_finds_two_words_that_changed_places(words, data):
    one, other = (data.draw(st.integers(0, len(words) - 1)) for _ in range(2))
    assume(words[one] != words[other])

    swapped = list(words)
    swapped[one], swapped[other] = words[other], words[one]

    assert between(" ".join(words), " ".join(swapped)) != []


@given(st.lists(st.sampled_from(CONTENT_WORDS), min_size=1), st.data())
def test_editorial_change_finds_a_word_put_in_for_another(words, data):
    at = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.sampled_from([word for word in CONTENT_WORDS if word != words[at]]))

    changed = [*words[:at], other, *words[at + 1 :]]

    assert between(" ".join(words), " ".join(changed)) != []


@given(st.integers(0, len(BODY)), st.sampled_from("0123456789½²٣"))
def test_editorial_change_finds_a_digit_put_in_anywhere(at, digit):
    assert between(BODY, BODY[:at] + digit + BODY[at:]) != []


@given(st.sampled_from(DIGITS))
def test_editorial_change_finds_a_digit_taken_out_anywhere(at):
    assert between(BODY, BODY[:at] + BODY[at + 1 :]) != []


@given(st.sampled_from(DIGITS), st.sampled_from("0123456789"))
def test_editorial_change_finds_any_digit_changed(at, digit):
    assume(BODY[at] != digit)

    assert between(BODY, BODY[:at] + digit + BODY[at + 1 :]) != []


@given(
    st.sampled_from([at for at in range(len(BODY) + 1) if at not in INSIDE_NOT]),
    st.sampled_from(["not", "never", "without", "don’t", "NO"]),
)
def test_editorial_change_finds_a_negation_put_in_anywhere(at, word):
    body = f"{BODY[:at]} {word} {BODY[at:]}"

    assert [] not in (between(BODY, body), between(body, BODY))


@given(st.integers(0, len(BODY)))
def test_editorial_change_finds_a_citation_put_in_anywhere(at):
    body = f"{BODY[:at]} [@b]{BODY[at:]}"

    assert [] not in (between(BODY, body), between(body, BODY))


@given(st.lists(st.sampled_from(["patient", "feels", "tired", "nausea", "5 mg"]), min_size=2), st.data())
def test_editorial_change_lets_a_listed_misspelling_be_mended_anywhere(words, data):
    at = data.draw(st.integers(0, len(words)))

    misspelt, mended = (" ".join([*words[:at], word, *words[at:]]) for word in ("teh", "the"))

    assert between(misspelt, mended) == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_editorial_change_accepts_any_text(old, new):
    assert substantive_changes(manuscript(old), manuscript(old)) == []
    assert between(old, new) == [] or between(new, old) != []


@given(st.lists(PIECES), st.lists(PIECES), PIECES, PIECES)
def test_readings_that_agree_have_the_same_loose_words(before, after, one, other):
    texts = [" ".join([*before, *middle, *after]) for middle in ([one], [other], [one, other], [])]

    alike = {}
    for text in texts:
        alike.setdefault(reading(text).said, set()).add(tuple(loose_words(text)))

    assert [words for words in alike.values() if len(words) > 1] == []


def steps(act: Callable[[], object]) -> int:
    """How many calls an act makes, whatever the machine it runs on."""
    count = 0

    def counted(_frame: object, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The tumour grows slowly. ", "The tumor grows slowly. "),
        ("It helps; ", "It helps. "),
        ("The a, ", "A the, "),
    ],
)
def test_editorial_change_takes_steps_in_proportion_to_the_text(old, new):
    texts = [text * (100_000 // len(text)) for text in (old, new)]

    taken = steps(lambda: substantive_changes(*map(manuscript, texts)))

    assert taken < MOST_STEPS_PER_CHARACTER * sum(map(len, texts))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a" * 200_000, "b" + "a" * 199_999),
        (" ".join(COMMON_WORDS * 300), " ".join(COMMON_WORDS[::-1] * 300)),
        ("the a " * 30_000, "a the " * 30_000),
        ("5 " * 50_000, "6 " * 50_000),
        ("5 [@a] " * 400, "6 [@a] " * 400),
        ("-" * 100_000, "+" * 100_000),
        ("“" * 100_000, "“" * 99_999 + "a"),
        ("“a " * 50_000, "“b " * 50_000),
        ("5" + " x" * 90_000, "5" + " y" * 90_000),
        ("." * 50_000 + "[@a]" * 400, "." * 50_001 + "[@a]" * 400),
    ],
)
def test_editorial_change_has_no_catastrophic_input(old, new):
    started = time.process_time()

    substantive_changes(manuscript(old), manuscript(new))

    assert time.process_time() - started < 3
