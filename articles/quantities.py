"""Quantities: every number that the texts of a version give, side by side, so that a difference between them is seen."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from articles.markdown import parse
from articles.sentences import CODE, cited_pieces, units
from articles.weighty_words import symbol, visible

# "68Ga", "G1" and "COVID-19" are names; the 5 of "5mg" and the 2 of "2-year" are numbers.
_NUMBER = re.compile(
    r"(?<![\w.,])(?<![^\W\d_]-)(?P<number>\d+(?:[.,]\d+)*)(?![.,]?\d)"
    r"(?:\s?(?P<sign>[%‰])|[\s-]?(?P<unit>[^\W\d_]+(?:/[^\W\d_]+)*)?)"
)
_WORD = re.compile(r"(?<![\w-])(?:[^\W\d_]+)(?![\w-])")
_IN_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=2
    )
} | {"half": "half", "once": "once", "twice": "twice", "twenty": "20", "hundred": "100", "thousand": "1000"}  # fmt: skip
_SPANS = ("minute", "hour", "day", "week", "month", "year")
# Written out or as a sign, in the singular or not, these are the same units.
_UNITS = {
    **dict.fromkeys(("percent", "per cent"), "%"),
    **dict.fromkeys(("milligram", "milligrams", "milligramme", "milligrammes"), "mg"),
    **dict.fromkeys(("microgram", "micrograms", "microgramme", "microgrammes"), "µg"),
    **dict.fromkeys(("gram", "grams"), "g"),
    **dict.fromkeys(("kilogram", "kilograms", "kilo", "kilos"), "kg"),
    **dict.fromkeys(("millilitre", "millilitres", "milliliter", "milliliters"), "mL"),
    **dict.fromkeys(("litre", "litres", "liter", "liters"), "L"),
    **{
        form: unit
        for unit in _SPANS
        for form in (unit, f"{unit}s", *(("min", "mins") if unit == "minute" else ()), *(("hr", "hrs", "h") if unit == "hour" else ()))
    },
}  # fmt: skip


# So much of a sentence is shown on either side of a number.
AROUND = 44


@dataclass(frozen=True, slots=True)
class Mention:
    """A number where it stands, with some words of its sentence; `anchor` is its place on the page of its text."""

    before: str
    shown: str
    after: str
    anchor: str


@dataclass(slots=True)
class Quantity:
    """A number with its unit as `label`, and by audience where it stands."""

    label: str
    mentions: dict[str, list[Mention]] = field(default_factory=dict)


def side_by_side(bodies: Mapping[str, str]) -> list[Quantity]:
    """Every quantity of these texts (audience -> Markdown), in the order in which they are first read. Raises TooLong.

    Alike are "5 mg", "5mg" and "5 milligrams", "1,000" and "1000", "0.50" and "0.5", "two" and "2". A one in words is
    left out, because it counts nothing more often than not.
    """
    found: dict[str, Quantity] = {}
    for audience, body in bodies.items():
        for unit in units(parse(body)):
            for sentence, _keys in cited_pieces(unit) if unit.kind != CODE else ():
                for label, mention in _mentions(sentence, unit.anchor):
                    there = found.setdefault(label, Quantity(label)).mentions.setdefault(audience, [])
                    if mention not in there:
                        there.append(mention)
    return list(found.values())


def labels(sentence: str) -> list[str]:
    """The quantities of a sentence, each in its one writing, in order."""
    return [label for label, _mention in _mentions(sentence, "")]


def _mentions(sentence: str, anchor: str) -> Iterator[tuple[str, Mention]]:
    shown = visible(sentence)
    places = [(*match.span("number"), label) for match in _NUMBER.finditer(shown) if (label := _label(match))]
    for match in _WORD.finditer(shown):
        if number := _IN_WORDS.get(match.group().casefold()):
            unit = _UNITS.get(_next_word(shown, match.end()), "")
            places.append((*match.span(), _in_one_writing(number, unit)))
    for start, end, label in sorted(places):
        yield label, Mention(_words_before(shown, start), shown[start:end], _words_after(shown, end), anchor)


def _words_before(text: str, end: int) -> str:
    if end <= AROUND:
        return text[:end]
    return "… " + text[end - AROUND : end].partition(" ")[2]


def _words_after(text: str, start: int) -> str:
    if len(text) - start <= AROUND:
        return text[start:]
    return text[start : start + AROUND].rpartition(" ")[0] + " …"


def _in_one_writing(number: str, unit: str) -> str:
    if unit == "%":
        return f"{number}%"
    return f"{number} {unit}{'s' if unit in _SPANS and number != '1' else ''}".rstrip()


def _label(match: re.Match[str]) -> str:
    number, sign, word = match["number"], match["sign"], match["unit"] or ""
    unit = sign or _unit(word)
    is_glued = bool(word) and match.start("unit") == match.end("number")
    if is_glued and not unit:
        return ""  # 177Lu
    plain = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", number).replace(",", ".")
    if plain.count(".") == 1:
        plain = plain.rstrip("0").rstrip(".")
    return _in_one_writing(plain, unit)


def _unit(word: str) -> str:
    first, *per = word.split("/")
    known = symbol(first) or _UNITS.get(first.casefold(), "")
    return (
        "/".join([known, *(symbol(one) or _UNITS.get(one.casefold(), one) for one in per)]) if known else ""
    )


def _next_word(text: str, after: int) -> str:
    found = re.match(r"[\s-]?([^\W\d_]+)", text[after:])
    return found.group(1).casefold() if found else ""
