"""The outline of a page copied as plain text: headings, paragraphs, nested items, and lines of bare numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.formats.marks import AT_END, COUNTED, bare

MAX_DEPTH = 8
BULLET = re.compile(r"([•◦▪‣●○∙·*\-–—])(?:\s+(.*))?")
STEP = re.compile(r"([0-9]{1,3})[.)](?:\s+(.*))?")
HASHES = re.compile(r"(#{1,6})\s+(.*)")
CLOSING = re.compile(
    r"(important |key )?(caveats?|conclusions?|summary|key (points|messages)|bottom line|outlook|limitations)\W*"
)
SHORT_HEADING = 12
LONGEST_HEADING = 110


@dataclass
class Block:
    """One piece of a page. `depth`, `marker` and `parent` (a position in the outline) are an item's only."""

    kind: str  # heading | paragraph | item | more (a further paragraph of an item) | bare
    text: str
    line: int
    depth: int = 0
    marker: str = ""
    level: int = 2
    parent: int | None = None
    list_id: int = 0
    numbers: tuple[int, ...] = ()
    wrapped: list[str] = field(default_factory=list)
    """Further lines of the same paragraph or item; `outline` joins them to `text`."""


def is_heading_like(line: str) -> bool:
    """Short, capital first, no full stop, no citation number at the end."""
    text = line.strip()
    if (
        not text
        or len(text) > LONGEST_HEADING
        or text[-1] in ".!:;,"
        or BULLET.fullmatch(text)
        or STEP.fullmatch(text)
    ):
        return False
    if not (text[0].isupper() or text[0].isdigit() or (not text[0].islower() and text[0].isalpha())):
        return False
    words = [word for word in text.split() if word[0].isalpha()]
    if not words:
        return False
    match = AT_END.search(text)
    if match and text[: match.start()].split()[-1].casefold() not in COUNTED:
        return False
    return len(text.split()) <= SHORT_HEADING or sum(word[0].isupper() for word in words) >= 0.6 * len(words)


def outline(lines: Iterable[tuple[int, str]]) -> list[Block]:
    """Blocks of numbered lines; empty lines separate. Linear in the size of the page."""
    reading = _Reading()
    for number, line in lines:
        reading.take(number, line)
    for block in reading.blocks:
        block.text = " ".join(filter(None, (block.text, *block.wrapped)))
    blocks = [block for block in reading.blocks if block.text]
    _close_gaps(reading.blocks, blocks)
    _mend_headings(blocks)
    _set_levels([(at, block) for at, block in enumerate(blocks) if block.kind == "heading"])
    return blocks


