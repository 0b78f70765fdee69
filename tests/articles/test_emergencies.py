"""Emergencies: what is found in a text under a table, what calls it off, and that no text stops the looking."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.emergencies import Table, find, found, read, shipped
from articles.emergencies.folding import MOST, fold, words
from articles.emergencies.matching import is_one_slip_away

SMALL = """
@talk: prevent|risk|after|"years ago"
spelling attack: atack
ordinary: prison
body replace: chest + pain|pressure|tight unless @talk but now
body above: "heart attack" unless @talk
body above: choking
poisoning replace: swallowed + bleach within 4
poisoning above: poison
poisoning replace: took + #10 + tablets within 6
self-harm replace: "kill myself"
self-harm replace: suicide
"""


@pytest.fixture(scope="module")
def table():
    reading = read(SMALL)
    assert reading.wrong == ()
    return Table(reading)


def told(text, table):
    match = find(text, table)
    return match and f"{match.kind} {match.strength}"


# What is found


@pytest.mark.parametrize(
    "text",
    [
        "chest pain",
        "I have a PAIN in my chést!",
        "tight\u00adness? no: my chest is tight",
        "chest pains",
        "my ｃｈｅｓｔ: pain",
        "my chest: p*ain",
        "my 𝐂𝐇𝐄𝐒𝐓: pain",
        "paaaaain in my chest",
        "pain in the chest’s left half",
    ],
)
def test_words_of_every_group_near_each_other_are_found(table, text):
    assert told(text, table) == "body replace"


def test_words_of_one_group_alone_are_not_found(table):
    assert told("my chest", table) is None


def test_words_too_far_from_each_other_are_not_found(table):
    near, far = "chest " + "and " * 8 + "pain", "chest " + "and " * 9 + "pain"

    assert (told(near, table), told(far, table)) == ("body replace", None)


def test_phrase_is_found_only_side_by_side(table):
    assert (told("a heart attack", table), told("a heart under attack", table)) == ("body above", None)


@pytest.mark.parametrize("text", ["he choked", "choke", "chokes", "she is choking"])
def test_endings_do_not_matter(table, text):
    assert told(text, table) == "body above"


@pytest.mark.parametrize(
    "text", ["swalowed bleach", "swllowed bleach", "swallwoed bleach", "swalllowed bleach"]
)
def test_one_slip_in_a_long_word_does_not_matter(table, text):
    assert told(text, table) == "poisoning replace"


def test_short_word_is_no_slip_of_a_long_one(table):
    assert told("swallowed bleac", table) is None


def test_first_letter_is_no_slip(table):
    assert told("zwallowed bleach", table) is None


def test_one_word_does_not_stand_for_two_groups():
    table = Table(read("body above: pain|chest + pain"))

    assert (told("pain", table), told("pain in pain", table)) == (None, "body above")


@pytest.mark.parametrize("text", ["swalwed bleach", "swlloaw bleach"])
def test_two_slips_are_not_forgiven(table, text):
    assert told(text, table) is None


def test_spelling_that_the_table_knows_is_read_as_the_right_one(table):
    assert told("heart atack", table) == "body above"


def test_ordinary_word_is_no_slip_of_another(table):
    unlisted = Table(read(SMALL.replace("ordinary: prison\n", "")))

    assert (told("in prison", unlisted), told("in prison", table)) == ("poisoning above", None)


def test_listed_word_is_never_read_as_another_listed_word():
    table = Table(
        read("body above: strange\nbody replace: stranger\npoisoning above: x1\nself-harm replace: x2")
    )

    assert [match.entry.line for match in found("stranger", table)] == [2]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("took 10 tablets", True),
        ("took 9 tablets", False),
        ("took twenty tablets", True),
        ("took 20x tablets", True),
        ("took 500 mg tablets", False),
        ("took 20g tablets", True),
        ("took tablets for 12 years", False),
        ("took tablets in 2019", False),
    ],
)
def test_ten_pieces_are_counted(table, text, is_found):
    assert (told(text, table) == "poisoning replace") is is_found


@pytest.mark.parametrize("text", ["s u i c i d e", "su*cide", "su1cide", "SUICIDE", "sui\u200bcide"])
def test_word_that_was_disguised_is_found(table, text):
    assert told(text, table) == "self-harm replace"


# What calls it off


@pytest.mark.parametrize("text", ["prevent chest pain", "chest pain risk", "chest pain years ago"])
def test_word_near_by_calls_the_entry_off(table, text):
    assert told(text, table) is None


def test_word_of_urgency_keeps_the_entry(table):
    assert told("chest pain now after lunch", table) == "body replace"


def test_word_in_another_sentence_calls_nothing_off(table):
    assert told("A heart attack years ago.\nNow a heart attack.", table) == "body above"
    assert told("What is the risk? I have chest pain.", table) == "body replace"


def test_word_far_away_calls_nothing_off(table):
    assert told("chest pain " + "and " * 9 + "risk", table) == "body replace"


def test_second_place_counts_where_the_first_is_called_off(table):
    text = "heart attack risk " + "and " * 9 + " a heart attack"

    assert told(text, table) == "body above"


# Which match decides


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chest pain, heart attack, swallowed bleach, I will kill myself", "self-harm replace"),
        ("chest pain and swallowed bleach", "poisoning replace"),
        ("poison and choking", "poisoning above"),
        ("poison and chest pain", "body replace"),
    ],
)
def test_greatest_danger_decides(table, text, expected):
    assert told(text, table) == expected


def test_match_names_the_line_and_the_words(table):
    match = find("well, my chest has a bad pain", table)

    assert match is not None
    assert (match.entry.line, match.words) == (5, "chest has a bad pain")


def test_nothing_is_found_in_no_words(table):
    assert [find(text, table) for text in ("", " ", "?!", "\x00", "\ud800")] == [None] * 5


# Long texts


@pytest.mark.parametrize("at", [0, 1])
def test_start_and_end_of_a_long_text_are_looked_at(table, at):
    filler = "word " * MOST
    text = f"chest pain {filler}" if at == 0 else f"{filler} chest pain"

    assert told(text, table) == "body replace"


def test_middle_of_a_long_text_is_not_looked_at(table):
    filler = "word " * MOST

    assert told(f"{filler} chest pain {filler}", table) is None


def test_text_of_the_longest_length_is_looked_at_whole(table):
    text = "a " * (MOST // 4 - 1) + "chest pain"  # the middle is in a word
    text += " " * (MOST - len(text))

    assert told(text, table) == "body replace"


WORDS = st.sampled_from(
    sorted({word for line in SMALL.splitlines() for word in line.replace('"', " ").split()})
)
ANY = st.one_of(st.text(), st.lists(WORDS, max_size=300).map(" ".join))


@given(ANY)
def test_any_text_is_looked_at(text):
    assert all(match.words for match in found(text, shipped()))


@pytest.mark.parametrize(
    "text",
    [
        "my " * 5_000, "i want to " * 5_000, "chest pain " * 5_000, "a" * 100_000, "a\u0301" * 50_000,
        "\ufdfa" * 5_000, "o" + "\u0301" * 100_000, "what is the risk of pain now " * 1_000, "a'b*" * 5_000,
    ],
)  # fmt: skip
def test_no_text_is_slow(text):
    table = shipped()

    began = time.process_time()
    found(text, table)

    assert time.process_time() - began < 0.5


def test_signs_that_stand_for_many_letters_are_counted_as_those():
    assert sum(len(word.text) for word in words("\ufdfa" * 5_000)) <= MOST


def test_table_as_long_as_can_be_is_read_and_looked_with_in_time():
    line = "body above: " + " + ".join("|".join(f"w{n}x{m}" for m in range(60)) for n in range(4))
    began = time.process_time()

    table = Table(read("\n".join([line] * 1_000)))
    found("w1x1 w2x2 w3x3 " * 100, table)

    assert time.process_time() - began < 10


# Words


@pytest.mark.parametrize(
    ("forms", "key"),
    [
        (["pill", "pills", "pill's"], "pill"),
        (["breathe", "breathing", "breathes", "breathed", "breath"], "breath"),
        (["stab", "stabbed", "stabbing"], "stab"),
        (["baby", "babies", "baby's"], "baby"),
        (["took", "takes", "taking", "taken"], "take"),
        (["sepsis"], "sepsis"),
        (["crush", "crushes", "crushing"], "crush"),
    ],
)
def test_forms_of_a_word_have_one_key(forms, key):
    assert {fold(word.text) for word in words(" ".join(forms))} == {key}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bleed", "breed"),
        ("dying", "dead"),
        ("rate", "rat"),
        ("have", "having"),
        ("feel", "fell"),
        ("die", "dying"),
    ],
)
def test_words_of_different_meaning_have_different_keys(one, other):
    assert fold(one) != fold(other)


def test_not_stays_in_its_word():
    assert [word.text for word in words("can't I'm he’s won't")] == ["cant", "i", "he", "wont"]


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_every_word_has_a_key(text):
    assert all(fold(word.text) for word in words(text))


LETTERS = st.text("abc", min_size=1, max_size=7)


@given(LETTERS, LETTERS)
def test_one_slip_is_what_a_plain_count_of_changes_says(one, other):
    swapped = {other[:at] + other[at + 1] + other[at] + other[at + 2 :] for at in range(len(other) - 1)}
    without = {other[:at] + other[at + 1 :] for at in range(len(other))}
    changed = {other[:at] + letter + other[at + 1 :] for at in range(len(other)) for letter in "abc"}
    added = {other[:at] + letter + other[at:] for at in range(len(other) + 1) for letter in "abc"}

    assert is_one_slip_away(one, other) == (one in swapped | without | changed | added | {other})
