"""The words of one paragraph of a rich text, each stretch with its look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext as _

from articles.formats.lost import Lost, place_in
from articles.formats.rich_tree import Node

BREAK = "\x0b"
"""A line break inside a paragraph; cleaned text has no such character."""
_SPACE = re.compile(r"[ \t\n\r\f]+")
_LINK = re.compile(r"(?:https?://|mailto:)\S+$", re.IGNORECASE)
_NOTE = re.compile(r"mso-(?:footnote|endnote)-id")
_COMMENT = re.compile(r"mso-comment-reference|MsoCommentReference")


@dataclass(frozen=True)
class Run:
    """Words of one look; `place` is sup, sub or ""."""

    text: str
    bold: bool = False
    italic: bool = False
    place: str = ""
    href: str = ""

    def looks_like(self, other: Run) -> bool:
        return self.look == other.look

    @property
    def look(self) -> tuple[bool, bool, str, str]:
        return self.bold, self.italic, self.place, self.href


def runs_of(nodes: Iterable[Node], lost: list[Lost], where: str) -> list[Run]:
    """The stretches of these nodes, neighbours of one look joined, spaces as a page shows them."""
    found: list[Run] = []
    for node in nodes:
        _collect(node, Run(""), found, lost, place_in(where))
    return _spaced(_joined(found))


def _collect(node: Node, look: Run, found: list[Run], lost: list[Lost], where: str) -> None:
    if node.text:
        found.append(replace(look, text=_SPACE.sub(" ", node.text)))
    elif node.tag == "br":
        found.append(Run(BREAK))
    elif why := _left_out(node):
        lost.append(Lost(where, node.attrs.get("alt", "") or node.words(), why))
    elif not _is_note_mark(node):
        inner = _look(node, look)
        if _is_struck(node) and node.words():
            lost.append(Lost(where, node.words(), _("It was struck out; the words stand as plain text.")))
        for child in node.children:
            _collect(child, inner, found, lost, where)


def _left_out(node: Node) -> str:
    """Why what is inside this element is no part of the text, or ""."""
    if node.tag == "img":
        return _("A picture was left out; its description, if it has one, is given here.")
    if node.tag == "del":
        return _("A tracked deletion was taken as accepted: these words are left out.")
    return ""


def _is_note_mark(node: Node) -> bool:
    """The number of a note, or the mark of a comment: what they say is listed where they say it."""
    style = node.attrs.get("style", "")
    return bool(_NOTE.search(style) or _COMMENT.search(style) or _COMMENT.search(node.attrs.get("class", "")))


def _is_struck(node: Node) -> bool:
    return node.tag in ("s", "strike") or "line-through" in node.style.get("text-decoration", "")


def _look(node: Node, look: Run) -> Run:
    """The look of what is inside: the element's own, then what its style says."""
    if node.tag in ("b", "strong"):
        look = replace(look, bold=True)
    elif node.tag in ("i", "em", "cite"):
        look = replace(look, italic=True)
    elif node.tag in ("sup", "sub"):
        look = replace(look, place=node.tag)
    elif node.tag == "a":
        look = replace(look, href=link_of(node.attrs.get("href", "")))
    weight = node.style.get("font-weight", "")
    if weight:
        look = replace(look, bold=weight == "bold" or (weight.isdigit() and int(weight[:4]) >= 600))
    if slant := node.style.get("font-style", ""):
        look = replace(look, italic=slant in ("italic", "oblique"))
    if level := node.style.get("vertical-align", ""):
        look = replace(look, place={"super": "sup", "sub": "sub"}.get(level, ""))
    return look


def link_of(href: str) -> str:
    """An address that a text may hold, else ""; Docs leads by way of its own, which is taken off."""
    href = href.strip()
    if href.startswith("https://www.google.com/url?"):
        try:
            href = parse_qs(urlsplit(href).query).get("q", [href])[0]
        except ValueError:
            return ""
    return href if _LINK.match(href) and len(href) <= 2000 else ""


def _joined(runs: list[Run]) -> list[Run]:
    joined: list[list[Run]] = []
    for run in runs:
        if joined and joined[-1][0].looks_like(run):
            joined[-1].append(run)
        elif run.text:
            joined.append([run])
    return [
        group[0] if len(group) == 1 else replace(group[0], text="".join(run.text for run in group))
        for group in joined
    ]


def _spaced(runs: list[Run]) -> list[Run]:
    """One space where there were several, none at the ends nor around breaks."""
    spaced: list[Run] = []
    ends_in_space = True
    for run in runs:
        text = re.sub(rf" *{BREAK} *", BREAK, _SPACE.sub(" ", run.text))
        if ends_in_space:
            text = text.lstrip(" ")
        if text.startswith(BREAK) and spaced:
            spaced[-1] = replace(spaced[-1], text=spaced[-1].text.rstrip(" "))
        ends_in_space = text[-1:] in (" ", BREAK) if text else ends_in_space
        spaced.append(run if text == run.text else replace(run, text=text))
    return trimmed(_joined(spaced))


def trimmed(runs: list[Run]) -> list[Run]:
    """Without spaces and breaks at either end."""
    ends = f" \u00a0{BREAK}"
    first = next((at for at, run in enumerate(runs) if run.text.strip(ends)), len(runs))
    last = next((at for at in range(len(runs), 0, -1) if runs[at - 1].text.strip(ends)), 0)
    kept = runs[first:last]
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip(ends))
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(ends))
    return kept


def plain(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs).replace(BREAK, " ")
