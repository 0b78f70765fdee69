"""The fields that Zotero, Mendeley and EndNote leave in a Word file: citations with their works, and lists of them."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from articles.formats.lost import Lost
from articles.formats.word_body import Body
from articles.formats.word_endnote import records_of
from articles.formats.word_package import W
from articles.formats.word_works import Works, work_of

_LIST = re.compile(r"ADDIN (?:ZOTERO_BIBL|EN\.REFLIST|Mendeley Bibliography)")
_ASIDE = ("locator", "prefix", "suffix")


@dataclass
class Field:
    """A field with the elements whose words show its result; `end` is where something can be put."""

    begin: Element
    end: Element | None = None
    instruction: str = ""
    data: str = ""
    is_result: bool = False
    shown: list[Element] = field(default_factory=list)


def take_fields(body: Body, works: Works) -> None:
    """Citations become marks, and the list that was made of them goes."""
    found = fields_of(body.root)
    for one in found:
        mark = _mark(body, one, works)
        if mark:
            _clear(one)
            _put(body, one, mark)
    lists = [one for one in found if _LIST.search(one.instruction)]
    if works.marks and lists:
        lines = " ".join(element.text or "" for one in lists for element in one.shown)
        why = _(
            "The list that the reference manager made was left out; it is made anew from the works of its citations."
        )
        body.lost.append(Lost("", lines, why))
        for one in lists:
            _clear(one)


def mark_in(note: Element, works: Works) -> str:
    """The mark for all that a note cites, "" where it holds no such field or has words of its own beside it."""
    found = fields_of(note)
    cited = [work for one in found for work in _works(one)[0]]
    inside = {id(element) for one in found for element in one.shown}
    others = "".join(element.text or "" for element in note.iter(W + "t") if id(element) not in inside)
    return works.mark(cited) if cited and not others.strip(" .;") else ""


def fields_of(root: Element) -> list[Field]:
    """All fields that end, inner ones before outer ones."""
    found: list[Field] = []
    open_fields: list[Field] = []
    for element in root.iter():
        if element.tag == W + "fldSimple":
            shown = list(element.iter(W + "t"))
            found.append(Field(element, element, element.get(W + "instr", ""), shown=shown))
        elif element.tag == W + "fldChar":
            _character(element, open_fields, found)
        elif element.tag == W + "instrText" and open_fields:
            open_fields[-1].instruction += element.text or ""
        elif element.tag == W + "t":
            for one in open_fields:
                if one.is_result:
                    one.shown.append(element)
    return found


def _character(element: Element, open_fields: list[Field], found: list[Field]) -> None:
    kind = element.get(W + "fldCharType")
    if kind == "begin" and len(open_fields) < 20:
        data = element.find(W + "fldData")
        open_fields.append(Field(element, data=(data.text or "") if data is not None else ""))
    elif kind == "separate" and open_fields:
        open_fields[-1].is_result = True
    elif kind == "end" and open_fields:
        done = open_fields.pop()
        done.end = element
        found.append(done)


def _works(one: Field) -> tuple[list[dict[str, Any]], list[str]]:
    """The works that a field cites, and what it says beside them (pages, words before and after)."""
    if "CSL_CITATION" in one.instruction:
        return _csl_works(one.instruction)
    if "ADDIN EN.CITE" in one.instruction and "EN.CITE.DATA" not in one.instruction:
        return [work for record in records_of(one.instruction, one.data) if (work := work_of(record))], []
    return [], []


def _csl_works(instruction: str) -> tuple[list[dict[str, Any]], list[str]]:
    try:
        held, __ = json.JSONDecoder().raw_decode(instruction, instruction.index("{"))
    except (ValueError, RecursionError):
        return [], []
    items = held.get("citationItems", []) if isinstance(held, dict) else []
    items = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    works = [work for item in items if (work := work_of(item.get("itemData")))]
    asides = [f"{item[name]}" for item in items for name in _ASIDE if str(item.get(name) or "").strip()]
    return (works, asides) if len(works) == len(items) else ([], [])


def _mark(body: Body, one: Field, works: Works) -> str:
    cited, asides = _works(one)
    if not cited:
        if "CSL_CITATION" in one.instruction or "ADDIN EN.CITE" in one.instruction.replace(
            "EN.CITE.DATA", ""
        ):
            why = _("The reference manager keeps no readable work here; what it printed stands in the text.")
            body.lose(one.begin, "".join(element.text or "" for element in one.shown), why)
        return ""
    if asides:
        why = _("Said with a citation, and left out: citations here have no page and no words of their own.")
        body.lose(one.begin, "; ".join(asides), why)
    return works.mark(cited)


def _clear(one: Field) -> None:
    for element in one.shown:
        element.text = ""


def _put(body: Body, one: Field, mark: str) -> None:
    """The mark stands in the run that ends the field."""
    if one.end is None:
        return
    run = body.parents[one.end] if one.end.tag == W + "fldChar" else SubElement(one.end, W + "r")
    SubElement(run, W + "t").text = mark
