"""The HTML of a text and of its references."""

import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.rendering import (
    MAX_BODY,
    MAX_TITLE,
    Heading,
    Paragraph,
    TooLong,
    render,
    render_references,
    sanitise,
)

BODY = """## What helps [@b]

Rest helps.[@a; @b]

- Sleep
  - Naps [@a]

| Dose | People |
|---|--:|
| 5 mg | 12 |
"""
PIECES = st.sampled_from(
    [
        "<script>",
        "<img src=x onerror=alert(1)>",
        "](javascript:alert(1))",
        "[x",
        "![",
        "&#106;avascript:",
        "<a href='",
        "::: recommendation ",
        'for="',
        '"',
        "onclick=x",
        ":::",
        "\n",
        "\n\n",
        "[@a",
        "]",
        "[@a]",
        "; @b",
        "```",
        "`",
        "<javascript:a>",
        "<https://a.example>",
        "[r]: javascript:x",
        "[r]",
        "| ",
        "|-|-|",
        "> ",
        "- ",
        "    ",
        "#",
        "\\",
        "&lt;",
        "\x00",
        "\ud800",
        "*",
        "_",
        "<!--",
        "]]>",
        "data:text/html,x",
        "strength=strong",
        "1. ",
    ]
)
HOSTILE = st.lists(PIECES | st.text(max_size=6), max_size=30).map("".join)


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def dangers(html: str) -> list[str]:
    """What could run or load something, and ids that stand twice."""
    tags = Tags(html).seen
    found = [
        tag
        for tag, _attributes in tags
        if tag in ("script", "img", "iframe", "style", "svg", "form", "input")
    ]
    ids = [attributes["id"] for _tag, attributes in tags if "id" in attributes]
    for _tag, attributes in tags:
        found += [name for name in attributes if name.startswith("on") or name in ("style", "src")]
        href = attributes.get("href") or "#"
        found += [href] if not re.match(r"#|https?://|mailto:", href, re.IGNORECASE) else []
    return found + (["double id"] if len(ids) != len(set(ids)) else []) + re.findall("<script", html)


def test_a_page_is_its_html_contents_and_paragraphs() -> None:
    page = render("Rest & sleep", BODY, numbers={"a": 1, "b": 2})

    assert page.title_html == "Rest &amp; sleep"
    assert page.contents == [Heading(2, "s-what-helps", "What helps")]
    assert page.paragraphs == [
        Paragraph("p-1", "Rest helps."),
        Paragraph("p-2", "Sleep"),
        Paragraph("p-3", "Naps"),
        Paragraph("p-4", "Dose | People"),
        Paragraph("p-5", "5 mg | 12"),
    ]
    assert page.backlinks == {1: ["cite-1-1", "cite-1-2"], 2: ["cite-2-1", "cite-2-2"]}


def test_every_place_of_a_page_stands_in_its_html() -> None:
    page = render("T", BODY, numbers={"a": 1, "b": 2})

    places = [place.anchor for place in (*page.contents, *page.paragraphs)]
    places += [place for links in page.backlinks.values() for place in links]
    assert sorted(str(tag["id"]) for _name, tag in Tags(page.html).seen if "id" in tag) == sorted(places)


def test_a_table_scrolls_by_keyboard_and_has_scopes() -> None:
    html = render("T", "| A | B |\n|---|--:|\n| 1 | 2 |", numbers={}).html

    assert html == (
        '<div class="table-scroll" role="region" tabindex="0" aria-label="Table">\n<table>\n<thead>\n'
        '<tr id="p-1">\n<th scope="col">A</th>\n<th scope="col" class="right">B</th>\n</tr>\n</thead>\n<tbody>\n'
        '<tr id="p-2">\n<td>1</td>\n<td class="right">2</td>\n</tr>\n</tbody>\n</table>\n</div>\n'
    )


def test_a_block_survives_the_sanitiser_whole() -> None:
    body = '::: recommendation direction=against strength=strong certainty=low for="<b>adults"\nNo.\n:::'

    assert render("T", body, numbers={}).html == (
        '<section class="block block-recommendation" aria-label="Recommendation">\n'
        '<p class="block-label">We recommend against</p>\n'
        '<p class="block-for">For: &lt;b&gt;adults</p>\n<p id="p-1">No.</p>\n'
        '<p class="block-grade"><strong>Strong recommendation</strong>; certainty of the evidence: '
        '<strong>low</strong> <span class="dots" aria-hidden="true">●●○○</span></p>\n</section>\n'
    )


def test_the_words_are_those_of_title_and_text_without_their_tags() -> None:
    page = render("A & B", "*One* <b>\n\ntwo", numbers={})

    assert page.words_sha == hashlib.sha256(b"A & B One <b> two").hexdigest()


