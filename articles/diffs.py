"""Differences between two texts: lines first, then words within the changed lines."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

LONGEST_TEXT = 400_000
MOST_LINES = 2_000
LONGEST_LINE = 20_000

# difflib's cost grows with the pairs of equal tokens times the number of matches found among them;
# prose has a few thousand pairs, a line made of one repeated word reaches millions.
MOST_LINE_PAIRS = 20_000
MOST_WORD_PAIRS = 10_000
WORD_PAIRS_IN_ALL = 150_000
MOST_PAIRINGS = 900

ALIKE = 0.3
UNCHANGED_SHOWN = 2  # rows shown beside a change: the empty line and the one with words

_WORD = re.compile(r"\w+\s*|\s+|[^\w\s]\s*")

PieceKind = Literal["same", "ins", "del"]
RowKind = Literal["same", "added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Piece:
    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line, or one pair of lines, of a comparison.

    `old` is empty on an added row and `new` on a removed one; an empty line has no pieces.
    `coarse` means: too large to compare more closely, so whole lines are marked as changed.
    """

    kind: RowKind
    old: list[Piece] = field(default_factory=list)
    new: list[Piece] = field(default_factory=list)
    coarse: bool = False


@dataclass(frozen=True, slots=True)
class Fold:
    """A stretch of rows: shown, or folded away because nothing changed in it."""

    rows: list[Row]
    is_folded: bool

    @property
    def count(self) -> int:
        """Lines with words in it."""
        return sum(bool(row.new) for row in self.rows)


@dataclass(slots=True)
class _Budget:
    """Pairs of equal words that one comparison may still look at."""

    left: int = WORD_PAIRS_IN_ALL

    def spend(self, pairs: int) -> bool:
        if pairs > min(self.left, MOST_WORD_PAIRS):
            return False
        self.left -= pairs
        return True


def compare(old: str, new: str) -> list[Row]:
    """Rows in reading order: the pieces of the old side, joined by line, are `old`, the others `new`."""
    if old == new:
        return [_same(line) for line in _lines(old)]
    if max(len(old), len(new)) > LONGEST_TEXT:
        return [_coarse(old, new)]
    a, b = _lines(old), _lines(new)
    start, end = _common_ends(a, b)
    budget = _Budget()
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    rows = [_same(line) for line in a[:start]]
    rows += _compare_lines(middle_a, middle_b, budget)
    rows += [_same(line) for line in a[len(a) - end :]]
    return rows


def is_changed(rows: list[Row]) -> bool:
    return any(row.kind != "same" for row in rows)


def folded(rows: list[Row]) -> list[Fold]:
    """Long stretches of equal rows folded, but for the line beside each change."""
    found: list[Fold] = []
    for start, end in _stretches(rows):
        first = start + UNCHANGED_SHOWN if start else start
        last = end - UNCHANGED_SHOWN if end < len(rows) else end
        if rows[start].kind != "same" or sum(bool(row.new) for row in rows[first:last]) < 2:
            found.append(Fold(rows[start:end], False))
        else:
            parts = [
                Fold(rows[start:first], False),
                Fold(rows[first:last], True),
                Fold(rows[last:end], False),
            ]
            found.extend(part for part in parts if part.rows)
    return found


