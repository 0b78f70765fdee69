"""One line of Markdown for the words of a paragraph: escaped, emphasised, cited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from articles.formats.lost import Lost, place_in
from articles.formats.rich_citing import Citing, bracket_of, shifted
from articles.formats.rich_runs import BREAK, Run, plain
from articles.formats.to_markdown import AT_START, SPECIAL
from articles.markdown import parser

MARK = re.compile("\ue000([0-9a-z.]{1,40})\ue001")
"""Where a field of Word cited something; what is in it is looked up, so text that happens to hold one says nothing."""
WEIGHT_OUTSIDE = (("bold", "**"), ("italic", "*"))
STRESS_OUTSIDE = WEIGHT_OUTSIDE[::-1]
HARD_BREAK = "\\\n"
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>()\\\[\]]")


@dataclass
class Unit:
    """One character with its look, or a whole citation (`shown` is "")."""

    markdown: str
    shown: str
    bold: bool = False
    italic: bool = False
    href: str = ""


def line(runs: list[Run], citing: Citing, lost: list[Lost]) -> str:
    """Markdown that shows these runs; line breaks are hard ones. What could not be written is added to `lost`."""
    where = place_in(MARK.sub("", plain(runs)))
    units = _escape(list(_units(runs, citing, lost, where)))
    _fit_emphasis(units)
    if not any(unit.bold or unit.italic or unit.href for unit in units):
        return _written(units)
    written = ""
    for without in ((), ("italic",), ("bold", "italic"), ("bold", "italic", "href")):
        for unit in units:
            for look in without:
                setattr(unit, look, "" if look == "href" else False)
        ways = [_written(units), _written(units, STRESS_OUTSIDE)]
        written = next((way for way in ways if _reads_as(way, units)), "")
        if written:
            break
    if without:
        words = "".join(unit.shown for unit in units)
        lost.append(
            Lost(
                where, words, _("Bold, italics or a link here could not be written; the words are all there.")
            )
        )
    return written or _bare(units)


def _units(runs: list[Run], citing: Citing, lost: list[Lost], where: str) -> Iterator[Unit]:
    before = ""
    for at, run in enumerate(runs):
        if run.place:
            after = plain(runs[at + 1 : at + 2])
            yield from _raised(run, before, after, citing, lost, where)
        else:
            yield from _plain_units(run, citing)
        before = (before + run.text)[-80:]


def _plain_units(run: Run, citing: Citing) -> Iterator[Unit]:
    """The characters of a run; a mark of a field, and a number of the text's own list, is a citation."""
    found = [
        (*match.span(), bracket_of(citing.marked.get(match[1], ()))) for match in MARK.finditer(run.text)
    ]
    if citing.listed:
        found += [(*one[:2], citing.bracket(one[2])) for one in citing.brackets_in(run.text)]
    reached = 0
    for start, end, bracket in sorted(found):
        if start >= reached:
            yield from _characters(run.text[reached:start], run)
            yield Unit(bracket, "")
            reached = end
    yield from _characters(run.text[reached:], run)


def _raised(
    run: Run, before: str, after: str, citing: Citing, lost: list[Lost], where: str
) -> Iterator[Unit]:
    if MARK.search(run.text):
        yield from _plain_units(run, citing)
        return
    numbers, why = citing.raised(before, run.text, after) if run.place == "sup" else ((), "")
    if numbers:
        yield Unit(citing.bracket(numbers), "")
        return
    moved, is_whole = shifted(run.text, run.place)
    if why:
        lost.append(
            Lost(where, (before + moved)[-40:], _("A raised number stands as it was: {why}.").format(why=why))
        )
    elif not is_whole:
        lost.append(
            Lost(
                where,
                (before + run.text)[-40:],
                _("Raised or lowered characters stand on the line, because there are no such letters."),
            )
        )
    yield from _characters(moved, run)


def _characters(text: str, run: Run) -> Iterator[Unit]:
    for character in text:
        yield Unit(character, character, run.bold, run.italic, run.href)


def _escape(units: list[Unit]) -> list[Unit]:
    """Backslashes where a character would mean something; spaces before a citation are gone."""
    kept: list[Unit] = []
    for unit in units:
        while not unit.shown and kept and kept[-1].shown == " ":
            kept.pop()
        kept.append(unit)
    text = "".join(unit.shown or "\x00" for unit in kept)
    places = {match.start() for match in SPECIAL.finditer(text)}
    start = 0
    for one in text.split(BREAK):
        if match := AT_START.match(one):
            places.add(start + match.end())
        start += len(one) + 1
    for at in places:
        if at < len(kept) and kept[at].shown and kept[at].shown != BREAK:
            kept[at].markdown = "\\" + kept[at].shown
    for unit in kept:
        if unit.shown == BREAK:
            unit.markdown, unit.bold, unit.italic, unit.href = HARD_BREAK, False, False, ""
    return kept


def _fit_emphasis(units: list[Unit]) -> None:
    """Move spaces, and marks that Markdown cannot emphasise beside a letter, out of the emphasis."""
    for look in ("bold", "italic"):
        at = 0
        while at < len(units):
            if not getattr(units[at], look):
                at += 1
                continue
            end = at
            while end < len(units) and getattr(units[end], look):
                end += 1
            _shrink(units, at, end, look)
            at = end


def _shrink(units: list[Unit], start: int, end: int, look: str) -> None:
    def is_word(at: int) -> bool:
        return 0 <= at < len(units) and units[at].shown[:1].isalnum()

    while start < end and (units[start].shown.isspace() or (not is_word(start) and is_word(start - 1))):
        setattr(units[start], look, False)
        start += 1
    while end > start and (units[end - 1].shown.isspace() or (not is_word(end - 1) and is_word(end))):
        end -= 1
        setattr(units[end], look, False)


def _written(units: list[Unit], order: tuple[tuple[str, str], ...] = WEIGHT_OUTSIDE) -> str:
    parts = []
    for href, group in groupby(units, lambda unit: unit.href):
        inner = _within(list(group), order)
        parts.append(f"[{inner}]({_address(href)})" if href else inner)
    return "".join(parts)


def _within(units: list[Unit], order: tuple[tuple[str, str], ...]) -> str:
    if not order:
        return _bare(units)
    (look, mark), *inner = order
    parts = []
    for is_set, group in groupby(units, lambda unit: bool(getattr(unit, look))):
        written = _within(list(group), tuple(inner))
        parts.append(f"{mark}{written}{mark}" if is_set else written)
    return "".join(parts)


def _bare(units: list[Unit]) -> str:
    return "".join(unit.markdown for unit in units)


def _address(href: str) -> str:
    return _UNSAFE_IN_ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}" if ord(match[0]) < 128 else "", href)


def _reads_as(written: str, units: list[Unit]) -> bool:
    """Whether the parser shows the same characters with the same emphasis."""
    wanted = [(unit.shown, unit.bold, unit.italic, bool(unit.href)) for unit in units if unit.shown]
    found: list[tuple[str, bool, bool, bool]] = []
    bold = italic = link = 0
    for token in [child for block in parser().parse(written, {}) for child in block.children or ()]:
        bold += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        italic += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        link += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        text = BREAK if token.type == "hardbreak" else token.content if token.type == "text" else ""
        found += [(one, bold > 0, italic > 0, link > 0) for one in text]
    return found == wanted
