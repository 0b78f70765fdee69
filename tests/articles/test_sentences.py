"""Sentences: where they end, what they cite, where they stand, what their claim's key depends on."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.markdown import TooLong
from articles.rendering import render
from articles.sentences import sentences, split

WORKS = {"a": "digest-a", "b": "digest-b", "c": "digest-c"}
WORDS = st.sampled_from(
    [
        "Take",
        "the",
        "e.g.",
        "5",
        "mg.",
        "Fig.",
        "2",
        "0.81;",
        "mTOR",
        "now.",
        "So?",
        "U.S.",
        "\n\n",
        "(No.",
        "1.)",
    ]
)


def texts(body: str) -> list[str]:
    return [sentence.text for sentence in sentences(body, works=WORKS)]


def claims(body: str, works: dict[str, str] = WORKS) -> dict[str, str]:
    return {sentence.text: sentence.claim_key for sentence in sentences(body, works=works)}


@pytest.mark.parametrize(
    "parts",
    [
        ["Rest well.", "Then walk."],
        ["Use opioids, e.g. morphine, if needed.", "Stop early."],
        ["As Fig. 2 shows, it shrank.", "See Table 3."],
        ["The answer is no.", "Surgery helps."],
        ["Study No. 5 was small."],
        ["HR 0.81; 95% CI 0.73-0.91.", "P was 0.04."],
        ["Dr. Lee and J. Smith et al. Lancet agree.", "Others do not."],
        ["Take vitamin D.", "Eat fish."],
        ["Really?", "Yes!", "Well…", "Perhaps."],
        ["He said “Stop.”", "She did."],
        ["It helps.", "mTOR inhibitors, i.e. everolimus, do too."],
        ["The U.S. Food and Drug Administration agreed.", "Europe did too."],
        ["Come at 8 a.m.", "Bring water."],
        ["2. Stop the drip.", "3 nurses came."],
        ["He waited 5 min.", "Nothing came."],
        ["It ends here", "\n\nAnd starts there"],
    ],
)
def test_split_ends_where_a_reader_would(parts):
    joined = " ".join(parts).replace(" \n\n", "\n\n")

    found = [joined[start:end].strip() for start, end in split(joined)]

    assert found == [part.strip() for part in parts]


@given(st.text(max_size=200) | st.lists(WORDS, max_size=20).map(" ".join))
def test_split_gives_the_text_back(text):
    pieces = split(text)

    assert "".join(text[start:end] for start, end in pieces) == text


@given(st.lists(WORDS, max_size=20).map(" ".join))
def test_split_leaves_no_piece_empty_and_no_gap(text):
    pieces = split(text)

    assert all(a[1] == b[0] and a[0] < a[1] for a, b in pairwise([*pieces, (len(text), len(text))]))


def test_sentence_takes_what_is_cited_after_its_full_stop():
    found = sentences("They live longer.[@a] They feel well [@b; @c]. [@a] Others do not.", works=WORKS)

    assert [(sentence.text, sentence.keys) for sentence in found] == [
        ("They live longer.", ("a",)),
        ("They feel well.", ("b", "c", "a")),
        ("Others do not.", ()),
    ]


def test_sentence_takes_what_is_cited_inside_or_before_it():
    found = sentences("[@a] begins, *then* [@b] ends.", works=WORKS)

    assert [(sentence.text, sentence.keys) for sentence in found] == [("begins, then ends.", ("a", "b"))]


def test_sentence_keeps_a_citation_that_stands_alone():
    assert [(sentence.text, sentence.keys) for sentence in sentences("[@a]", works=WORKS)] == [("", ("a",))]


def test_sentences_leave_out_headings_code_and_pictures():
    body = "## Head. Line\n\nText here.\n\n```\nCode. Here.\n```\n\n    More. Code.\n\nLast `x.Y` one."

    assert texts(body) == ["Text here.", "Last x.Y one."]


def test_sentences_of_nested_lists_stand_on_their_own():
    body = "Avoid:\n\n- Wine. Beer too.[@a]\n  - Cider\n\n1. First\n\n   Also this"

    assert texts(body) == ["Avoid:", "Wine.", "Beer too.", "Cider", "First", "Also this"]


def test_sentence_of_a_table_is_a_row():
    body = "| Drug | Dose. Form |\n|---|---|\n| A [@a] | 5 mg. Tablet [@b] |"

    found = sentences(body, works=WORKS)

    assert [(sentence.text, sentence.keys) for sentence in found] == [
        ("Drug | Dose. Form", ()),
        ("A | 5 mg. Tablet", ("a", "b")),
    ]


def test_sentence_knows_its_headings_and_its_block():
    body = (
        "Before.\n\n## One\n\n### Deep\n\nInside.\n\n## Two\n\n"
        "::: caveat\n### Within\n\nTake care.\n:::\n\nAfter.\n\n> Quoted."
    )

    assert [(sentence.text, sentence.section, sentence.block) for sentence in sentences(body, works={})] == [
        ("Before.", (), ""),
        ("Inside.", ("One", "Deep"), ""),
        ("Take care.", ("Two", "Within"), "caveat"),
        ("After.", ("Two",), ""),
        ("Quoted.", ("Two",), ""),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "One word-a.\n\nTwo word-b.",
        "- word-a\n  - word-b\n- word-c",
        "- word-a\n\n  word-b\n\n- word-c\n\n> word-d",
        "1. word-a\n2. word-b\n   > word-c\n   - word-d",
        "| word-a |\n|---|\n| word-b |\n\nword-c",
        "::: safety\nword-a\n\n- word-b\n:::\n\nword-c",
        "-   # Head\n    word-a\n- > word-b",
    ],
)
def test_anchor_is_the_id_of_the_place_on_the_page(body):
    html = render("Title", body, numbers={}).html

    on_page = {
        word: re.findall(r' id="(p-\d+)"', html[: html.index(word)])[-1]
        for word in re.findall(r"word-\w", body)
    }

    assert {re.search(r"word-\w", s.text)[0]: s.anchor for s in sentences(body, works={})} == on_page


def test_claim_key_survives_another_key_for_the_same_work():
    before = claims("It works.[@a; @b]")

    after = claims("It works.[@b; @renamed]", {"renamed": "digest-a", "b": "digest-b"})

    assert after == before


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("## Use\n\nIt helps.[@a] It helped.[@b]", id="sentence"),
        pytest.param("## Use\n\nIt works.[@b] It helped.[@b]", id="citation"),
        pytest.param("## Abuse\n\nIt works.[@a] It helped.[@b]", id="heading"),
        pytest.param("## Use\n\n::: safety\nIt works.[@a] It helped.[@b]\n:::", id="block"),
        pytest.param("## Use\n\nOften so. It works.[@a] It helped.[@b]", id="sentence before"),
    ],
)
def test_claim_key_changes_with(body):
    original = sentences("## Use\n\nIt works.[@a] It helped.[@b]", works=WORKS)[0]

    changed = next(s for s in sentences(body, works=WORKS) if s.text in ("It works.", "It helps."))

    assert changed.claim_key != original.claim_key


def test_claim_key_of_the_follower_alone_changes_with_a_sentence():
    before = sentences("One is.[@a]\n\n- Two is.\n- Three is.\n\nFour is.", works=WORKS)

    after = sentences("One is.[@a]\n\n- Two was.\n- Three is.\n\nFour is.", works=WORKS)

    assert [a.claim_key == b.claim_key for a, b in zip(before, after, strict=True)] == [
        True,
        False,
        False,
        True,
    ]


def test_claim_key_does_not_depend_on_emphasis_and_lines():
    assert claims("It *works*\nwell.[@a]") == claims("It works well. [@a]")


def test_sentences_of_a_text_past_the_cap_are_refused():
    with pytest.raises(TooLong):
        sentences("a" * 200_001, works={})


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(list("a.\n[@]; ->#|:`*1A \ud800")), max_size=80).map("".join)
)
def test_sentences_accept_any_text(text):
    found = sentences(text, works={})

    assert [sentence.pos for sentence in found] == list(range(len(found)))
