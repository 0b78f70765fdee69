"""How hard a text is to read, and how long it takes."""

import math
import re
from dataclasses import dataclass

from articles.markdown import parse
from articles.sentences import CODE, ITEM, PARAGRAPH, split, units

WORDS_A_MINUTE = {"patient": 200, "caregiver": 200, "professional": 240, "student": 240}
SLOWEST = min(WORDS_A_MINUTE.values())

MOST_HARD = 5
# A sentence may be this much harder than its text should be, and a short one says little about how hard it is.
LEEWAY = 3.0
SHORTEST_HARD = 10

_WORD = re.compile(r"[^\W_]+(?:['’.,\-‑][^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_VOWELS = re.compile(r"[aeiouyà-æè-ïò-öø-ý]+")
# An e, es or ed that is not heard, at the end or before an ending: save, saves, saved, safely, statement.
_SILENT = re.compile(
    r"(?<=[^aeiouy])(?:(?<![^aeiouylr]l)e|(?<![scxzgh])es|(?<![td])ed)$"
    r"|(?<=[^aeiouy])e(?=(?:ly|ful|less|ment|some|thing|times?)$)"
)
# Neighbouring vowels spoken apart: bi-as, medi-um, radi-ation, sci-ence, neuro-endocrine, be-ing.
_APART = re.compile(
    r"(?<![cgst])i[ao](?!u)|iat|i?[iu]um|i[eo](?=t[iy])|[dlsr]ien|scien|creat|rea[ts]i|[eo]ing|(?<!q)ua[lt]"
    r"|roen|uids?$|(?<=[^ctxg]i)ous$|uous$|eo|oem|[iu]et|(?<!q)uen|(?<=[aiu][rds])ea$"
)


@dataclass(frozen=True, slots=True)
class Hard:
    """A sentence that is hard to read: `anchor` is the id of its place on the page."""

    anchor: str
    text: str
    grade: float


def grade(text: str) -> float:
    """Flesch-Kincaid grade of a Markdown text, to one decimal, 0 at least and for a text without sentences.

    Counts paragraphs and list items; headings, tables and code are no sentences. Raises TooLong.
    """
    sentences = words_ = syllables_ = 0
    for unit in units(parse(text)):
        if unit.kind in (PARAGRAPH, ITEM):
            found = _WORD.findall(unit.text)
            words_ += len(found)
            syllables_ += sum(map(syllables, found))
            sentences += sum(1 for start, end in split(unit.text) if _WORD.search(unit.text, start, end))
    return _grade(sentences, words_, syllables_)


def _grade(sentences: int, words: int, syllables: int) -> float:
    if not words:
        return 0.0
    return max(0.0, round(0.39 * words / sentences + 11.8 * syllables / words - 15.59, 1))


def hardest(text: str, budget: float | None) -> list[Hard]:
    """The sentences that lie furthest above a budget, in the order of reading; none without one. Raises TooLong."""
    if budget is None:
        return []
    found = []
    for unit in units(parse(text)):
        for start, end in split(unit.text) if unit.kind in (PARAGRAPH, ITEM) else ():
            said = _WORD.findall(unit.text, start, end)
            grade_ = _grade(1, len(said), sum(map(syllables, said)))
            if len(said) >= SHORTEST_HARD and grade_ > budget + LEEWAY:
                found.append(Hard(unit.anchor, unit.text[start:end].strip(), grade_))
    worst = sorted(found, key=lambda hard: -hard.grade)[:MOST_HARD]
    return [hard for hard in found if any(hard is one for one in worst)]


def words(text: str) -> int:
    """Words of a Markdown text that a reader sees: headings and tables too, code and citations not."""
    return sum(len(_WORD.findall(unit.text)) for unit in units(parse(text)) if unit.kind != CODE)


def minutes(text: str, audience: str) -> int:
    """Minutes that such a reader takes, rounded up; 0 for an empty text. Raises TooLong."""
    return math.ceil(words(text) / WORDS_A_MINUTE.get(audience, SLOWEST))


def syllables(word: str) -> int:
    """Syllables of an English word, at least 1: groups of vowels, less silent ones, plus those spoken apart.

    A rule of thumb: right for nine words in ten of medical prose, and its errors cancel out over a text.
    """
    return sum(map(_syllables_of_part, _LETTERS.findall(word.lower()))) or 1


def _syllables_of_part(part: str) -> int:
    groups = len(_VOWELS.findall(part))
    return max(1, groups + len(_APART.findall(part)) - len(_SILENT.findall(part)))
