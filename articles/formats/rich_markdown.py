"""The blocks of a rich text as Markdown."""

from collections.abc import Callable

from articles.formats.rich_blocks import Block
from articles.formats.rich_runs import Run

Line = Callable[[list[Run]], str]


def markdown_of(blocks: list[Block], line: Line) -> str:
    """`line` writes the words of one paragraph."""
    writer = _Writer(line)
    for block in blocks:
        writer.write(block)
    return "".join(writer.parts)


class _Writer:
    def __init__(self, line: Line) -> None:
        self.line = line
        self.parts: list[str] = []
        self.columns = [0]
        self.before: Block | None = None
        # Of each depth the number that was written last, and the sign after it: two lists that meet differ in it.
        self.counted: list[tuple[int | None, str]] = []

    def write(self, block: Block) -> None:
        if block.kind == "item":
            self._item(block)
        elif block.kind in ("more", "more-table"):
            column = self.columns[min(block.depth + 1, len(self.columns) - 1)]
            self._add(" " * column, "\n\n", self._words(block))
        else:
            self.counted.clear()
            self._add("> " if block.is_quote else "", "\n\n", self._words(block))
        self.before = block

    def _words(self, block: Block) -> str:
        if block.rows:
            return self._table(block)
        if block.kind == "heading":
            return f"{'#' * block.level} " + self.line(block.runs).replace("\\\n", " ")
        return self.line(block.runs)

    def _item(self, block: Block) -> None:
        is_new = len(self.counted) <= block.depth
        last, sign = (None, ".") if is_new else self.counted[block.depth]
        follows = not is_new and (
            block.number is None if last is None else block.number is not None and block.number == last + 1
        )
        if not is_new and not follows and last is not None and block.number is not None:
            sign = ")" if sign == "." else "."
        del self.counted[block.depth :]
        self.counted.append((block.number, sign))
        marker = "-" if block.number is None else f"{block.number}{sign}"
        column = self.columns[min(block.depth, len(self.columns) - 1)]
        self.columns[block.depth + 1 :] = [column + len(marker) + 1]
        # A list that begins at another number than 1 cannot begin right under a line of text.
        is_tight = self.before is not None and self.before.kind == "item"
        is_tight = is_tight and (follows or block.number in (None, 1))
        indent = " " * column
        self._add(indent, "\n" if is_tight else "\n\n", f"{marker} " + self.line(block.runs), len(marker) + 1)

    def _add(self, indent: str, between: str, words: str, hanging: int = 0) -> None:
        further = "\n" + indent + " " * hanging
        lines = words.replace("\n", further if indent != "> " else "\n> ")
        self.parts.append((between if self.parts else "") + indent + lines)

    def _table(self, block: Block) -> str:
        rows = [[self.line(cell) if cell else "" for cell in row] for row in block.rows]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * len(rows[0]))
        return "\n".join(lines)