def _stretches(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """Where each run of equal rows, and each run of others, starts and ends."""
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or (rows[end].kind == "same") != (rows[start].kind == "same"):
            yield start, end
            start = end


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _common_ends(a: list[str], b: list[str]) -> tuple[int, int]:
    """How many items the two lists share at the start, and how many of the rest at the end."""
    shortest = min(len(a), len(b))
    start = 0
    while start < shortest and a[start] == b[start]:
        start += 1
    end = 0
    while end < shortest - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return start, end


def _pairs(a: list[str], b: list[str]) -> int:
    in_b = Counter(b)
    return sum(in_b[item] for item in a)


def _compare_lines(a: list[str], b: list[str], budget: _Budget) -> Iterator[Row]:
    text_a, text_b = list(filter(str.strip, a)), list(filter(str.strip, b))
    if max(len(a), len(b)) > MOST_LINES or _pairs(text_a, text_b) > MOST_LINE_PAIRS:
        yield from (_whole("removed", line, coarse=True) for line in a)
        yield from (_whole("added", line, coarse=True) for line in b)
        return
    # Empty lines help to keep paragraphs apart, but among hundreds they would cost more than they tell.
    junk = None if _pairs(a, b) <= MOST_LINE_PAIRS else (lambda line: not line.strip())
    for tag, i1, i2, j1, j2 in SequenceMatcher(junk, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (_same(line) for line in a[i1:i2])
        else:
            yield from _replaced(a[i1:i2], b[j1:j2], budget)


def _replaced(a: list[str], b: list[str], budget: _Budget) -> Iterator[Row]:
    i = j = 0
    for next_i, next_j in [*_partners(a, b), (len(a), len(b))]:
        yield from (_whole("removed", line) for line in a[i:next_i])
        yield from (_whole("added", line) for line in b[j:next_j])
        if next_i < len(a):
            yield _compare_words(a[next_i], b[next_j], budget)
        i, j = next_i + 1, next_j + 1


def _partners(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """Which old line became which new line, in order: the pairing with most words in common."""
    if len(a) * len(b) > MOST_PAIRINGS:
        return [(n, n) for n in range(min(len(a), len(b)))] if len(a) == len(b) else []
    bags_a, bags_b = [_bag(line) for line in a], [_bag(line) for line in b]
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    alike = [[_likeness(x, y) for y in bags_b] for x in bags_a]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    found, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _bag(line: str) -> Counter[str]:
    return Counter(line[:LONGEST_LINE].split())


def _likeness(x: Counter[str], y: Counter[str]) -> float:
    """Share of words in common, 0 where two lines are too different to be one line changed."""
    both = x.total() + y.total()
    share = 2 * (x & y).total() / both if both else 0.0
    return share if share >= ALIKE else 0.0


def _compare_words(old: str, new: str, budget: _Budget) -> Row:
    if max(len(old), len(new)) > LONGEST_LINE:
        return _coarse(old, new)
    a, b = _WORD.findall(old), _WORD.findall(new)
    start, end = _common_ends(a, b)
    before, after = "".join(a[:start]), "".join(a[len(a) - end :])
    a, b = a[start : len(a) - end], b[start : len(b) - end]
    coarse = not budget.spend(_pairs(a, b))
    whole = [("replace", 0, len(a), 0, len(b))]
    codes = whole if coarse else SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    left, right = [("same", before)], [("same", before)]
    for tag, i1, i2, j1, j2 in codes:
        left.append(("same" if tag == "equal" else "del", "".join(a[i1:i2])))
        right.append(("same" if tag == "equal" else "ins", "".join(b[j1:j2])))
    return Row("changed", _pieces([*left, ("same", after)]), _pieces([*right, ("same", after)]), coarse)


def _pieces(parts: list[tuple[str, str]]) -> list[Piece]:
    """Neighbours of one kind are joined, empty ones left out."""
    joined: list[tuple[str, str]] = []
    for kind, text in parts:
        if joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + text)
        elif text:
            joined.append((kind, text))
    return [Piece(kind, text) for kind, text in joined]  # type: ignore[arg-type]


def _same(line: str) -> Row:
    return Row("same", _pieces([("same", line)]), _pieces([("same", line)]))


def _whole(kind: Literal["added", "removed"], line: str, *, coarse: bool = False) -> Row:
    if kind == "removed":
        return Row(kind, old=_pieces([("del", line)]), coarse=coarse)
    return Row(kind, new=_pieces([("ins", line)]), coarse=coarse)


def _coarse(old: str, new: str) -> Row:
    return Row("changed", _pieces([("del", old)]), _pieces([("ins", new)]), coarse=True)
