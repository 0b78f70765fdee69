"""Citations in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.citations import (
    MAX_KEYS_PER_BRACKET,
    MAX_KEYS_PER_TEXT,
    citation_problems,
    cited_keys,
    collapse,
    number,
)
from articles.markdown import parser


def bracket(count: int) -> str:
    return "[" + "; ".join(f"@k{place}" for place in range(count)) + "]"


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        ("Longer.[@b] Shorter [@a; @b].", ["b", "a"]),
        ("Next to each other [@a][@b].", ["a", "b"]),
        ("Over a line [@a;\n@b].", ["a", "b"]),
        ("- one\n  - two [@a]\n    1. three [@b]", ["a", "b"]),
        ("> quoted [@a]\n\n# head [@b]", ["a", "b"]),
        ("| x |\n|---|\n| cell [@a] |", ["a"]),
        ("::: safety\nStop. [@a]\n:::", ["a"]),
        ("`[@a]` and ``[@b]``", []),
        ("```\n[@a]\n```\n\n    [@b]", []),
        (r"\[@a]", []),
        ("![a picture [@a]](x.png)", []),
        ("[@a]: words after a colon", ["a"]),
        ("[@a]: https://a.example", ["a"]),
        ("[see [@a]](https://example.org)", ["a"]),
        ("[@a b] [@1a] [@] [a] @a [@a;] [@a,@b]", []),
        (f"[@{'k' * 64}] [@{'k' * 65}]", ["k" * 64]),
    ],
)
def test_cited_keys_are_those_that_readers_see_cited(body: str, keys: list[str]) -> None:
    assert cited_keys(body) == keys


def test_numbers_follow_the_lead_text_then_the_others_then_the_uncited() -> None:
    numbers = number("[@c] [@gone]", ["[@b; @c]", "[@a]"], ["a", "b", "c", "d"])

    assert numbers == {"c": 1, "b": 2, "a": 3, "d": 4}


@pytest.mark.parametrize(
    ("numbers", "runs"),
    [([], []), ([1, 2, 3, 5], [(1, 3), (5, 5)]), ([5, 1, 5], [(1, 1), (5, 5)]), ([2, 1], [(1, 2)])],
)
def test_collapse_joins_neighbours(numbers: list[int], runs: list[tuple[int, int]]) -> None:
    assert collapse(numbers) == runs


@given(st.sets(st.integers(min_value=1, max_value=60)))
def test_collapse_loses_no_number(numbers: set[int]) -> None:
    runs = collapse(numbers)

    assert {n for first, last in runs for n in range(first, last + 1)} == numbers


def test_a_key_without_reference_is_named_once() -> None:
    assert citation_problems("[@a] [@b] [@b]", ["a"]) == [
        "The text cites “b”, but no reference has that key."
    ]


@pytest.mark.parametrize("text", ["[@a b]", "[@a,@b]", "[@]", "[@1]", "[@a"])
def test_what_only_looks_like_a_citation_is_named_and_stays(text: str) -> None:
    sentences = citation_problems(text, [])

    assert [sentence.split(" is ")[0] for sentence in sentences] == [f"“{text}”"]
    assert parser().render(text, {}) == f"<p>{text}</p>\n".replace("<p>", '<p id="p-1">')


def test_nothing_is_said_about_code_or_escaped_brackets() -> None:
    assert citation_problems("`[@a b]` \\[@b] \n\n```\n[@c d]\n```", []) == []


def test_a_bracket_takes_as_many_keys_as_it_says_and_no_more() -> None:
    full, over = bracket(MAX_KEYS_PER_BRACKET), bracket(MAX_KEYS_PER_BRACKET + 1)

    assert (len(cited_keys(full)), cited_keys(over)) == (MAX_KEYS_PER_BRACKET, [])


def test_citations_past_the_cap_of_a_text_stay_as_typed_and_are_counted() -> None:
    body = "[@a] " * MAX_KEYS_PER_TEXT + "[@b]"

    assert cited_keys(body) == ["a"]
    assert citation_problems(body, ["a"]) == [
        f"The text has {MAX_KEYS_PER_TEXT + 1} citations; at most {MAX_KEYS_PER_TEXT} are read."
    ]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (
            "[@a]",
            '<sup class="cite"><a href="#ref-1" id="cite-1-1" aria-label="Reference 1">1</a></sup>',
        ),
        (
            "[@a; @c; @b]",
            '<sup class="cite"><a href="#ref-1" id="cite-1-1" aria-label="Reference 1">1</a>–'
            '<span id="cite-2-1"></span>'
            '<a href="#ref-3" id="cite-3-1" aria-label="Reference 3">3</a></sup>',
        ),
        (
            "[@b; @a]",
            '<sup class="cite"><a href="#ref-1" id="cite-1-1" aria-label="Reference 1">1</a>,'
            '<a href="#ref-2" id="cite-2-1" aria-label="Reference 2">2</a></sup>',
        ),
        ("[@gone]", '<span class="cite-missing">[@gone]</span>'),
    ],
)
def test_a_citation_links_to_its_references(body: str, html: str) -> None:
    assert parser().render(body, {"numbers": {"a": 1, "b": 2, "c": 3}}) == f'<p id="p-1">{html}</p>\n'
