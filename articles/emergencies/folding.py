"""One way of writing for every word, in the table and in what somebody typed."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

MOST = 2_000
"""Characters of a text that are looked at: of a longer one the first half of them and the last."""

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′＇", "'"))
_PIECE = re.compile(r"(?P<end>[.!?;…]+(?=\s|$)|\n)|(?P<word>[^\W_]+(?:['*]+[^\W_]+)*)")
_CLITIC = re.compile(r"'(?:s|d|m|re|ve|ll)$")
_AMOUNT = re.compile(r"(\d{1,9})([a-z]*)")
_LOOKS_LIKE = str.maketrans("013457", "oieast")
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_SPELLED = 4  # letters that stand alone, in a row, from which they are read as one word

# Forms that no ending explains; the forms on the right are read as the word on the left.
_FORMS = """
    be been being | bleed bled | break broke broken breaking | burn burnt | die dies | dying dieing
    | do does did doing done | drink drank | drive drove driven driving | eat ate eaten | fall fell fallen
    | feel felt | freeze froze frozen freezing | get got gotten getting | give gave given giving
    | go going went gone goes | hang hung | have has | keep kept | lose lost losing | make made making
    | shake shook shaken shaking | shoot shot | stick stuck | sting stung | swell swollen
    | take took taken taking | tear tore torn | wake woke woken waking | rate | baby babies | child children
    | man men | woman women | foot feet | tooth teeth
"""
_IRREGULAR = {
    form: first for first, *forms in (line.split() for line in _FORMS.split("|")) for form in (first, *forms)
}
_NUMBERS = {
    "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_MOST_PIECES = 500  # more is a year, or a number to call
_MUCH = 5_000  # milligrams that no single dose has
_WEIGHTS = {"mg": 1, "milligram": 1, "g": 1_000, "gm": 1_000, "gram": 1_000}
_NO_PIECES = frozenset(
    [
        "mcg",
        "ug",
        "microgram",
        "ml",
        "l",
        "litre",
        "liter",
        "kg",
        "kilogram",
        "iu",
        "year",
        "yr",
        "yo",
        "month",
        "week",
        "day",
        "hour",
        "hr",
        "h",
        "minute",
        "min",
        "second",
        "sec",
        "am",
        "pm",
        "st",
        "nd",
        "rd",
        "th",
        "percent",
        "degree",
        "cm",
        "mm",
        "m",
        "km",
        "mile",
        "meter",
        "metre",
        "pound",
        "lb",
        "stone",
        "unit",
        "bpm",
        "c",
        "f",
        "mmhg",
        "kg",
    ]
)


class Word(NamedTuple):
    """`text` as typed, in small letters; `pieces` that it counts, 0 for none; `sentence` in which it stands."""

    text: str
    pieces: int
    sentence: int


def looked_at(text: str) -> str:
    """At most MOST characters: the beginning and the end."""
    if len(text) <= MOST:
        return text
    return f"{text[: MOST // 2]}\n{text[-(MOST // 2) :]}"


def plain(text: str) -> str:
    """Small letters without accents and without characters that nobody sees."""
    seen = "".join(mark for mark in text.translate(_APOSTROPHES) if unicodedata.category(mark) != "Cf")
    apart = unicodedata.normalize("NFKD", seen).casefold()
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


def words(text: str) -> list[Word]:
    """The words of a text in order."""
    found: list[tuple[str, int]] = []
    sentence = 0
    for piece in _PIECE.finditer(looked_at(plain(looked_at(text)))):
        if piece["end"]:
            sentence += 1
        elif word := _bare(piece["word"]):
            found.append((word, sentence))
    joined = _joined(found)
    following = [*(word for word, _sentence in joined), ""][1:]
    return [Word(word, _pieces(word, after), at) for (word, at), after in zip(joined, following, strict=True)]


def _bare(word: str) -> str:
    """Without an apostrophe and what it hangs on, unless that is a “not”; with letters for the signs in their place."""
    word = _CLITIC.sub("", word).replace("'", "").replace("*", "")
    if any(map(str.isdigit, word)) and not word[0].isdigit() and len(word) >= _SPELLED:
        word = word.translate(_LOOKS_LIKE)
    return word


def _joined(found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Letters that stand apart, s u c h, as the word that they spell."""
    joined: list[tuple[str, int]] = []
    run: list[tuple[str, int]] = []
    for word, sentence in [*found, ("", 0)]:
        if len(word) == 1 and word.isalpha():
            run.append((word, sentence))
            continue
        if len(run) >= _SPELLED:
            run = [("".join(letter for letter, _sentence in run), run[0][1])]
        joined += run
        run = []
        if word:
            joined.append((word, sentence))
    return joined


def _pieces(word: str, after: str) -> int:
    if word in _NUMBERS:
        return 0 if fold(after) in _NO_PIECES or fold(after) in _WEIGHTS else _NUMBERS[word]
    amount = _AMOUNT.fullmatch(word)
    if amount is None:
        return 0
    number, unit = int(amount[1]), fold(amount[2] or after)
    if unit in _WEIGHTS:
        return _MOST_PIECES if number * _WEIGHTS[unit] >= _MUCH else 0
    return number if unit not in _NO_PIECES and number <= _MOST_PIECES else 0


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """The key of a word: the same for choke, choking and choked, for pill and pills. `word` is plain already."""
    word = _shortened(word)
    return _IRREGULAR.get(word) or _IRREGULAR.get(word.removesuffix("s")) or _without_ending(word)


def _without_ending(word: str) -> str:
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3 and not word.endswith("eed") and set(stem) & set("aeiouy"):
            word = stem[:-1] if stem[-1] == stem[-2] and stem[-1] in "bdgmnprt" else stem
            break
    if len(word) > 4 and word.endswith(("sse", "she", "che", "xe")):
        return word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _shortened(word: str) -> str:
    """At most two of one letter in a row: heeelp is heelp."""
    return _RUN.sub(r"\1\1", word)


def singled(word: str) -> str:
    """No letter twice in a row where it stood three times and more: hellllp is help, and killlll is kil."""
    return _RUN.sub(r"\1", word)