def test_a_changed_word_changes_the_words_and_markup_does_not() -> None:
    shas = [render("T", body, numbers={}).words_sha for body in ("5 mg daily", "5 *mg* daily", "6 mg daily")]

    assert [sha == shas[0] for sha in shas] == [True, True, False]


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](&#x6A;avascript:alert(1))",
        "[x](\tjavascript:alert(1))",
        "[x][r]\n\n[r]: vbscript:x",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '[x](https://a.example "t\\" onclick=\\"x")',
        "::: safety onclick=alert(1)\nA\n:::",
        '::: recommendation for="\'><script>x</script>" grade="<svg onload=x>"\nA\n:::',
        '::: "><script>x</script>\nA',
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "```<script>\n</code></pre><script>x</script>\n```",
        "| <svg/onload=x> |\n|---|\n| <iframe src=x> |",
        "# <style>*{}</style>",
        '[@a"onclick=x]',
    ],
)
def test_nothing_in_a_text_can_run(body: str) -> None:
    page = render("<script>x</script>", body, numbers={"a": 1})

    assert dangers(page.title_html + page.html) == []


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<script>x</script><p>y</p>", "<p>y</p>"),
        (
            '<p onclick="x" style="x" id="p-1" class="block-label other">y</p>',
            '<p id="p-1" class="block-label">y</p>',
        ),
        ('<p id="main">y</p>', "<p>y</p>"),
        ('<a href="javascript:x">y</a>', "<a>y</a>"),
        ('<a href="//a.example">y</a>', "<a>y</a>"),
        ("<svg onload=x></svg><iframe></iframe><img src=x>", ""),
    ],
)
def test_the_sanitiser_keeps_only_what_a_page_may_have(html: str, kept: str) -> None:
    assert sanitise(html) == kept


def test_pages_pass_the_sanitiser_and_lose_an_id_that_no_page_has() -> None:
    csl = {"type": "book", "title": "T"}

    assert render("T", "[@a]", numbers={"a": -1}).html == (
        '<p id="p-1"><sup class="cite"><a href="#ref--1" aria-label="Reference -1">-1</a></sup></p>\n'
    )
    assert render_references([(-1, "a", csl, "")], backlinks={}) == (
        '<ol class="references">\n<li value="-1"><em>T</em>.</li>\n</ol>\n'
    )


@given(HOSTILE, HOSTILE.map(lambda text: text[:MAX_TITLE]))
def test_no_input_raises_or_can_run(body: str, title: str) -> None:
    page = render(title, body, numbers={"a": 1, "b": 2})

    assert dangers(page.title_html + page.html) == []


@given(HOSTILE)
def test_the_same_text_gives_the_same_bytes(body: str) -> None:
    assert render("T", body, numbers={"a": 1}) == render("T", body, numbers={"a": 1})


@pytest.mark.parametrize(
    ("title", "body"), [("T", "a" * (MAX_BODY + 1)), ("t" * (MAX_TITLE + 1), "a")], ids=["body", "title"]
)
def test_what_is_too_long_is_refused_with_its_cap(title: str, body: str) -> None:
    with pytest.raises(TooLong, match=f"{max(len(title), len(body))} characters; at most"):
        render(title, body, numbers={})


def test_references_lead_back_to_their_citations() -> None:
    works = [(1, "a", {"type": "book", "title": "Rest <i>"}, ""), (2, "b", {}, "It is wrong & often quoted.")]

    assert render_references(works, backlinks={1: ["cite-1-1", "cite-1-2"]}) == (
        '<ol class="references">\n<li id="ref-1" value="1"><em>Rest</em>. <span class="back">Cited: '
        '<a href="#cite-1-1" aria-label="Back to citation 1 of reference 1">1</a> '
        '<a href="#cite-1-2" aria-label="Back to citation 2 of reference 1">2</a></span></li>\n'
        '<li id="ref-2" value="2">b<p class="kept">Why this citation is kept: It is wrong &amp; often quoted.</p>'
        "</li>\n</ol>\n"
    )


def test_no_reference_gives_no_list() -> None:
    assert render_references([], backlinks={}) == ""


@given(HOSTILE, HOSTILE)
def test_nothing_in_a_reference_can_run(words: str, address: str) -> None:
    csl = {
        "type": "webpage",
        "title": words,
        "author": [{"literal": words}],
        "URL": f"https://a.example/{address}",
        "DOI": f"10.1000/{address}",
    }

    assert dangers(render_references([(1, words, csl, words)], backlinks={})) == []
