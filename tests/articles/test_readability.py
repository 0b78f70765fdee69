"""Reading grade, words and minutes of a Markdown text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readability import grade, hardest, minutes, syllables, words

PATIENT = (
    "Your team can help you. Ask them what each drug does. Tell your nurse if you feel sick.\n\n"
    "- Drink enough water.\n- Call us when you have a fever."
)
PROFESSIONAL = (
    "Somatostatin analogues demonstrate antiproliferative efficacy in well-differentiated gastroenteropancreatic "
    "neuroendocrine neoplasms, and radionuclide therapy prolongs progression-free survival considerably."
)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("the", 1),
        ("scanned", 1),
        ("treated", 2),
        ("table", 2),
        ("whole", 1),
        ("safely", 2),
        ("tumour", 2),
        ("therapy", 3),
        ("radiation", 4),
        ("neuroendocrine", 5),
        ("octreotide", 4),
        ("lutetium", 4),
        ("being", 2),
        ("frequent", 2),
        ("T-cell", 2),
        ("0.81", 1),
        ("Ωψ", 1),
    ],
)
def test_syllables_follow_speech(word, expected):
    assert syllables(word) == expected


def test_grade_is_flesch_and_kincaids_formula():
    # 2 sentences, 8 words, 9 syllables: 0.39 * 4 + 11.8 * 1.125 - 15.59 = -0.755, and none is below 0.
    # 1 sentence, 6 words, 14 syllables: 0.39 * 6 + 11.8 * 14 / 6 - 15.59 = 14.283.
    assert [
        grade("Take the drug today. Eat when you can."),
        grade("Radiation therapy helps treated tumour patients."),
    ] == [0.0, 14.3]


def test_grade_counts_no_decimal_and_no_abbreviation_as_an_end():
    assert grade("Dr. Lee saw a ratio of 0.81 there.") == grade("Dr Lee saw a ratio of 081 there.")


def test_grade_ignores_headings_tables_code_and_citations():
    plain = "Ask your doctor about treatment options."

    table, code = "| Hepatology |\n|---|\n| Oncology |", "```\nx\n```"
    dressed = f"## Therapeutic considerations\n\n{plain[:-1]} [@jones2019].\n\n{table}\n\n{code}"

    assert grade(dressed) == grade(plain)


def test_grade_takes_each_list_item_for_a_sentence():
    assert grade("- Drink much water\n- Rest in the afternoon") == grade(
        "Drink much water. Rest in the afternoon."
    )


def test_grade_sets_texts_for_patients_below_those_for_professionals():
    assert (grade(PATIENT) < 5, grade(PROFESSIONAL) > 14) == (True, True)


@pytest.mark.parametrize("text", ["", "   \n", "## Only a heading", "…", "| a |\n|---|\n| b |"])
def test_grade_of_a_text_without_sentences_is_zero(text):
    assert grade(text) == 0.0


def test_words_count_what_a_reader_sees():
    assert (
        words(
            "## Two words\n\nThree **more** words [@key].\n\n| one | two |\n|---|---|\n| 1 | 0.5 |\n\n```\ncode\n```"
        )
        == 9
    )


@pytest.mark.parametrize(
    ("audience", "expected"),
    [("patient", 3), ("caregiver", 3), ("professional", 2), ("student", 2), ("other", 3)],
)
def test_minutes_depend_on_the_audience(audience, expected):
    assert minutes("word " * 480, audience) == expected


def test_minutes_are_rounded_up_from_nothing():
    assert [minutes("", "patient"), minutes("one", "patient"), minutes("word " * 200, "patient")] == [0, 1, 1]


@given(st.text(max_size=300))
def test_readability_accepts_any_text(text):
    assert (grade(text) >= 0, words(text) >= 0, minutes(text, "patient") >= 0) == (True, True, True)


HARD = "Interdisciplinary " * 10


def test_hardest_are_the_worst_five_in_the_order_of_reading():
    sentences = [f"{HARD}{'words ' * number}end." for number in (9, 1, 8, 2, 7, 3, 6)]

    found = hardest("\n\n".join(sentences), 8.0)

    assert [hard.anchor for hard in found] == ["p-2", "p-4", "p-5", "p-6", "p-7"]


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        (HARD + "end.", None),
        ("Interdisciplinary recommendations.", 8.0),
        ("The cat sat on the mat and then it ran out of the house again.", 8.0),
        (f"## {HARD}", 8.0),
    ],
)
def test_hardest_leaves_alone_what_has_no_budget_what_is_short_easy_or_no_sentence(text, budget):
    assert hardest(text, budget) == []
