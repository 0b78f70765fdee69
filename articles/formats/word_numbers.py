"""The numbers that Word counts for the items of its lists, through other paragraphs too."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from articles.formats.lost import Lost
from articles.formats.word_body import Body, run_with, value
from articles.formats.word_package import Package, W


@dataclass
class _Scheme:
    """One way to count; several lists can share one, and then go on where the last one ended."""

    name: str
    starts: dict[int, int] = field(default_factory=dict)
    formats: dict[int, str] = field(default_factory=dict)
    restarts: dict[int, int] = field(default_factory=dict)


def mark_numbers(body: Body, package: Package) -> None:
    """Put its number, as a mark, before the words of every numbered paragraph."""
    schemes, by_style = _schemes(package.part("numbering")), _by_style(package.part("styles"))
    counts: dict[tuple[str, int], int] = {}
    begun: set[tuple[str, int]] = set()
    for paragraph in body.every("p"):
        number, level = _place(paragraph, by_style)
        scheme = schemes.get(number)
        if scheme is None or scheme.formats.get(level, "bullet") in ("bullet", "none"):
            continue
        for key in [key for key in counts if key[0] == scheme.name and key[1] > level]:
            del counts[key]
        at = counts.get((scheme.name, level), scheme.starts.get(level, 1) - 1) + 1
        if level in scheme.restarts and (number, level) not in begun:
            at = scheme.restarts[level]
        begun.add((number, level))
        counts[scheme.name, level] = at
        if scheme.formats[level] != "decimal":
            body.lost.append(
                Lost("", "", _("Letters that count items became numbers, because lists here are numbered."))
            )
        paragraph.insert(1 if paragraph.find(W + "pPr") is not None else 0, run_with(f"\ue000n{at}\ue001"))


def _place(paragraph: Element, by_style: dict[str, tuple[str, int]]) -> tuple[str, int]:
    """The list of a paragraph, its own or that of its style, and its level."""
    styled, level = by_style.get(value(paragraph, "pPr/pStyle"), ("", 0))
    own = value(paragraph, "pPr/numPr/ilvl")
    return value(paragraph, "pPr/numPr/numId") or styled, _whole(own, level)


def _by_style(styles: Element | None) -> dict[str, tuple[str, int]]:
    return {
        style.get(W + "styleId", ""): (number, _whole(value(style, "pPr/numPr/ilvl"), 0))
        for style in (styles.iter(W + "style") if styles is not None else ())
        if (number := value(style, "pPr/numPr/numId"))
    }


def _schemes(numbering: Element | None) -> dict[str, _Scheme]:
    """By the id of the list."""
    if numbering is None:
        return {}
    schemes: dict[str, _Scheme] = {}
    for abstract in numbering.iter(W + "abstractNum"):
        scheme = schemes[abstract.get(W + "abstractNumId", "")] = _Scheme(
            abstract.get(W + "abstractNumId", "")
        )
        for level in abstract.iter(W + "lvl"):
            at = _whole(level.get(W + "ilvl", ""), 0)
            scheme.starts[at] = _whole(value(level, "start"), 1)
            scheme.formats[at] = value(level, "numFmt") or "decimal"
    found = {}
    for number in numbering.iter(W + "num"):
        scheme = schemes.get(value(number, "abstractNumId"), _Scheme(""))
        restarts = {
            _whole(one.get(W + "ilvl", ""), 0): _whole(value(one, "startOverride"), 1)
            for one in number.iter(W + "lvlOverride")
            if value(one, "startOverride")
        }
        found[number.get(W + "numId", "")] = _Scheme(scheme.name, scheme.starts, scheme.formats, restarts)
    return found


def _whole(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default
