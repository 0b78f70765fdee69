"""Marked blocks."""

import pytest

from articles.blocks import KINDS, label, problems, read_attributes
from articles.markdown import parse, parser

GRADED = "::: recommendation direction=for strength=strong certainty=low\nDo it. [@a]\n:::"


def kinds(body: str) -> list[str]:
    return [token.meta["kind"] for token in parse(body) if token.type == "block_open"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "recommendation"])
def test_every_kind_is_a_named_section(kind: str) -> None:
    html = parser().render(f"::: {kind}\nWords.\n:::", {})

    assert html == (
        f'<section class="block block-{kind}" aria-label="{KINDS[kind]}">\n'
        f'<p class="block-label">{KINDS[kind]}</p>\n<p id="p-1">Words.</p>\n</section>\n'
    )


def test_a_second_region_of_a_kind_gets_another_name() -> None:
    html = parser().render("::: safety\nA\n:::\n::: safety\nB\n:::", {})

    assert [part.split('"')[0] for part in html.split('aria-label="')[1:]] == ["Safety", "Safety 2"]


def test_a_recommendation_says_its_grading_in_words_and_dots() -> None:
    html = parser().render(GRADED, {"numbers": {}})

    assert html.split("\n")[-3] == (
        '<p class="block-grade"><strong>Strong recommendation</strong>; certainty of the evidence: '
        '<strong>low</strong> <span class="dots" aria-hidden="true">●●○○</span></p>'
    )


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ("direction=for strength=strong certainty=high", "We recommend"),
        ("direction=against strength=strong certainty=high", "We recommend against"),
        ("direction=for strength=conditional certainty=low", "We suggest"),
        ("direction=against strength=conditional certainty=low", "We suggest against"),
        ("direction=none certainty=very-low", "Evidence too weak to recommend for or against"),
        ('direction=against grade="USPSTF: D"', "Recommendation against"),
        ("direction=for kind=good-practice", "Good practice: we advise this"),
        ("strength=strong", "Recommendation"),
    ],
)
def test_a_recommendation_is_labelled_in_words(attributes: str, words: str) -> None:
    read, _problems = read_attributes("recommendation", attributes)

    assert label("recommendation", read) == words


@pytest.mark.parametrize(
    "attributes",
    [
        "direction=for strength=strong certainty=high",
        "direction=none certainty=low",
        'direction=against grade="USPSTF: D" for="adults of 60 and more"',
    ],
)
def test_a_graded_and_cited_recommendation_stands(attributes: str) -> None:
    assert problems(f"::: recommendation {attributes}\nSo. [@a]\n:::") == []


def test_good_practice_needs_no_source() -> None:
    assert problems("::: recommendation direction=for kind=good-practice\nTalk.\n:::") == []


@pytest.mark.parametrize(
    ("attributes", "problem"),
    [
        ("strength=strong certainty=low", "say its direction: for, against or none"),
        ("direction=for strength=strong", "a strength needs the certainty of the evidence beside it"),
        (
            "direction=for certainty=low",
            "a certainty of the evidence needs the strength of the recommendation beside it",
        ),
        (
            "direction=for",
            "say how it was graded: strength and certainty, its source's grade, or kind=good-practice",
        ),
        (
            "direction=for kind=good-practice strength=strong certainty=low",
            "good practice is not graded: leave out strength and certainty",
        ),
        ("direction=for grade=A colour=red", "a recommendation block has no “colour”"),
        (
            "direction=for grade=A certainty=some",
            "“certainty” cannot be “some”, only high, moderate, low, very-low",
        ),
        ("direction=for grade=A grade=B", "“grade” is given twice"),
        ('direction=for grade=A for=""', "“for” must have 1 to 300 characters"),
        ("direction=for grade=A onclick", "“onclick” is not written as name=value"),
    ],
)
def test_a_recommendation_that_cannot_stand_is_told_why(attributes: str, problem: str) -> None:
    assert problems(f"::: recommendation {attributes}\nSo. [@a]\n:::") == [
        f"In the recommendation block on line 1: {problem}."
    ]


def test_a_recommendation_without_a_source_is_told() -> None:
    body = "Before [@a]\n\n::: recommendation direction=for grade=A\nSo. `[@a]`\n:::"

    assert problems(body) == ["In the recommendation block on line 3: cite the work that it rests on."]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            "::: warning\nA\n\n",
            "Line 1 opens a block of unknown kind “warning”. Kinds are: bottom-line, recommendation, safety, help, "
            "algorithm, caveat, disagreement.",
        ),
        ("A\n:::", "Line 2 has a fence (:::) that belongs to no block."),
        ("::: safety\nA", "In the safety block on line 1: it is not closed by a line with :::."),
        ("::: safety\n:::", "In the safety block on line 1: it is empty."),
        ("::: safety loud=yes\nA\n:::", "In the safety block on line 1: a safety block has no “loud”."),
        (
            "- ::: safety\n  A",
            "Line 1 opens a block inside a list, a quote or another block; it must stand alone.",
        ),
        (">" * 30 + " deep", "What starts on line 1 lies too deep in lists or quotes to be shown."),
    ],
)
def test_a_fence_that_does_not_hold_is_named_with_its_line(body: str, sentence: str) -> None:
    assert problems(body) == [sentence]


def test_an_unclosed_block_ends_where_the_next_begins() -> None:
    assert kinds("::: safety\nA\n::: help\nB\n:::") == ["safety", "help"]


def test_what_is_typed_into_attributes_is_escaped() -> None:
    html = parser().render('::: recommendation grade="<b>" for="<i>"\nA\n:::', {})

    assert [line for line in html.split("\n") if "&lt;" in line or "<b>" in line or "<i>" in line] == [
        '<p class="block-for">For: &lt;i&gt;</p>',
        '<p class="block-grade">Graded <strong>&lt;b&gt;</strong></p>',
    ]


@pytest.mark.parametrize("lead", ["- item", "text", "> quote", "1. step\n   more"])
def test_a_block_needs_no_empty_line_before_it(lead: str) -> None:
    body = f"{lead}\n::: safety\nA\n:::"

    assert (kinds(body), problems(body)) == (["safety"], [])


@pytest.mark.parametrize("code", ["```\n:::\n```", "~~~~\n::: help\n~~~\n~~~~", "    :::"])
def test_a_fence_within_code_is_code(code: str) -> None:
    body = f"::: safety\nA\n\n{code}\n\nB\n:::"

    assert (kinds(body), problems(body)) == (["safety"], [])
