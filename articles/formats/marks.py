"""Trailing citation numbers of a captured page: what is one, what is part of the sentence, what must be asked."""

import re
from dataclasses import dataclass

from articles.citations import MAX_KEYS_PER_BRACKET

MAX_NUMBER = 999
_SEPARATED = r"[0-9]{1,3}(?: ?[,;] ?[0-9]{1,3}| ?[-–] ?[0-9]{1,3}){0,20}"
NUMBERS = re.compile(_SEPARATED)
BRACKETED = re.compile(rf"\[({_SEPARATED})\](?![\w(])")
AFTER_STOP = re.compile(
    rf"(?<=[.!?…])([\"”’»)]{{0,3}})( {{0,2}})({_SEPARATED})(?=\s+[\"“‘«(]?[^\W\d_a-z]|\s*$)"
)
AT_END = re.compile(rf"(?<=\S)( {{1,2}})({_SEPARATED}|\({_SEPARATED}\))([.;:]?)$")
SUPERSCRIPT = re.compile(
    r"(?:(?<=[^\W\d]{4})|(?<=[.,;:!?)”\"’]))([⁰¹²³⁴-⁹]{1,3}(?:[,⁻˒–-][⁰¹²³⁴-⁹]{1,3}){0,20})(?=[\s.,;:]|$)"
)
THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3},[0-9]{3}(?![0-9])")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")

ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[a-z]|fig|figs|no|nos|vol|approx|ca|vs|dr|prof|e\.g|i\.e|p|pp|tab|ref|refs|art|sec|ch)\.$",
    re.I,
)
YEAR_BEFORE = re.compile(r"(?:^|\D)(?:19|20)[0-9]{2}\.$")

# A number after one of these words is as likely a grade, a dose or an age as a citation: it is asked.
COUNTED = frozenset(
    [
        "grade",
        "grades",
        "stage",
        "stages",
        "phase",
        "phases",
        "type",
        "types",
        "class",
        "classes",
        "level",
        "levels",
        "category",
        "score",
        "scores",
        "age",
        "aged",
        "over",
        "under",
        "above",
        "below",
        "than",
        "least",
        "most",
        "about",
        "approximately",
        "around",
        "to",
        "of",
        "by",
        "from",
        "until",
        "every",
        "first",
        "last",
        "next",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "hour",
        "line",
        "cycle",
        "cycles",
        "dose",
        "doses",
        "version",
        "chapter",
        "table",
        "figure",
        "step",
        "steps",
        "part",
        "group",
        "groups",
        "cohort",
        "arm",
        "number",
        "no",
        "factor",
        "interleukin",
        "vitamin",
        "equals",
        "plus",
        "minus",
        "times",
        "and",
        "or",
        "in",
        "at",
        "is",
        "was",
        "between",
        "within",
        "after",
        "before",
        "for",
        "il",
        "pd",
        "cd",
        "brca",
        "her",
        "cdk",
        "cox",
        "glp",
        "sglt",
        "ca",
        "covid",
        "h",
        "n",
        "nyha",
        "ecog",
        "asa",
        "gold",
        "child-pugh",
        "apgar",
        "gcs",
        "inr",
        "ph",
        "hba1c",
        "ki-67",
        "bmi",
        "ef",
        "lvef",
    ]
)
PLURALS = frozenset(
    [
        "grades",
        "stages",
        "phases",
        "types",
        "classes",
        "levels",
        "scores",
        "days",
        "weeks",
        "months",
        "years",
        "cycles",
        "doses",
    ]
)
COMPARED = frozenset("<>=≤≥±~≈+×x*/")


@dataclass(frozen=True)
class Mark:
    """Citation numbers found at `start:end` of a piece of text; `sure` is False where a person must say."""

    start: int
    end: int
    numbers: tuple[int, ...]
    sure: bool = True


