"""The rows of a table whose cells may span others, as rows of equal length."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from articles.formats.draft import Refused
from articles.formats.lost import Lost, place_in
from articles.formats.rich_runs import Run, plain
from articles.formats.rich_tree import Node, number

MAX_CELLS = 20_000
MAX_SPAN = 100


def rows_of(rows: list[Node], read: Callable[[Node], list[Run]], lost: list[Lost]) -> list[list[list[Run]]]:
    """The cells row by row. What spans several stands in the first of them, the others are empty."""
    grid: dict[tuple[int, int], list[Run]] = {}
    for down, row in enumerate(rows):
        across = 0
        for cell in (child for child in row.children if child.tag in ("td", "th")):
            while (down, across) in grid:
                across += 1
            wide, high = number(cell, "colspan", most=MAX_SPAN), number(cell, "rowspan", most=MAX_SPAN)
            places = [(down + y, across + x) for y in range(max(high, 1)) for x in range(max(wide, 1))]
            places = [place for place in places if place[0] < len(rows)]
            grid.update((place, []) for place in places)
            if len(grid) > MAX_CELLS:
                raise Refused(_("A table here has too many cells to be read."))
            grid[down, across] = read(cell)
            if len(places) > 1:
                lost.append(_merged(grid[down, across], wide, high))
    width = max((across for __, across in grid), default=-1) + 1
    if width * len(rows) > MAX_CELLS:
        raise Refused(_("A table here has too many cells to be read."))
    table = [[grid.get((down, across), []) for across in range(width)] for down in range(len(rows))]
    return [row for row in table if any(row)]


def _merged(runs: list[Run], wide: int, high: int) -> Lost:
    why = _(
        "This cell spans {wide} columns and {high} rows; here it stands in the first, the others are empty."
    )
    return Lost(place_in(plain(runs)), plain(runs), why.format(wide=wide, high=high))
