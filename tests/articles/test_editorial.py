"""Changes beyond wording are found wherever they hide; corrections of spelling pass."""

import copy
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.editorial import substantive_changes

BODY = """For adults with a tumour that grows slowly and cannot be cut out, teh usual dose is 5 mg of octreotide, then 10 mg. It does not cure; they live longer.[@a]

## Dosing

::: recommendation direction=against strength=strong certainty=low for="adults"
We advise against CAR T cells in low-grade tumours.[@b]
:::

- Start within two weeks
  - Check blood pressure (below 140/90 mmHg) [@a; @b]

| Drug | Dose |
|------|------|
| A | 0.5 µg/kg |

Read [the leaflet](https://example.org/leaflet) about hypertension."""


def manuscript(body: str = BODY, **facts: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "article": "0b7d",
        "change_class": "first",
        "question": "Does it help?",
        "heading": "Does it help in low-grade tumours?",
        "countries": ["GB", "US"],
        "searched_to": "2026-01-31",
        "written_for": "professional",
        "funding": "None",
        "ai_used": "no",
        "ai_statement": "",
        "authors": [{"user": "u1", "name": "Ann Lee", "credential": "MD", "interests": ""}],
        "variants": [
            {"audience": "patient", "language": "en", "title": "For you", "body": body, "still_right": True},
            {
                "audience": "professional",
                "language": "en",
                "title": "T",
                "body": "Text.",
                "still_right": True,
            },
        ],
        "references": [
            {"key": "a", "csl": {"title": "One"}, "raw": "", "kept_because": ""},
            {"key": "b", "csl": {"title": "Two"}, "raw": "", "kept_because": ""},
        ],
        "waivers": [],
        "glossary": [],
        "figures": [],
        **facts,
    }


