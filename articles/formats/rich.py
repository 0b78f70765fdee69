"""A rich text, as a clipboard or a Word file holds it, as Markdown with its works and with all that was lost."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.formats.captured import REFERENCES
from articles.formats.draft import MAX_REFERENCES, MAX_TEXT, DraftReference, Refused
from articles.formats.lost import Lost, listed
from articles.formats.marks import MAX_NUMBER
from articles.formats.rich_blocks import Block, blocks_of, take_number_marks
from articles.formats.rich_citing import Citing
from articles.formats.rich_line import line
from articles.formats.rich_markdown import markdown_of
from articles.formats.rich_tree import tree

_NUMBERED = re.compile(r"[\[(]?([0-9]{1,3})(?:[\])]\.?|[.:])?\s+(?=\S)")
MAX_LEVEL = 4


@dataclass(frozen=True)
class Rich:
    """`title` is that of the text's own first heading, where it was asked for."""

    title: str
    body: str
    references: tuple[DraftReference, ...]
    lost: tuple[Lost, ...]


def read(
    html: str,
    *,
    stored: Mapping[str, str] | None = None,
    marked: Mapping[str, tuple[str, ...]] | None = None,
    lost: list[Lost] | None = None,
    has_title: bool = False,
) -> Rich:
    """What `html` holds. Raises `Refused` and nothing else.

    `stored`: of each key that is taken already the line of its work as it was found; `marked`: what a mark
    (`rich_line.MARK`) cites; `has_title`: whether a first heading names the whole and is no part of it.
    """
    found = list(lost or [])
    blocks = blocks_of(tree(html), found)
    take_number_marks(blocks)
    title = _take_title(blocks) if has_title else ""
    lines = _take_list(blocks)
    _fit_levels(blocks, found)
    citing = Citing(lines, marked or {}, _keys(lines, stored or {}, found))
    body = markdown_of(blocks, lambda runs: line(runs, citing, found))
    if len(body) > MAX_TEXT:
        raise Refused(
            _("This text is longer than {count} characters. Please bring in a part of it.").format(
                count=f"{MAX_TEXT:,}"
            )
        )
    if lines and not citing.cited and not marked:
        why = _(
            "The list of references was read, but nothing in the text cites it by number: cite its works yourself."
        )
        found.append(Lost("", "", why))
    return Rich(title, body, _references(citing, lines), listed(found))


def _take_title(blocks: list[Block]) -> str:
    if not blocks or blocks[0].kind != "heading" or blocks[0].level != 1:
        return ""
    return " ".join(blocks.pop(0).words.split())


def _take_list(blocks: list[Block]) -> dict[int, str]:
    """Take the list of references out of the blocks: its lines by their numbers, {} where there is none."""
    start = next((at for at in range(len(blocks) - 1, -1, -1) if _names_a_list(blocks[at])), None)
    if start is None:
        return {}
    end = start + 1
    while end < len(blocks) and blocks[end].kind in ("item", "paragraph", "more"):
        end += 1
    lines = _lines_of(blocks[start + 1 : end])
    if lines or end == len(blocks) == start + 1:
        del blocks[start:end]
    return lines


def _names_a_list(block: Block) -> bool:
    return (
        block.kind in ("heading", "paragraph") and block.words.casefold().strip(" :.0123456789") in REFERENCES
    )


def _lines_of(blocks: list[Block]) -> dict[int, str]:
    """The lines by the numbers they bear, or in their order where none bears one; {} where that is not clear."""
    found: list[tuple[int | None, str]] = []
    for block in blocks:
        words = " ".join(block.words.split())
        match = _NUMBERED.match(words)
        if block.kind == "more" and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {words}")
        elif block.kind == "item":
            found.append((block.number, words))
        elif match:
            found.append((int(match[1]), words[match.end() :]))
        else:
            found.append((None, words))
    if all(at is None for at, __ in found):
        found = [(place, words) for place, (__, words) in enumerate(found, start=1)]
    lines = {at: words for at, words in found if at is not None and 0 < at <= MAX_NUMBER}
    return lines if len(lines) == len(found) <= MAX_REFERENCES else {}


def _fit_levels(blocks: list[Block], lost: list[Lost]) -> None:
    """Headings begin at the second level, the first is the page's; they end at the fourth."""
    headings = [block for block in blocks if block.kind == "heading"]
    shift = 2 - min((block.level for block in headings), default=2)
    for block in headings:
        block.level += shift
        if block.level > MAX_LEVEL:
            block.level = MAX_LEVEL
            why = _("Headings have three levels here; one that lay deeper is of the third.")
            lost.append(Lost("", block.words, why))


def _keys(lines: Mapping[int, str], stored: Mapping[str, str], lost: list[Lost]) -> Callable[[int], str]:
    """The key of each number: free, or that of the same work."""

    def key_of(number: int) -> str:
        key = f"ref{number}"
        if number not in lines:
            if key in stored:
                why = _("It is among the references already: see whether it is the same work.")
                lost.append(Lost("", f"@{key}", why))
            return key
        further = 0
        while key in stored and stored[key] != lines[number]:
            further += 1
            key = f"ref{number}-{further}"
        return key

    return key_of


def _references(citing: Citing, lines: Mapping[int, str]) -> tuple[DraftReference, ...]:
    numbers = sorted(citing.cited | set(lines))
    keys = {citing.key_of(number): lines.get(number, "") for number in numbers}
    return tuple(DraftReference(key, raw=raw, is_placeholder=True) for key, raw in keys.items())