class _Reading:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.after_blank = True
        self.lists: list[
            tuple[int, str, int, int]
        ] = []  # indent, kind of marker, position of last item, list id
        self.list_count = 0

    def take(self, number: int, raw: str) -> None:
        line = raw[:2000].expandtabs(4) + raw[2000:]
        text = " ".join(line.split())
        if not text:
            self.after_blank = True
            return
        self._place(number, text, len(line) - len(line.lstrip()))
        self.after_blank = False

    def _place(self, number: int, text: str, indent: int) -> None:
        numbers = bare(text)
        if numbers:
            self.blocks.append(Block("bare", text, number, numbers=numbers))
        elif step := STEP.fullmatch(text):
            self._item(number, step[2] or "", indent, f"{int(step[1])}.")
        elif bullet := BULLET.fullmatch(text):
            self._item(number, bullet[2] or "", indent, bullet[1])
        elif self._continues(text, indent):
            self.blocks[-1].wrapped.append(text)
        elif self.lists and indent > self.lists[-1][0]:
            self.blocks.append(Block("more", text, number, depth=len(self.lists) - 1))
        else:
            self._plain(number, text)

    def _continues(self, text: str, indent: int) -> bool:
        """Whether a line goes on with the block before it; that block is made ready for it."""
        if not self.blocks:
            return False
        last = self.blocks[-1]
        if last.kind == "item" and not last.text and not last.wrapped:
            return True
        if self.after_blank:
            return False
        if not text[0].islower():
            return last.kind == "item" and indent > self.lists[-1][0]
        if last.kind == "bare":
            self._take_back(self.blocks.pop())
        elif last.kind == "heading" and not last.marker:
            last.kind = "paragraph"
        return bool(self.blocks) and self.blocks[-1].kind in ("paragraph", "item", "more")

    def _take_back(self, number: Block) -> None:
        """A number with half a sentence on either side is a dose more often than a citation: it stays text."""
        if self.blocks and self.blocks[-1].kind == "heading" and not self.blocks[-1].marker:
            self.blocks[-1].kind = "paragraph"
        if self.blocks and self.blocks[-1].kind in ("paragraph", "item", "more"):
            self.blocks[-1].wrapped.append(number.text)
        else:
            self.blocks.append(Block("paragraph", number.text, number.line))

    def _plain(self, number: int, text: str) -> None:
        self.lists.clear()
        if hashes := HASHES.fullmatch(text):
            self.blocks.append(
                Block("heading", hashes[2], number, level=min(4, max(2, len(hashes[1]))), marker="#")
            )
        else:
            self.blocks.append(Block("heading" if is_heading_like(text) else "paragraph", text, number))

    def _item(self, number: int, text: str, indent: int, marker: str) -> None:
        kind = "step" if marker[0].isdigit() else marker
        while self.lists and indent < self.lists[-1][0]:
            self.lists.pop()
        if self.lists and indent == self.lists[-1][0]:
            self._return_to(kind, indent)
        is_sibling = self.lists and self.lists[-1][0] == indent and self.lists[-1][1] == kind
        if is_sibling or len(self.lists) >= MAX_DEPTH:
            list_id = self.lists.pop()[3]
        else:
            self.list_count += 1
            list_id = self.list_count
        parent = self.lists[-1][2] if self.lists else None
        self.lists.append((indent, kind, len(self.blocks), list_id))
        depth = len(self.lists) - 1
        shown = marker if kind == "step" else "-"
        self.blocks.append(Block("item", text, number, depth, shown, parent=parent, list_id=list_id))

    def _return_to(self, kind: str, indent: int) -> None:
        """Copies that lost their indents still show the depth by the marker: • then ◦ then • again."""
        for position in range(len(self.lists) - 1, -1, -1):
            if self.lists[position][0] != indent:
                break
            if self.lists[position][1] == kind:
                del self.lists[position + 1 :]
                return
        if kind == "step":
            del self.lists[-1]


def _close_gaps(before: list[Block], after: list[Block]) -> None:
    """Empty items are gone: set positions of parents, and depths, right for those that stayed."""
    position = {id(block): at for at, block in enumerate(after)}
    item: Block | None = None
    for block in after:
        if block.kind == "item":
            block.parent = None if block.parent is None else position.get(id(before[block.parent]))
            block.depth = 0 if block.parent is None else after[block.parent].depth + 1
            item = block
        elif block.kind == "more" and item:
            block.depth = item.depth
        elif block.kind != "bare":
            block.kind = "paragraph" if block.kind == "more" else block.kind
            item = None


def _mend_headings(blocks: list[Block]) -> None:
    """What looks like a heading and has nothing under it is a paragraph."""
    if blocks and blocks[-1].kind == "heading" and not blocks[-1].marker:
        blocks[-1].kind = "paragraph"


def _set_levels(headings: list[tuple[int, Block]]) -> None:
    """A copy has no levels: one with another directly under it is a section; one that shares words with
    the section, or with a part before it, is a part of it; any other is a section again."""
    section_words: set[str] = set()
    for index, (at, block) in enumerate(headings):
        opens = index + 1 < len(headings) and headings[index + 1][0] == at + 1
        follows = index > 0 and headings[index - 1][0] == at - 1 and headings[index - 1][1].level == 2
        if block.marker:
            section_words = set()
        elif follows or (
            not opens and section_words & _words(block) and not CLOSING.fullmatch(block.text.casefold())
        ):
            block.level = 3
            section_words |= _words(block)
        else:
            block.level = 2
            section_words = _words(block) if opens else set()


def _words(block: Block) -> set[str]:
    return {word for word in re.split(r"\W+", block.text.casefold()) if len(word) >= 4} - {
        "with",
        "from",
        "that",
        "this",
    }