def changes(old: str, new: str, *, in_body: str = BODY) -> list[str]:
    assert in_body.count(old) == 1
    return substantive_changes(manuscript(in_body), manuscript(in_body.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("teh usual", "the usual"),
        ("teh usual", "the  *usual*"),
        ("cure; they", "cure: they"),
        ("live longer.[@a]", "live longer [@a]."),
        ("blood pressure", "blood-pressure"),
        ("5 mg of", "5\u00a0mg of"),
        ("tumours.[@b]", "tumors.[@b]"),
        ("0.5 µg/kg", "0.5 mcg/kg"),
        ("does not", "do not"),
        ("Read [the", "Please read [the"),
        ("- Start within two weeks\n  - Check", "* Start within two weeks\n  * Check"),
        ("|------|------|", "|---|---|"),
    ],
)
def test_editorial_change_of_spelling_and_form_passes(old, new):
    assert changes(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "is 5 mg",
            "is 50 mg",
            "paragraph “For adults with a tumour that grows slowly and cannot be cu…”: a number changed (“5” became “50”).",
        ),
        (
            "then 10 mg",
            "then 10 µg",
            "paragraph “For adults with a tumour that grows slowly and cannot be cu…”: a unit changed (“mg” became “µg”).",
        ),
        (
            "does not cure",
            "does cure",
            "paragraph “For adults with a tumour that grows slowly and cannot be cu…”: a negation changed (“not” was removed).",
        ),
        (
            "live longer",
            "live shorter",
            "paragraph “For adults with a tumour that grows slowly and cannot be cu…”: a word that gives direction or force changed (“longer” became “shorter”).",
        ),
        (
            "octreotide",
            "lanreotide",
            "paragraph “For adults with a tumour that grows slowly and cannot be cu…”: a name or abbreviation changed (“octreotide” became “lanreotide”).",
        ),
        (
            "longer.[@a]",
            "longer.[@b]",
            "paragraph “For adults with a tumour that grows slowly and cannot be cu…”: a citation changed or moved.",
        ),
        (
            "longer.[@a]",
            "longer.",
            "paragraph “For adults with a tumour that grows slowly and cannot be cu…”: a citation changed or moved.",
        ),
        (
            "about hypertension",
            "about hypotension",
            "paragraph “Read the leaflet about hypotension.” under “Dosing”: "
            "a word changed its meaning (“hypertension.” became “hypotension.”).",
        ),
        (
            "example.org/leaflet",
            "example.com/leaflet",
            "paragraph “Read the leaflet about hypertension.” under “Dosing”: a link leads elsewhere.",
        ),
        (
            "Read [the leaflet](https://example.org/leaflet) about hypertension.",
            "Ask [somebody](https://example.org/leaflet) nearby about everything else.",
            "paragraph “Ask somebody nearby about everything else.” under “Dosing”: the words were rewritten.",
        ),
        (
            "| 0.5 ",
            "| 0,5 ",
            "table row “A | 0,5 µg/kg” under “Dosing”: a number changed (“0.5” became “0,5”).",
        ),
        (
            "two weeks",
            "four weeks",
            "list item “Start within four weeks” under “Dosing”: a number changed (“two” became “four”).",
        ),
    ],
)
def test_editorial_change_of_substance_is_named_with_its_place(old, new, expected):
    found = changes(old, new)

    assert found == [f"In the patient text, {expected}"]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("## Dosing", "## Doses", ["A heading of the patient text changed: “Dosing” became “Doses”"]),
        (
            "direction=against",
            "direction=for",
            ["A block of the patient text changed: “direction=against” became “direction=for”"],
        ),
    ],
)
def test_editorial_change_of_shape_is_named(old, new, found):
    assert changes(old, new) == found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5 mg of octreotide, then 10 mg", "10 mg of octreotide, then 5 mg"),
        ("is 5 mg", "is −5 mg"),
        ("is 5 mg", "is .5 mg"),
        ("is 5 mg", "is &#53;5 mg"),
        ("is 5 mg", "is 5⁶ mg"),
        ("is 5 mg", "is <5 mg"),
        ("is 5 mg", "is 5–7 mg"),
        ("is 5 mg", "is 5% mg"),
        ("is 5 mg", "is half 5 mg"),
        ("is 5 mg", "is 5 Mg"),
        ("is 5 mg", "is 5 g"),
        ("does not", "doesn't not"),
        ("does not", "does n\u200bo\u200bt not"),
        ("they live", "they n*o*t live"),
        ("they live", "they may live"),
        ("cure; they", "cure unless they"),
        ("It does", "\n\nIt does"),
        ("- Start", "1. Start"),
        ("  - Check", "- Check"),
        ("certainty=low", "certainty=high"),
        (' for="adults"', ""),
        ("::: recommendation", "::: caveat"),
        ("## Dosing", "### Dosing\n\n## More"),
        ("## Dosing\n", ""),
        ("[@a; @b]", "[@a]"),
        ("140/90", "140:90"),
        ("below 140", "above 140"),
        ("hypertension.", "painless hypertension."),
    ],
)
def test_editorial_change_of_substance_is_found(old, new):
    assert len(changes(old, new)) == 1


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("question", "Does it harm?", "The question"),
        ("heading", "Other", "The heading of the article"),
        ("written_for", "patient", "Whom the article is written for"),
        ("countries", ["GB"], "The list of countries"),
        ("searched_to", "", "The date up to which evidence was searched"),
        ("authors", [], "The authors, their credentials or their interests"),
        ("funding", "Novartis", "The funding"),
        ("ai_used", "yes", "The answer about the use of AI"),
        ("ai_statement", "Drafts", "The statement about the use of AI"),
        ("article", "other", "The article"),
        ("waivers", ["x"], "The waivers"),
        ("glossary", ["x"], "The glossary"),
        ("figures", ["x"], "The figures"),
    ],
)
def test_editorial_change_of_a_fact_is_named(key, value, what):
    assert substantive_changes(manuscript(), manuscript(**{key: value})) == [f"{what} changed."]


def test_editorial_change_may_say_its_class_and_that_texts_are_still_right():
    new = manuscript(change_class="editorial")
    new["variants"][0]["still_right"] = False

    assert substantive_changes(manuscript(), new) == []


def test_editorial_change_of_a_title_is_named():
    new = manuscript()
    new["variants"][0]["title"] = "For all"

    assert substantive_changes(manuscript(), new) == ["The title of the patient text changed."]


def test_editorial_change_of_the_set_of_texts_is_named():
    one, two = manuscript(), manuscript()
    one["variants"].pop(0)
    two["variants"].pop(1)

    assert substantive_changes(one, two) == [
        "The patient text was added.",
        "The professional text was removed.",
    ]


def test_editorial_change_of_a_reference_is_named():
    new = manuscript()
    new["references"][1] = {"key": "c", "csl": {"title": "Three"}, "raw": "", "kept_because": ""}
    new["references"][0]["kept_because"] = "Still the only trial."
    new["variants"][0]["body"] = old_body = "Text."

    assert substantive_changes(manuscript(old_body), new) == [
        "The reference “a” changed.",
        "The reference “b” was removed.",
        "The reference “c” was added.",
    ]