def numbers_in(text: str) -> tuple[int, ...]:
    """`"1, 3-5"` as `(1, 3, 4, 5)`; () when it is no list of citation numbers."""
    found: list[int] = []
    if THOUSANDS.search(text):
        return ()
    for part in re.split(r"[,;]", text.replace("–", "-").strip("()")):
        ends = [int(end) for end in part.split("-")]
        if len(ends) > 2 or not 1 <= ends[0] <= ends[-1] <= MAX_NUMBER:
            return ()
        if len(ends) == 2 and ends[0] == ends[1]:
            return ()
        found.extend(range(ends[0], min(ends[-1], ends[0] + MAX_KEYS_PER_BRACKET) + 1))
    if len(found) != len(set(found)) or len(found) > MAX_KEYS_PER_BRACKET:
        return ()
    return tuple(found)


def bare(line: str) -> tuple[int, ...]:
    """The numbers of a line that holds nothing but citation numbers, else ()."""
    text = line.strip().strip("[]")
    return numbers_in(text) if NUMBERS.fullmatch(text) else ()


class Sequence:
    """Pages number their works as they first cite them: a next number is at most one above the highest."""

    def __init__(self) -> None:
        self.highest = 0

    def fits(self, numbers: tuple[int, ...]) -> bool:
        highest = self.highest
        for number in numbers:
            if number > highest + 1:
                return False
            highest = max(highest, number)
        return bool(numbers)

    def take(self, numbers: tuple[int, ...]) -> None:
        self.highest = max(self.highest, *numbers)


def marks_in(text: str, sequence: Sequence) -> list[Mark]:
    """The marks of one paragraph or item, in order and apart; `sequence` takes those that are sure."""
    found: dict[int, Mark] = {}
    for mark in _candidates(text):
        found.setdefault(mark.start, mark)
    marks: list[Mark] = []
    reached = 0
    for start in sorted(found):
        mark = found[start]
        if start < reached:
            continue
        is_strong = mark.sure
        if not is_strong and not sequence.fits(mark.numbers):
            continue
        sure = is_strong or not _may_be_counted(text[:start], text[start : mark.end])
        if sure:
            sequence.take(mark.numbers)
        marks.append(Mark(start, mark.end, mark.numbers, sure))
        reached = mark.end
    return marks


def _candidates(text: str) -> list[Mark]:
    """What looks like a mark; `sure` here means strong by its form, whatever the sequence says."""
    found: list[Mark] = []
    for match in BRACKETED.finditer(text):
        found.append(Mark(_without_space(text, match.start()), match.end(), numbers_in(match[1])))
    for match in SUPERSCRIPT.finditer(text):
        found.append(Mark(match.start(), match.end(), numbers_in(match[1].translate(_DIGITS))))
    for match in AFTER_STOP.finditer(text):
        found.append(_after_stop(text, match))
    if at_end := AT_END.search(text, max(0, len(text) - 120)):
        found.append(Mark(at_end.start(), at_end.end(2), numbers_in(at_end[2]), sure=False))
    return [mark for mark in found if mark.numbers]


def _after_stop(text: str, match: re.Match[str]) -> Mark:
    """A number after a full stop; a decimal and "fig. 2" are none, "at week 24.1 Later …" is not sure."""
    before = text[max(0, match.start() - 12) : match.start()]
    start = match.start(2)
    is_at_end = not text[match.end() :].strip()
    is_decimal = not match[2] and not match[1] and before[-2:-1].isdigit()
    if ABBREVIATION.search(before) or (is_decimal and is_at_end and not YEAR_BEFORE.search(before)):
        return Mark(start, match.end(), ())
    return Mark(start, match.end(), numbers_in(match[3]), sure=is_at_end and not is_decimal)


def _may_be_counted(before: str, mark: str) -> bool:
    """Whether the number may belong to the sentence: "grade 2", "age over 65", "< 5", "in 2019 3"."""
    words = before[-60:].split()
    if not words:
        return True
    last = words[-1]
    if not any(character.isalpha() or character == "%" for character in last) and not last.endswith(
        (".", "!", "?")
    ):
        return True
    if last[-1] in COMPARED or last[-1] in "-–,(":
        return True
    if last.endswith(".") and last[-2:-1].isdigit() and not mark.startswith(" "):
        return True
    word = last.casefold().strip("(“\"'")
    return word in COUNTED and (word not in PLURALS or not mark.strip().isdecimal())


def _without_space(text: str, position: int) -> int:
    while position and text[position - 1] == " ":
        position -= 1
    return position
