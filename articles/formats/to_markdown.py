"""The outline of a captured page as Markdown in which every character shows as it was copied."""

import re
from collections.abc import Mapping

from articles.formats.marks import Mark
from articles.formats.outline import Block

SPECIAL = re.compile(r"[\\`*\[\]|~]|<(?=[A-Za-z/!?])|&(?=#?\w{1,40};)|(?<![^\W_])_|_(?![^\W_])|!(?=\[)")
AT_START = re.compile(r"(?=[#>+=-]|:::|@)|^[0-9]{1,9}(?=[.)](?:\s|$))")


def to_markdown(blocks: list[Block], marks: Mapping[int, list[Mark]]) -> str:
    """Markdown of `blocks`, the marks replaced by citations of `ref<number>`."""
    parts: list[str] = []
    columns: list[int] = [0]
    begun: set[int] = set()
    before: Block | None = None
    for at, block in enumerate(blocks):
        if block.kind == "bare":
            continue
        text = cited(block.text, marks.get(at, []))
        if block.kind == "heading":
            line = f"{'#' * block.level} {text}"
        elif block.kind == "item":
            line = f"{' ' * columns[block.depth]}{block.marker} {text}"
            columns[block.depth + 1 :] = [columns[block.depth] + len(block.marker) + 1]
        elif block.kind == "more":
            line = f"{' ' * columns[block.depth + 1]}{text}"
        else:
            line = text
        parts.append(_between(before, block, is_first=block.list_id not in begun) + line)
        begun.add(block.list_id)
        before = block
    return "".join(parts)


def _between(before: Block | None, block: Block, *, is_first: bool) -> str:
    if before is None:
        return ""
    if block.kind != "item" or before.kind != "item":
        return "\n\n"
    # A list that begins at another number than 1 cannot begin right under a line of text.
    return "\n\n" if is_first and block.marker not in ("-", "1.") else "\n"


def cited(text: str, marks: list[Mark]) -> str:
    """`text` escaped, each mark in the place of its numbers, the spaces before it gone."""
    parts: list[str] = []
    reached = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        parts.append(escaped(text[reached : mark.start], at_start=reached == 0))
        if mark.numbers:
            parts.append("[" + "; ".join(f"@ref{number}" for number in mark.numbers) + "]")
        reached = mark.end
    parts.append(escaped(text[reached:], at_start=reached == 0))
    return "".join(parts)


def escaped(text: str, *, at_start: bool = True) -> str:
    """One line of plain text as Markdown that shows exactly it."""
    shown = SPECIAL.sub(lambda match: "\\" + match[0], text)
    if at_start and (match := AT_START.match(shown)):
        return f"{match[0]}\\{shown[match.end() :]}"
    return shown
