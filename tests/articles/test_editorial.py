"""Editorial changes: what is compared, and the sentences that name where something else changed."""

import copy

import pytest

from articles.editorial import MOST_SENTENCES, substantive_changes
from tests.articles.editorial_texts import ADVICE, BODY, between, changes, manuscript, named


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
            "paragraph “For adults with a tumour that grows slowly and cannot be cu…”: a negation changed (“not cure;” became “cure;”).",
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
            "words changed (“hypertension” became “hypotension”).",
        ),
        (
            "example.org/leaflet",
            "example.com/leaflet",
            "paragraph “Read the leaflet about hypertension.” under “Dosing”: a link leads elsewhere.",
        ),
        (
            "Read [the leaflet](https://example.org/leaflet) about hypertension.",
            "Ask [somebody](https://example.org/leaflet) nearby about everything else.",
            "paragraph “Ask somebody nearby about everything else.” under “Dosing”: "
            "words changed (“Read the leaflet about hypertension” became “Ask somebody nearby about everything else”).",
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
        ("## Dosing", "## Doses", ["A heading of the patient text changed: “Dosing” became “Doses”."]),
        (
            "direction=against",
            "direction=for",
            ["A block of the patient text changed: “direction=against” became “direction=for”."],
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
    assert named(manuscript(), manuscript(**{key: value})) == [f"{what} changed."]


def test_editorial_change_may_say_its_class_and_that_texts_are_still_right():
    new = manuscript(change_class="editorial")
    new["variants"][0]["still_right"] = False

    assert substantive_changes(manuscript(), new) == []


def test_editorial_change_of_a_title_is_named():
    new = manuscript()
    new["variants"][0]["title"] = "For all"

    assert named(manuscript(), new) == ["The title of the patient text changed."]


def test_editorial_change_of_the_set_of_texts_is_named():
    one, two = manuscript(), manuscript()
    one["variants"].pop(0)
    two["variants"].pop(1)

    assert named(one, two) == [
        "The patient text was added.",
        "The professional text was removed.",
    ]


def test_editorial_change_of_a_reference_is_named():
    new = manuscript()
    new["references"][1] = {"key": "c", "csl": {"title": "Three"}, "raw": "", "kept_because": ""}
    new["references"][0]["kept_because"] = "Still the only trial."
    new["variants"][0]["body"] = old_body = "Text."

    assert named(manuscript(old_body), new) == [
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

    found = named(manuscript(), new)

    assert [sentence.rsplit(": ")[-1] for sentence in found] == ["a citation changed or moved."] * 2


def test_editorial_change_that_moves_a_citation_past_a_number_is_found():
    old, new = "Give 5 mg [@a], later 10 mg.", "Give 5 mg, later 10 mg [@a]."

    found = between(old, new)

    assert found == ["In the patient text, paragraph “Give 5 mg, later 10 mg.”: a citation changed or moved."]


def test_editorial_change_that_the_page_does_not_show_is_found():
    assert changes("µg/kg |", "µg/kg | 7") == [
        "In the source of the patient text: words changed (“7” was added)."
    ]


def test_editorial_change_leaves_its_manuscripts_alone():
    old, new = manuscript(), manuscript(BODY.replace("5", "6"))
    before = copy.deepcopy((old, new))

    substantive_changes(old, new)

    assert (old, new) == before


def test_editorial_change_of_an_unknown_fact_is_named():
    new = manuscript(sponsors=["x"])
    new["variants"][0]["summary"] = "Short."

    assert named(manuscript(), new) == ["“sponsors” changed.", "The “summary” of the patient text changed."]


def test_editorial_change_refused_ends_with_the_classes_to_choose():
    found = substantive_changes(manuscript("Take it daily."), manuscript("Take it weekly."))

    assert found == [
        "In the patient text, paragraph “Take it weekly.”: a unit changed (“daily” became “weekly”).",
        ADVICE,
    ]


def test_editorial_change_refused_often_keeps_its_advice():
    old, new = ("\n\n".join(f"Take {word} {n}." for n in range(100)) for word in ("this", "that"))

    found = substantive_changes(manuscript(old), manuscript(new))

    assert (len(found), found[-1]) == (MOST_SENTENCES, ADVICE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[The *drug*](https://a.example) and the diet.", "The drug and [the diet](https://a.example)."),
        ("Avoid this\\\nand rest.", "Avoid this and\\\nrest."),
        ("Avoid this\\\nand rest.", "Avoid this and rest."),
        ("|a|b|\n|-|-|\n|x \\| y|z|", "|a|b|\n|-|-|\n|x|y \\| z|"),
        ("    sodium  5", "    sodium 5"),
        ("```\nA\n```", "```\nB\n```"),
        ("![one pill](https://a.example/x)", "![two pills](https://a.example/x)"),
        ("A.\n\n[x]: https://a.example/one", "A.\n\n[x]: https://a.example/two"),
        ("One.\n\nTwo.", "Two.\n\nOne."),
        ("- One.\n- Two.", "- One. Two."),
        ("1. One.\n2. Two.", "2. One.\n3. Two."),
        ("> One.", "One."),
        ("It helps [@a] and harms [@b].", "It helps [@b] and harms [@a]."),
        ("It helps [@a] and harms.", "It helps and harms [@a]."),
        ("It helps; it is safe.[@a]", "It helps. It is safe.[@a]"),
        ("It helps. it is safe.[@a]", "It helps. It is safe.[@a]"),
        ("|a|\n|-|\n|x|", "|a|\n|-|\n|x| [@a] |"),
    ],
)
def test_editorial_change_of_structure_is_found(old, new):
    found = between(old, new), between(new, old)

    assert [] not in found
