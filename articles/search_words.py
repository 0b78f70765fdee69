"""Search words: the stems under which a text is found and a question looks, the same on every database."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from snowballstemmer import stemmer

# A word is letters and digits; 40 characters are longer than any real one.
LONGEST = 40
_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[^\W_]+(?:[-‐‑'’.][^\W_]+)*")
# Greek letters stand for their names: a reader types "beta".
_GREEK = {ord(letter): name for letter, name in zip("αβγδεκλµμω", (
    "alpha", "beta", "gamma", "delta", "epsilon", "kappa", "lambda", "micro", "micro", "omega",
), strict=True)}  # fmt: skip
# Words that every question has; they are looked for only where there is nothing else.
_COMMON = frozenset(
    _WORD.findall(
        "a an and any are as at be been by can could did do does for from had has have he her him his how i "
        "if in into is it its me my of on or our she should so than that the their them then there these they "
        "this to us was we were what when where which who whom whose why will with would you your "
        "am about after also bad because before best better but good get gets getting give given gives happen happens "
        "help helped helping helps just know like make makes many may me might more most much need needs no not now "
        "okay ok once only out people please really safe safely same shall some someone start still stop "
        "such take taken takes taking tell too took try trying use used useful uses using very want way well "
        "while without work worked working works worse worth wrong yes"
    )
)
_stemmer = stemmer("english")


def folded(text: str) -> str:
    """The text in one way of writing: no capitals, no accents, Greek letters by name."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_GREEK))
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """`word` folded already; words with a digit are names or amounts and stay whole."""
    if any(mark.isdigit() for mark in word):
        return word
    return str(_stemmer.stemWord(word))


def stems(text: str) -> list[str]:
    """The stems of a text in its order; a compound stands in its parts and, once more, as one word."""
    found: list[str] = []
    for compound in _COMPOUND.findall(folded(text)):
        parts = [part for part in _WORD.findall(compound) if len(part) <= LONGEST]
        found += map(stem, parts)
        if len(parts) > 1 and len(whole := "".join(parts)) <= LONGEST:
            found.append(stem(whole))
    return found


def asked(words: str, *, most: int) -> list[str]:
    """At most `most` different stems to look for; common words only where nothing else is asked."""
    parts = [part for part in _WORD.findall(folded(words)) if len(part) <= LONGEST]
    telling = [part for part in parts if part not in _COMMON] or parts
    return list(dict.fromkeys(map(stem, telling)))[:most]


def is_common(word: str) -> bool:
    """Whether a folded word is one that every question has."""
    return word in _COMMON


def pieces(text: str, looked_for: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether its stem was looked for; joined they are the text."""
    start = 0
    for match in _WORD.finditer(text):
        if looked_for.isdisjoint(stem(part) for part in _WORD.findall(folded(match[0]))):
            continue
        if match.start() > start:
            yield text[start : match.start()], False
        yield match[0], True
        start = match.end()
    if start < len(text):
        yield text[start:], False
