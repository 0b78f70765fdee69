"""The HTML of a text and of its reference list, sanitised, as it is stored and served."""

from __future__ import annotations

import hashlib
import html as entities
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.translation import gettext as _
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from articles.blocks import KINDS
from articles.markdown import MAX_BODY, TooLong, parse, parser, plain_text
from articles.reference_lines import ama_html

__all__ = [
    "MAX_BODY",
    "MAX_TITLE",
    "RENDERER",
    "Heading",
    "Page",
    "Paragraph",
    "TooLong",
    "render",
    "render_references",
    "sanitise",
    "words_sha",
]

RENDERER = 1  # raised whenever the same text would give other bytes
MAX_TITLE = 1_000  # characters

_ID = re.compile(r"s-[a-z0-9_-]+|p-[0-9]+|(?:cite-[0-9]+-|ref-)[0-9]+")
_ADDRESS = re.compile(r"#|https?://|mailto:", re.IGNORECASE)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_TAGS = (
    *("section", "h2", "h3", "h4", "p", "blockquote", "pre", "hr", "ol", "ul", "li"),
    *("div", "table", "thead", "tbody", "tr", "th", "td"),
    *("a", "br", "code", "em", "span", "strong", "sup"),
)
_CELL_STYLES = {"text-align:right": ' class="right"', "text-align:center": ' class="center"'}


@dataclass(frozen=True)
class Heading:
    level: int  # 2 to 4
    anchor: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, a list item's own text, or a table row, in words."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Page:
    """`title_html` and `html` are safe to print as they are; `backlinks` gives each number its places."""

    title_html: str
    html: str
    contents: list[Heading]
    paragraphs: list[Paragraph]
    words_sha: str
    backlinks: dict[int, list[str]]


def render(title: str, body: str, *, numbers: Mapping[str, int]) -> Page:
    """One text as a page, the same bytes each time. `numbers` gives citation keys their numbers.

    Raises TooLong past MAX_TITLE or MAX_BODY characters, and nothing else. `words_sha` is the SHA-256 of
    the title's and the page's visible words, one space apart, whatever the tags around them.
    """
    if len(title) > MAX_TITLE:
        raise TooLong(
            _("This title has %(count)d characters; at most %(most)d can be kept.")
            % {"count": len(title), "most": MAX_TITLE}
        )
    env: dict[str, Any] = {"numbers": numbers}
    tokens = parse(body, env)
    html = sanitise(_renderer().render(tokens, parser().options, env))
    title_html = sanitise(escape(title))
    return Page(
        title_html=title_html,
        html=html,
        contents=list(_headings(tokens)),
        paragraphs=list(_paragraphs(tokens)),
        words_sha=words_sha(f"{title_html} {html}"),
        backlinks=env.get("backlinks", {}),
    )


def render_references(
    works: Iterable[tuple[int, str, Mapping[str, Any], str]], *, backlinks: Mapping[int, Sequence[str]]
) -> str:
    """The numbered list of `works` (number, key, csl, why it is kept), each leading back to its citations."""
    items = "".join(_work_html(*work, backlinks.get(work[0], ())) for work in works)
    return sanitise(f'<ol class="references">\n{items}</ol>\n') if items else ""


def _work_html(
    number: int, key: str, csl: Mapping[str, Any], kept_because: str, places: Sequence[str]
) -> str:
    line = ama_html(csl) or escape(key)
    kept = f'<p class="kept">Why this citation is kept: {escape(kept_because)}</p>' if kept_because else ""
    links = " ".join(
        f'<a href="#{escape(place)}" aria-label="Back to citation {count} of reference {number}">{count}</a>'
        for count, place in enumerate(places, start=1)
    )
    back = f' <span class="back">Cited: {links}</span>' if links else ""
    return f'<li id="ref-{number}" value="{number}">{line}{back}{kept}</li>\n'


@cache
def _renderer() -> RendererHTML:
    """The parser's own rules with those of tables and code, which need names, scopes and the keyboard."""
    renderer = RendererHTML()
    rules: dict[str, Any] = {
        **vars(parser().renderer)["rules"],
        "table_open": _table_open,
        "table_close": lambda *_rest: "</table>\n</div>\n",
        "th_open": lambda tokens, index, *_rest: f'<th scope="col"{_cell_class(tokens[index])}>',
        "td_open": lambda tokens, index, *_rest: f"<td{_cell_class(tokens[index])}>",
        "fence": _code,
        "code_block": _code,
    }
    renderer.rules = rules
    return renderer


def _table_open(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    env["tables"] = env.get("tables", 0) + 1
    # Regions of one page need names that differ.
    name = "Table" if env["tables"] == 1 else f"Table {env['tables']}"
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{name}">\n<table>\n'


def _cell_class(cell: Token) -> str:
    # The pages' policy takes no style attributes.
    return _CELL_STYLES.get(str(cell.attrGet("style")), "")


def _code(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f'<pre tabindex="0"><code>{escape(tokens[index].content)}</code></pre>\n'


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes={
            "*": {"id"},
            "a": {"href", "title", "aria-label"},
            "div": {"role", "tabindex", "aria-label"},
            "li": {"value"},
            "ol": {"start"},
            "pre": {"tabindex"},
            "section": {"aria-label"},
            "span": {"aria-hidden"},
            "th": {"scope"},
        },
        allowed_classes={
            "div": {"table-scroll"},
            "ol": {"references"},
            "p": {"block-label", "block-for", "block-grade", "kept"},
            "section": {"block", *(f"block-{kind}" for kind in KINDS)},
            "span": {"cite-missing", "dots", "back"},
            "sup": {"cite"},
            "td": {"right", "center"},
            "th": {"right", "center"},
        },
        attribute_filter=_filter_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def sanitise(html: str) -> str:
    """`html` with only the tags, attributes, classes and ids that a page may have; the second lock.

    Saved text holds no lone surrogate; a preview of text that was never saved must not fail on one.
    """
    return _cleaner().clean(_LONE_SURROGATE.sub("\ufffd", html))


def _filter_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "id":
        return value if _ID.fullmatch(value) else None
    if attribute == "href":
        return value if _ADDRESS.match(value) else None
    return value


def _headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield Heading(int(token.tag[1]), str(token.attrs["id"]), plain_text(tokens[index + 1]).strip())


def _paragraphs(tokens: Sequence[Token]) -> Iterator[Paragraph]:
    row: list[str] | None = None
    row_place = ""
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            row, row_place = [], str(token.attrs["id"])
        elif token.type == "inline" and row is not None:
            row.append(plain_text(token).strip())
        elif token.type == "tr_close":
            yield Paragraph(row_place, " | ".join(row or ()))
            row = None
        elif token.type == "paragraph_open":
            yield Paragraph(str(token.meta["place"]), plain_text(tokens[index + 1]).strip())


def words_sha(html: str) -> str:
    """SHA-256 of the visible words, one space apart."""
    words = entities.unescape(nh3.clean(html, tags=set())).split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest()
