"""How hard a text is to read, and how long it takes."""

import math
import re

from articles.markdown import parse
from articles.sentences import CODE, ITEM, PARAGRAPH, split, units

WORDS_A_MINUTE = {"patient": 200, "caregiver": 200, "professional": 240, "student": 240}
SLOWEST = min(WORDS_A_MINUTE.values())

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
    if not words_:
        return 0.0
    return max(0.0, round(0.39 * words_ / sentences + 11.8 * syllables_ / words_ - 15.59, 1))


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
