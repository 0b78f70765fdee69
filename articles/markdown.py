"""The Markdown of a text: CommonMark and tables without HTML, with citations, blocks and places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from copy import copy
from functools import cache, lru_cache
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, image
from markdown_it.token import Token

from articles.blocks import block_plugin
from articles.citations import citation_plugin

MAX_BODY = 200_000  # characters
MAX_NESTING = 20  # lists and quotes within each other; what lies deeper is not parsed
MAX_SLUG = 60
# Each of these costs the parser more than a letter does; no text that somebody wrote comes near.
MAX_MARKS = {"[": 6_000, "*": 20_000, "_": 20_000, "`": 10_000, "<": 6_000, "|": 20_000}
MAX_LINES = 4_000
# One request asks for the tokens of the same text many times: for its citations, its minutes, its preview.
KEPT = 4

_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)


class TooLong(ValueError):
    """A text past the cap, refused before any work; `str()` is the sentence for its author."""


def parse(body: str, env: dict[str, Any] | None = None) -> list[Token]:
    """The tokens of `body`, which nobody may change. Raises TooLong past MAX_BODY characters, MAX_LINES or MAX_MARKS.

    Tokens `paragraph_open`, `list_item_open` and `tr_open` may carry the id `p-N`, `heading_open` the id
    `s-slug`, `block_open` a `meta` with "kind" and "attributes", `citation` a `meta` with "keys".
    `env` receives "stray_fences" (line -> why), "stray_citations", "citation_count" and "too_deep" (lines).
    """
    if len(body) > MAX_BODY:
        raise TooLong(
            _("This text has %(count)d characters; at most %(most)d can be kept in one text.")
            % {"count": len(body), "most": MAX_BODY}
        )
    if sentence := too_many_marks(body):
        raise TooLong(sentence)
    tokens, found = _parsed(body)
    if env is not None:
        env.update({name: copy(value) for name, value in found.items()})
    return list(tokens)


@lru_cache(maxsize=KEPT)
def _parsed(body: str) -> tuple[tuple[Token, ...], dict[str, Any]]:
    found: dict[str, Any] = {}
    return tuple(parser().parse(body, found)), found


def too_many_marks(body: str) -> str:
    """The sentence for a text with more marks or lines than can be read in a moment, else ""."""
    if (lines := body.count("\n")) > MAX_LINES:
        return _("A text has at most %(most)d lines; this one has %(count)d.") % {
            "most": MAX_LINES,
            "count": lines,
        }
    for mark, most in MAX_MARKS.items():
        if (count := body.count(mark)) > most:
            return _("A text has at most %(most)d times the mark “%(mark)s”; this one has it %(count)d times.") % {
                "mark": mark, "count": count, "most": most,
            }  # fmt: skip
    return ""


@cache
def parser() -> MarkdownIt:
    """The one parser, shared by all threads: it holds no state between calls, and nobody may configure it."""
    options = {"html": False, "maxNesting": MAX_NESTING, "xhtmlOut": False}
    md = MarkdownIt("commonmark", options).enable("table")
    md.validateLink = _is_link_allowed  # type: ignore[method-assign]
    md.use(citation_plugin).use(block_plugin)
    md.inline.ruler.at("image", _picture_rule(md))
    md.core.ruler.after("inline", "pictures", _replace_pictures)
    md.core.ruler.push("headings", _fit_headings)
    md.core.ruler.push("places", _give_places)
    return md


def headings(body: str) -> list[str]:
    """The headings of `body` as lines of Markdown, in their plain words. Raises TooLong."""
    tokens = parse(body)
    return [
        f"{'#' * int(token.tag[1])} {plain_text(tokens[place + 1]).strip()}"
        for place, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def plain_text(inline: Token) -> str:
    """The words of an inline token, without marks and citations."""
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in inline.children or ()
        if child.type in ("text", "code_inline", "softbreak", "hardbreak")
    )


def _is_link_allowed(url: str) -> bool:
    return _LINK.match(url) is not None


def _picture_rule(md: MarkdownIt) -> Callable[[StateInline, bool], bool]:
    """Pictures are read whatever their address, because only their words are kept."""
    lenient = copy(md)
    lenient.validateLink = lambda url: True  # type: ignore[method-assign]

    def read_picture(state: StateInline, silent: bool) -> bool:
        before, state.md = state.md, lenient
        try:
            return image(state, silent)
        finally:
            state.md = before  # a picture within a picture's words is still read leniently

    return read_picture


def _replace_pictures(state: StateCore) -> None:
    """Pictures are not taken yet: their alternative text stands in their place."""
    for inline in state.tokens:
        for token in inline.children or ():
            if token.type == "image":
                token.type, token.tag, token.attrs = "text", "", {}
                token.content, token.children = _alternative(token), None


def _alternative(image: Token) -> str:
    return "".join(
        _alternative(child) if child.children else " " if child.type == "softbreak" else child.content
        for child in image.children or ()
    )


def _fit_headings(state: StateCore) -> None:
    """Headings start at 2 (1 is the page's title), end at 4, and never skip a level on the way down."""
    deepest = 1
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            if token.nesting == 1:
                deepest = min(max(int(token.tag[1]), 2), deepest + 1, 4)
            token.tag = f"h{deepest}"


def _give_places(state: StateCore) -> None:
    """Ids: `s-slug` for headings, `p-N` for each paragraph, list item's own text and table row in order."""
    slugs: Counter[str] = Counter()
    items: list[Token] = []
    count = 0
    for index, token in enumerate(state.tokens):
        if token.type == "list_item_open":
            items.append(token)
        elif token.type == "list_item_close":
            items.pop()
        elif token.type == "heading_open":
            token.attrSet("id", _free_slug(plain_text(state.tokens[index + 1]), slugs))
        elif token.type in ("paragraph_open", "tr_open"):
            count += 1
            _place(token, f"p-{count}", items, state.tokens[index : index + 3])
        if token.nesting == 1 and token.level >= MAX_NESTING - 1 and token.map:
            state.env.setdefault("too_deep", []).append(token.map[0] + 1)


def _place(token: Token, place: str, items: list[Token], paragraph: list[Token]) -> None:
    """Put the id on the paragraph; in a tight list, which shows no paragraph tags, on its list item.

    `meta["place"]` of the paragraph names it in both cases.
    """
    token.meta["place"] = place
    if token.hidden and "id" not in items[-1].attrs:
        items[-1].attrSet("id", place)
        return
    if token.hidden:
        paragraph[0].hidden = paragraph[2].hidden = False
    token.attrSet("id", place)


def _free_slug(text: str, slugs: Counter[str]) -> str:
    stem = f"s-{slugify(text)[:MAX_SLUG].strip('-') or 'section'}"
    slug = stem
    while slugs[slug]:
        slugs[stem] += 1
        slug = f"{stem}-{slugs[stem]}"
    slugs[slug] += 1
    return slug