def test_editorial_change_of_a_key_alone_passes():
    new = manuscript(BODY.replace("@b", "@lee2020"))
    new["references"][1]["key"] = "lee2020"

    assert substantive_changes(manuscript(), new) == []


def test_editorial_change_that_swaps_two_keys_is_found():
    new = manuscript()
    new["references"][0]["key"], new["references"][1]["key"] = "b", "a"

    found = substantive_changes(manuscript(), new)

    assert [sentence.rsplit(": ")[-1] for sentence in found] == ["a citation changed or moved."] * 2


@given(st.integers(0, len(BODY)), st.sampled_from("0123456789½²٣"))
def test_editorial_change_finds_a_digit_put_in_anywhere(at, digit):
    assert substantive_changes(manuscript(), manuscript(BODY[:at] + digit + BODY[at:])) != []


@given(st.sampled_from([at for at, character in enumerate(BODY) if character.isdigit()]))
def test_editorial_change_finds_a_digit_taken_out_anywhere(at):
    assert substantive_changes(manuscript(), manuscript(BODY[:at] + BODY[at + 1 :])) != []


COMMON_WORDS = [f"{one}{two}q" for one in "bcdfghjklm" for two in "bcdfghjklm"]
# "n not ot" says "not" as often as "not" does.
INSIDE_NOT = {match.start() + step for match in re.finditer("not", BODY) for step in (1, 2)}


@given(
    st.sampled_from([at for at in range(len(BODY) + 1) if at not in INSIDE_NOT]),
    st.sampled_from(["not", "never", "without", "don’t", "NO"]),
)
def test_editorial_change_finds_a_negation_put_in_anywhere(at, word):
    body = f"{BODY[:at]} {word} {BODY[at:]}"

    assert substantive_changes(manuscript(), manuscript(body)) != []
    assert substantive_changes(manuscript(body), manuscript()) != []


@given(st.integers(0, len(BODY)))
def test_editorial_change_finds_a_citation_put_in_anywhere(at):
    body = f"{BODY[:at]} [@b]{BODY[at:]}"

    assert substantive_changes(manuscript(), manuscript(body)) != []
    assert substantive_changes(manuscript(body), manuscript()) != []


@given(
    st.lists(st.sampled_from(["the", "patient", "feels", "tired", "nausea", "5 mg"]), min_size=2), st.data()
)
def test_editorial_change_lets_a_typo_be_mended_anywhere(words, data):
    at = data.draw(st.integers(0, len(words)))

    misspelt = " ".join([*words[:at], "teh", *words[at:]])

    mended = " ".join([*words[:at], "the", *words[at:]])
    assert substantive_changes(manuscript(misspelt), manuscript(mended)) == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_editorial_change_accepts_any_text(old, new):
    assert substantive_changes(manuscript(old), manuscript(old)) == []
    assert isinstance(substantive_changes(manuscript(old), manuscript(new)), list)


def test_editorial_change_that_moves_a_citation_past_a_number_is_found():
    old, new = "Give 5 mg [@a], later 10 mg.", "Give 5 mg, later 10 mg [@a]."

    found = substantive_changes(manuscript(old), manuscript(new))

    assert found == ["In the patient text, paragraph “Give 5 mg, later 10 mg.”: a citation changed or moved."]


def test_editorial_change_that_the_page_does_not_show_is_found():
    assert changes("µg/kg |", "µg/kg | 7") == [
        "In the source of the patient text: a number changed (“7” was added)."
    ]


def test_editorial_change_leaves_its_manuscripts_alone():
    old, new = manuscript(), manuscript(BODY.replace("5", "6"))
    before = copy.deepcopy((old, new))

    substantive_changes(old, new)

    assert (old, new) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a" * 200_000, "b" + "a" * 199_999),
        (" ".join(COMMON_WORDS * 300), " ".join(COMMON_WORDS[::-1] * 300)),
        ("the a " * 30_000, "a the " * 30_000),
        ("5 " * 50_000, "6 " * 50_000),
        ("5 [@a] " * 400, "6 [@a] " * 400),
        ("-" * 100_000, "+" * 100_000),
    ],
)
def test_editorial_change_has_no_catastrophic_input(old, new):
    started = time.process_time()

    substantive_changes(manuscript(old), manuscript(new))

    assert time.process_time() - started < 3
