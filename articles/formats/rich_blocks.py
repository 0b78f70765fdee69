"""The paragraphs, headings, items and tables of a rich text, read from its tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from articles.formats.lost import Lost, place_in
from articles.formats.rich_notes import note_of
from articles.formats.rich_runs import Run, plain, runs_of
from articles.formats.rich_tables import rows_of
from articles.formats.rich_tree import HEADINGS, LISTS, Node, number

MAX_ITEM_DEPTH = 8
_WORD_LIST = re.compile(r"(l[0-9]{1,5}) level([0-9])")
_NUMBER_MARK = re.compile("^\ue000n([0-9]{1,5})\ue001")


@dataclass
class Block:
    """`kind`: heading, paragraph, item, more (a further paragraph of an item) or table."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    level: int = 2
    depth: int = 0
    number: int | None = None
    """Of an item of a numbered list; None is a bullet."""
    rows: list[list[list[Run]]] = field(default_factory=list)
    is_quote: bool = False

    @property
    def words(self) -> str:
        return plain(self.runs)


def blocks_of(root: Node, lost: list[Lost]) -> list[Block]:
    """What the page holds, in its order; what cannot be taken is added to `lost`."""
    walk = _Walk(lost)
    walk.flow(root.children)
    return walk.blocks


class _Walk:
    def __init__(self, lost: list[Lost]) -> None:
        self.lost = lost
        self.blocks: list[Block] = []
        self.open: list[int | None] = []  # of each list that is open the number of its next item
        self.item: Block | None = None  # begun, and still without words
        self.quotes = 0
        self.counted: dict[tuple[str, int], int] = {}  # the last number of a list of Word, by its level

    def flow(self, nodes: Iterable[Node]) -> None:
        """Blocks among words: words between two blocks are a paragraph."""
        words: list[Node] = []
        for node in nodes:
            if node.is_block or node.holds_blocks:
                self._paragraph(words)
                words = []
                self._block(node)
            else:
                words.append(node)
        self._paragraph(words)

    def _block(self, node: Node) -> None:
        if note := note_of(node):
            self.lost.append(note)
        elif node.tag in HEADINGS or "MsoTitle" in node.attrs.get("class", ""):
            self._heading(node)
        elif node.tag in LISTS:
            self._list(node)
        elif node.tag == "li":
            self._item(node)
        elif node.tag == "table":
            self._table(node)
        elif "mso-list" in node.style and not node.holds_blocks and self._word_item(node):
            pass
        elif node.tag == "blockquote":
            self.quotes += 1
            self.flow(node.children)
            self.quotes -= 1
        else:
            self.flow(node.children)

    def _runs(self, nodes: list[Node]) -> list[Run]:
        words = " ".join("".join(node.words() if node.children else node.text for node in nodes).split())
        return runs_of(nodes, self.lost, words)

    def _heading(self, node: Node) -> None:
        nodes = [child for child in node.children if not _is_marker(child)]
        if len(nodes) < len(node.children) and "mso-list" in node.style:
            marker = next(child.words() for child in node.children if _is_marker(child))
            why = _("The numbers of headings are left out; the list of contents has its own.")
            self.lost.append(Lost(place_in(Node(children=nodes).words()), marker, why))
        runs = [replace(run, bold=False) for run in self._runs(nodes)]
        if runs:
            self.item = None
            level = int(node.tag[1]) if node.tag in HEADINGS else 1
            self.blocks.append(Block("heading", runs, level=level))

    def _paragraph(self, nodes: list[Node]) -> None:
        runs = self._runs(nodes) if nodes else []
        if not runs:
            return
        if self.item is not None:
            self.item.runs, self.item = runs, None
        elif self.open:
            self.blocks.append(Block("more", runs, depth=len(self.open) - 1))
        else:
            self.blocks.append(Block("paragraph", runs, is_quote=self.quotes > 0))

    def _list(self, node: Node) -> None:
        self.open.append(number(node, "start", most=100_000) if node.tag == "ol" else None)
        for child in node.children:
            if child.is_block or child.holds_blocks:
                self._block(child)
            elif child.words():
                self._item(Node("li", children=[child]))
        self.open.pop()
        self.item = None

    def _item(self, node: Node) -> None:
        if not self.open:
            self.open.append(None)
            self._item(node)
            self.open.pop()
            return
        # Word on the web gives each item a list of its own, and tells its depth only here.
        depth = number(node, "aria-level", default=len(self.open), most=MAX_ITEM_DEPTH) - 1
        self._begin_item(max(depth, len(self.open) - 1), self.open[-1])
        self.flow(node.children)
        if self.item is not None and not self.item.runs and self.item in self.blocks[-1:]:
            self.blocks.pop()
        elif self.open[-1] is not None:
            self.open[-1] += 1
        self.item = None

    def _begin_item(self, depth: int, at: int | None) -> None:
        if self.item is not None and self.item is self.blocks[-1]:
            self.blocks.pop()  # an item that holds nothing but a list is no item
        above = next((block for block in reversed(self.blocks) if not block.kind.startswith("more")), None)
        deepest = above.depth + 1 if above is not None and above.kind == "item" else 0
        self.item = Block("item", depth=min(depth, deepest, MAX_ITEM_DEPTH - 1), number=at)
        self.blocks.append(self.item)

    def _word_item(self, node: Node) -> bool:
        """A paragraph that Word calls an item: its marker stands in words before it."""
        found = _WORD_LIST.search(node.style["mso-list"])
        markers = [inner for inner in node.walk() if inner.style.get("mso-list") == "ignore"]
        if found is None or not markers:
            return False
        name, depth = found[1], max(int(found[2]) - 1, 0)
        at = self._count(name, depth, markers[0].words())
        runs = self._runs([child for child in node.children if not _is_marker(child)])
        if runs:
            self._begin_item(depth, at)
            self.blocks[-1].runs, self.item = runs, None
        return True

    def _count(self, name: str, depth: int, marker: str) -> int | None:
        """The number that a marker of Word says, or that its letter stands for; None for a bullet."""
        bare = marker.strip("().[] ")
        if not bare.isalnum() or (bare == "o" and marker.strip() == "o") or marker.strip() in ("§", "Ø", "ü"):
            return None
        for key in [key for key in self.counted if key[0] == name and key[1] > depth]:
            del self.counted[key]
        place = (name, depth)
        is_digits = bare.isascii() and bare.isdigit() and len(bare) < 6
        self.counted[place] = int(bare) if is_digits else self.counted.get(place, 0) + 1
        if not is_digits:
            why = _("Letters that count items became numbers, because lists here are numbered.")
            self.lost.append(Lost("", "", why))
        return self.counted[place]

    def _table(self, node: Node) -> None:
        rows = list(_own_rows(node))
        cells = [cell for row in rows for cell in row.children if cell.tag in ("td", "th")]
        for caption in (child for child in node.children if child.tag == "caption"):
            self.flow([Node("p", children=caption.children)])
        if len(cells) == 1:
            self.flow(cells[0].children)
            return
        table = rows_of(rows, self._cell, self.lost)
        if any(any(cell for cell in row) for row in table):
            self.item = None
            depth = max(len(self.open) - 1, 0)
            kind = "more-table" if self.open and self.blocks else "table"
            self.blocks.append(Block(kind, depth=depth, rows=table))

    def _cell(self, cell: Node) -> list[Run]:
        """The words of a cell on one line."""
        inner = _Walk(self.lost)
        inner.flow(cell.children)
        parts = [block.runs for block in inner.blocks if block.runs]
        parts += [run for block in inner.blocks for row in block.rows for run in row if run]
        if len(parts) > 1:
            why = _("A cell holds one line: its paragraphs, items or inner table follow each other in it.")
            self.lost.append(Lost(place_in(plain(parts[0])), cell.words(), why))
        runs: list[Run] = []
        for part in parts:
            runs += [*([Run(" ")] if runs else []), *part]
        return [replace(run, text=run.text.replace("\x0b", " ")) for run in runs]


def _is_marker(node: Node) -> bool:
    return any(inner.style.get("mso-list") == "ignore" for inner in node.walk())


def _own_rows(table: Node) -> Iterable[Node]:
    """The rows of a table, those of tables in it left aside."""
    for child in table.children:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child.children if row.tag == "tr")


def take_number_marks(blocks: list[Block]) -> None:
    """Items that Word counted through other paragraphs carry their number in a mark: it goes where it belongs."""
    for block in blocks:
        match = _NUMBER_MARK.match(block.runs[0].text) if block.runs else None
        if match:
            block.runs[0] = replace(block.runs[0], text=block.runs[0].text[match.end() :].lstrip(" "))
            if block.kind == "item":
                block.number = int(match[1])
