"""HTML of a clipboard or of a converter, sanitised, as a small tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3
from django.utils.translation import gettext as _

from articles.cleaning import Unwritable, clean
from articles.formats.draft import Refused

MAX_HTML = 4_000_000
"""Characters that are looked at: Word writes twenty for each one that is read."""
MAX_DEPTH = 100
"""Elements within each other."""
MAX_NODES = 80_000
"""Elements and stretches of words; each costs as much as a long line."""
MAX_OPEN = 1_000
"""Tags that may stand open as it comes: closing them all costs the sanitiser time that grows with their square."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LISTS = frozenset(("ul", "ol"))
PARAGRAPHS = frozenset(("p", "div", "section", "article", "main", "blockquote", "pre", "center", "address"))
PARTS_OF_TABLES = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"))
BLOCKS = HEADINGS | LISTS | PARAGRAPHS | PARTS_OF_TABLES | {"li", "hr", "dl", "dt", "dd"}
EMPTY = frozenset(("br", "hr", "img"))
INLINE = frozenset(
    (
        "a",
        "b",
        "strong",
        "i",
        "em",
        "cite",
        "sup",
        "sub",
        "span",
        "font",
        "u",
        "s",
        "strike",
        "ins",
        "del",
        "code",
    )
)
ATTRIBUTES = frozenset(("style", "class", "id", "colspan", "rowspan", "href", "start", "alt", "aria-level"))
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]{0,20})")
_CLOSED_BY_THEMSELVES = EMPTY | frozenset(
    (
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "thead",
        "tbody",
        "tfoot",
        "meta",
        "link",
        "col",
        "o:p",
        "input",
        "wbr",
    )
)


@dataclass
class Node:
    """An element with its children, or (`tag` is "") words."""

    tag: str = ""
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""
    style: dict[str, str] = field(default_factory=dict)
    holds_blocks: bool = False

    def words(self) -> str:
        """All words inside; where a block begins, a space."""
        parts = (" " if node.is_block or node.tag == "br" else node.text for node in self.walk())
        return " ".join("".join(parts).split())

    def walk(self) -> Iterator[Node]:
        """This one and all inside, in the order of the page."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    @property
    def is_block(self) -> bool:
        return self.tag in BLOCKS


def tree(html: str) -> Node:
    """The root over what may be read of `html`. Raises `Refused`."""
    if len(html) > MAX_HTML:
        raise Refused(_("This is too much to take at once. Please paste a shorter part."))
    try:
        cleaned = clean(html)
    except Unwritable as error:
        raise Refused(str(error)) from error
    _refuse_deep(cleaned)
    safe = nh3.clean(
        cleaned,
        tags=set(BLOCKS | INLINE | EMPTY),
        clean_content_tags={"script", "style", "title", "xml", "template", "iframe", "object"},
        attributes={"*": set(ATTRIBUTES)},
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(safe)
    reader.close()
    return reader.root


def _refuse_deep(html: str) -> None:
    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() not in _CLOSED_BY_THEMSELVES:
            depth = max(depth - 1, 0) if match[1] else depth + 1
            if depth > MAX_OPEN:
                raise _too_many_parts()


def _too_many_parts() -> Refused:
    return Refused(_("This is put together in too many parts to be read. Please paste it as plain text."))


def number(node: Node, name: str, default: int = 1, most: int = 1000) -> int:
    """A whole number of an attribute, within bounds."""
    value = node.attrs.get(name, "").strip()
    return min(int(value), most) if value.isascii() and value.isdigit() and len(value) < 10 else default


def read_style(text: str) -> dict[str, str]:
    """The properties of a style attribute in lower case; values keep no quotes."""
    pairs = (part.split(":", 1) for part in text[:5000].split(";") if ":" in part)
    return {name.strip().lower(): value.strip().lower().strip("\"'") for name, value in pairs}


class _Reader(HTMLParser):
    """Reads what the sanitiser wrote, which is well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]
        self.count = 0

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._tell_those_around()
        self._count()
        if tag in EMPTY:
            self.open[-1].children.append(_node(tag, pairs))
        elif len(self.open) >= MAX_DEPTH:
            raise _too_many_parts()
        else:
            node = _node(tag, pairs)
            self.open[-1].children.append(node)
            self.open.append(node)

    def _count(self) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            raise _too_many_parts()

    def _tell_those_around(self) -> None:
        for node in reversed(self.open):
            if node.holds_blocks:
                break
            node.holds_blocks = True

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self._count()
        self.open[-1].children.append(Node(text=data))


def _node(tag: str, pairs: list[tuple[str, str | None]]) -> Node:
    attrs = {name: value or "" for name, value in pairs}
    return Node(tag, attrs, style=read_style(attrs.get("style", "")))
