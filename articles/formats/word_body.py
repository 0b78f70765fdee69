"""The text of a Word file as a tree whose elements know what is around them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from articles.formats.lost import Lost, place_in
from articles.formats.rich_line import MARK
from articles.formats.word_package import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SHOWN = {W + "t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_SPACES = {W + "tab", W + "br", W + "cr", W + "p"}
MAX_PLACES = 1_000
"""Losses whose place is looked up; of more only some are listed."""


class Body:
    """`lost` collects what is taken out of the tree."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.lost: list[Lost] = []
        self.parents: dict[Element, Element] = {}
        self.know()

    def know(self) -> None:
        """Learn anew what is around each element."""
        self.parents = {child: parent for parent in self.root.iter() for child in parent}

    def every(self, *names: str) -> list[Element]:
        """All elements of these names of the main namespace, in their order, that are still there."""
        wanted = {W + name for name in names}
        return [element for element in self.root.iter() if element.tag in wanted]

    def around(self, element: Element) -> Iterator[Element]:
        while element in self.parents:
            element = self.parents[element]
            yield element

    def remove(self, element: Element) -> None:
        parent = self.parents.get(element)
        if parent is not None and element in list(parent):
            parent.remove(element)

    def replace(self, element: Element, *others: Element) -> None:
        """Put others into the place of an element."""
        parent = self.parents[element]
        at = list(parent).index(element)
        parent.remove(element)
        for offset, other in enumerate(others):
            parent.insert(at + offset, other)
            self.parents[other] = parent

    def where(self, element: Element) -> str:
        """The paragraph that this element is in, by its words."""
        paragraph = next((one for one in self.around(element) if one.tag == W + "p"), None)
        return place_in(words_of(paragraph)) if paragraph is not None else ""

    def lose(self, element: Element, text: str, why: str) -> None:
        where = self.where(element) if len(self.lost) < MAX_PLACES else ""
        self.lost.append(Lost(where, text, why))


def words_of(element: Element, *, deleted: bool = False) -> str:
    """The words inside, as they are now or (`deleted`) those that were taken out; marks are none."""
    shown = {W + "delText", W + "t"} if deleted else _SHOWN
    parts = [
        (one.text or "") if one.tag in shown else " " for one in element.iter() if one.tag in shown | _SPACES
    ]
    return " ".join(MARK.sub("", "".join(parts)).split())


def run_with(text: str) -> Element:
    """A run of plain words."""
    run = Element(W + "r")
    inner = SubElement(run, W + "t")
    inner.text = text
    inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def value(element: Element | None, path: str) -> str:
    """The `val` of a descendant, "" where there is none."""
    found = element.find("/".join(W + name for name in path.split("/"))) if element is not None else None
    return found.get(W + "val", "") if found is not None else ""
