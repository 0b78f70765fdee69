"""The Markdown of a text."""

from typing import Any

import pytest

from articles.markdown import MAX_BODY, MAX_LINES, MAX_MARKS, TooLong, parse, parser


def places(body: str) -> list[tuple[str, str]]:
    return [(token.tag, str(token.attrs["id"])) for token in parse(body) if "id" in token.attrs]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("<b>x</b>", '<p id="p-1">&lt;b&gt;x&lt;/b&gt;</p>\n'),
        ("![alt *text*](x.png)", '<p id="p-1">alt text</p>\n'),
        ("[a](https://example.org)", '<p id="p-1"><a href="https://example.org">a</a></p>\n'),
        ("[a](#s-b)", '<p id="p-1"><a href="#s-b">a</a></p>\n'),
        ("[a](/desk/)", '<p id="p-1">[a](/desk/)</p>\n'),
        ("[a](//example.org)", '<p id="p-1">[a](//example.org)</p>\n'),
        ("[a](JavaScript:alert)", '<p id="p-1">[a](JavaScript:alert)</p>\n'),
        ("<data:text/html,x>", '<p id="p-1">&lt;data:text/html,x&gt;</p>\n'),
    ],
)
def test_only_what_is_allowed_becomes_html(body: str, html: str) -> None:
    assert parser().render(body, {}) == html


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        ("# A", ["h2"]),
        ("# A\n## B\n### C\n#### D\n##### E", ["h2", "h2", "h3", "h4", "h4"]),
        ("#### A\n## B\n#### C", ["h2", "h2", "h3"]),
        ("A\n===\n\nB\n---", ["h2", "h2"]),
    ],
)
def test_headings_run_from_two_to_four_without_a_gap(body: str, levels: list[str]) -> None:
    assert [token.tag for token in parse(body) if token.type == "heading_open"] == levels


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A\n\nB", [("p", "p-1"), ("p", "p-2")]),
        ("- A\n  - B\n- C", [("li", "p-1"), ("li", "p-2"), ("li", "p-3")]),
        ("- A\n\n- B", [("p", "p-1"), ("p", "p-2")]),
        ("- A\n  ***\n  B", [("li", "p-1"), ("p", "p-2")]),
        ("> A", [("p", "p-1")]),
        ("A\n\n|a|\n|-|\n|b|\n\nB", [("p", "p-1"), ("tr", "p-2"), ("tr", "p-3"), ("p", "p-4")]),
        ("::: safety\nA\n:::\nB", [("p", "p-1"), ("p", "p-2")]),
        (
            "# Two words!\n# Two words\n# Two words 2",
            [("h2", f"s-two-words{end}") for end in ("", "-2", "-2-2")],
        ),
        ("# 心", [("h2", "s-section")]),
    ],
)
def test_places_are_given_in_reading_order(body: str, expected: list[tuple[str, str]]) -> None:
    assert places(body) == expected


def test_a_text_past_the_cap_is_refused_with_its_length() -> None:
    with pytest.raises(TooLong, match=str(MAX_BODY + 1)):
        parse("a" * (MAX_BODY + 1))


def test_parsing_leaves_nothing_behind_in_the_shared_parser() -> None:
    first = parser().render("# A\n\n[@a]", {"numbers": {"a": 1}})

    assert parser().render("# A\n\n[@a]", {"numbers": {"a": 1}}) == first


def test_text_of_more_lines_than_anybody_writes_is_refused():
    with pytest.raises(TooLong, match=f"at most {MAX_LINES} lines"):
        parse("- x\n" * (MAX_LINES + 1))

    assert parse("- x\n" * 100)


def test_what_one_caller_adds_to_its_findings_is_not_found_by_the_next():
    first: dict[str, Any] = {}
    parse("Words [@].", first)
    first["stray_citations"].append("mine")
    again: dict[str, Any] = {}

    parse("Words [@].", again)

    assert again["stray_citations"] == ["[@]"]


@pytest.mark.parametrize("mark", MAX_MARKS)
def test_text_with_more_marks_than_anybody_writes_is_refused(mark):
    most = MAX_MARKS[mark]

    with pytest.raises(TooLong, match=f"at most {most} times"):
        parse((mark + " ") * (most + 1))

    assert parse((mark + " ") * 100)
