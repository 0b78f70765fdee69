"""Near words: what a mistyped word may have been meant for, among the words that approved questions have."""

import re
from collections.abc import Collection, Iterable

from articles import search_words

# Shorter words are near to too many others; one wrong letter in a long word leaves more to know it by.
SHORTEST, LONG = 4, 8
_WORD = re.compile(r"[^\W\d_]+")


def mended(asked: str, unknown: Collection[str], questions: Iterable[str]) -> str:
    """The asked words with each unknown one (by its stem) replaced by the nearest known; "" where none is near."""
    known = {
        word
        for question in questions
        for word in _WORD.findall(search_words.folded(question))
        if len(word) >= SHORTEST and not search_words.is_common(word)
    }
    found = [
        near if _is_unknown(word, unknown) and (near := nearest(word, known)) else word
        for word in asked.split()
    ]
    return " ".join(found) if found != asked.split() else ""


def _is_unknown(word: str, unknown: Collection[str]) -> bool:
    parts = _WORD.findall(search_words.folded(word))
    return len(parts) == 1 and not search_words.is_common(parts[0]) and search_words.stem(parts[0]) in unknown


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that fewest wrong letters make of this one; "" where more than one, or two in a long word, are wrong."""
    bare = "".join(_WORD.findall(search_words.folded(word)))
    most = 2 if len(bare) >= LONG else 1
    if len(bare) < SHORTEST:
        return ""
    far = sorted((wrong, other) for other in known if (wrong := distance(bare, other, most)) <= most)
    return far[0][1] if far and far[0][0] else ""


def distance(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or turned round; anything above `most` is told as one more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for place, against in enumerate(other, 1):
            cost = min(last[place] + 1, line[-1] + 1, last[place - 1] + (letter != against))
            if row > 1 and place > 1 and letter == other[place - 2] and one[row - 2] == against:
                cost = min(cost, before[place - 2] + 1)
            line.append(cost)
        before, last = last, line
    return min(last[-1], most + 1)
