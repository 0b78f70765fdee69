"""What a passage says: its words and marks in order, without what an editorial change may touch.

Two passages with the same reading differ in nothing but white space, capital letters, kinds of quotation marks and
dashes, listed spellings and contractions, and a few marks and endings that code can tell to be harmless. Whatever is
not known to be harmless is kept, so that a change of it is seen.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from articles.spellings import HYPHEN_OPTIONAL, spelled
from articles.weighty_words import symbol, visible, weights

CITATION = "\0"  # no text has this character: it is refused wherever text comes in
GLUE = "\1"  # nor this one


@dataclass(frozen=True, slots=True)
class Said:
    """A word or a mark as it counts; `start` and `end` are its place in the visible text."""

    text: str
    is_word: bool
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a passage says, and the text that the places belong to."""

    text: str
    said: tuple[Said, ...]

    def words(self) -> list[str]:
        return [one.text for one in self.said if one.is_word]


_TOKEN = re.compile(
    r"(?P<number>(?:(?<![\w.,])[.,])?\d+(?:[.,]\d+)*)"
    r"|(?P<short>(?<![^\W_])(?:[Ee]\.g|[Ii]\.e|[DM]r|Mrs|Prof|vs)(?![^\W_])\.?)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<range>(?<=\d)(?:[-‐‑–]|\s{1,3}[-‐‑–]\s{1,3})(?=[.,]?\d))"
    r"|(?P<hyphen>(?<=[^\W_])[-‐‑–](?=[^\W_]))"
    r"|(?P<minus>[-‐‑–−](?=[.,]?\d))"
    r"|(?P<dash>[-‐‑–—―]{1,3})"
    r"|(?P<dots>\.{3}|…)"
    r"|(?P<stop>[.!])"
    r"|(?P<quote>[“”„‟«»‹›‘‚‛]|(?<!\d)[\"'])"
    r"|(?P<mark>\S)"
)
_ONE_FORM = {"range": "–", "hyphen": "-", "minus": "−", "dash": "—", "dots": "…", "stop": ".", "quote": '"'}

# In mid-sentence these are names when they begin with a capital letter, and so may shorter words be.
_ALSO_NAMES = {"reading", "carpenter", "christmas", "science", "circulation"}
_SHORTEST_FOLDED = 7

_STOPS = set(".,;:?…")
_BEGIN_AFRESH = set(".?:;|…")
_OPENERS = {'"', "("}
_DOUBLED = {"the", "and"}
_INTRODUCTIONS = [
    ("therefore",), ("moreover",), ("furthermore",), ("nevertheless",), ("consequently",), ("for", "example"),
    ("for", "instance"),
]  # fmt: skip

# Two sentences may be parted or joined by a semicolon only if each has a subject of its own and nothing in either
# could reach over the mark between them.
_SUBJECTS = {"the", "this", "these", "those", "it", "they", "we", "you", "he", "she"}
_REACHING = {
    *("if", "when", "whenever", "while", "whereas", "since", "because", "as", "although", "though", "whether", "or"),
    *("but", "only", "except", "for", "even", "in", "during", "before", "after", "unless", "until", "both", "either"),
    *("neither", "who", "which", "that", "where", "whose", "so", "and", "to", "with"),
}  # fmt: skip


def reading(text: str, cited: Sequence[str] = ()) -> Reading:
    """The reading of a passage in time that grows with its length.

    `cited` says what each CITATION in the text cites, in order.
    """
    shown, said = visible(text), list[Said]()
    works = iter(cited)
    for match in _TOKEN.finditer(shown):
        if match.group() == CITATION:
            _put_citation(said, Said(f"{CITATION}{next(works, '')}", False, match.start(), match.end()))
        elif match.lastgroup in ("word", "short"):
            _put_word(said, match)
        else:
            _put_mark(said, match)
    _one_article(said)
    _drop_last_marks(said)
    return Reading(shown, tuple(_semicolons_as_stops(shown, said)))


def loose_words(text: str) -> list[str]:
    """The words and numbers of a source, alike wherever `reading` takes two passages for the same."""
    found: list[str] = []
    for match in _TOKEN.finditer(visible(text)):
        if match.lastgroup == "number":
            found.append(match.group())
        elif match.lastgroup in ("word", "short"):
            word = symbol(match.group()) or match.group()
            for part in spelled(word.casefold().replace(".", "")):
                if part not in _DOUBLED or found[-1:] != [part]:
                    found.append("a" if part == "an" else part)
    return found


def _put_citation(said: list[Said], citation: Said) -> None:
    """Before a full stop and after it are the same place."""
    at = len(said)
    while at and len(said) - at < 3 and not said[at - 1].is_word and said[at - 1].text in _STOPS:
        at -= 1
    said.insert(at, citation)


def _put_mark(said: list[Said], match: re.Match[str]) -> None:
    text = _ONE_FORM.get(match.lastgroup or "", match.group())
    if match.lastgroup == "number":
        _put_glue(said, match)
    if text != "," or not _is_idle_comma(said):
        said.append(Said(text, match.lastgroup == "number", match.start(), match.end()))


def _put_glue(said: list[Said], match: re.Match[str]) -> None:
    """A mark where a letter and a digit touch: vitamin B12 is not "B 12"."""
    if said and said[-1].is_word and said[-1].end == match.start():
        said.append(Said(GLUE, False, match.start(), match.start()))


def _is_idle_comma(said: Sequence[Said]) -> bool:
    """Whether a comma here is a matter of taste: after "therefore" at the head of a sentence, after "e.g."."""
    if said and said[-1].text in ("eg", "ie"):
        return True
    return any(
        tuple(one.text for one in said[-len(words) :]) == words and _is_head(said, len(said) - len(words))
        for words in _INTRODUCTIONS
    )


def _is_head(said: Sequence[Said], at: int) -> bool:
    """Whether a sentence begins at this place."""
    while at and not said[at - 1].is_word and said[at - 1].text in _OPENERS:
        at -= 1
    return not at or (not said[at - 1].is_word and said[at - 1].text in _BEGIN_AFRESH)


def _put_word(said: list[Said], match: re.Match[str]) -> None:
    word, is_head = match.group(), _is_head(said, len(said))
    follows_number = bool(said) and said[-1].is_word and said[-1].text[-1].isdigit()
    unit = symbol(word, follows_number=follows_number)
    folded = unit or _folded(word.replace(".", ""), is_head=is_head)
    if not (unit and follows_number):
        _put_glue(said, match)
    for part in [unit] if unit else spelled(folded):
        before = said[-1] if said else None
        if part in _DOUBLED and before and before.is_word and before.text == part:
            continue
        if len(said) > 1 and said[-1].text == "-" and _is_compound(said[-2].text, part):
            said.pop()
        said.append(Said(part, True, match.start(), match.end()))


def _is_compound(one: str, other: str) -> bool:
    return (one.casefold(), other.casefold()) in HYPHEN_OPTIONAL


def _folded(word: str, *, is_head: bool) -> str:
    """The word in small letters where its capital letter says nothing."""
    small = word.casefold()
    if word == small or word != word.capitalize() or symbol(small):
        return word
    if is_head:
        return small if len(word) > 1 or word in "AI" else word
    return small if len(word) >= _SHORTEST_FOLDED and small not in _ALSO_NAMES else word


def _one_article(said: list[Said]) -> None:
    """The words “an” and “a” are one where another word follows."""
    for at in range(len(said) - 1):
        if said[at].text == "an" and said[at + 1].is_word:
            said[at] = replace(said[at], text="a")


def _drop_last_marks(said: list[Said]) -> None:
    """A passage may end with a full stop, a comma, a semicolon or nothing."""
    while said and not said[-1].is_word and said[-1].text in {".", ",", ";"}:
        said.pop()


def _semicolons_as_stops(text: str, said: Sequence[Said]) -> list[Said]:
    ends = [at for at, one in enumerate(said) if not one.is_word and one.text in {".", ";", "?"}]
    bounds, found = [-1, *ends, len(said)], list(said)
    for start, at, end in zip(bounds[:-2], ends, bounds[2:], strict=True):
        if said[at].text == ";" and all(
            _stands_alone(text, piece) for piece in (said[start + 1 : at], said[at + 1 : end])
        ):
            found[at] = replace(said[at], text=".")
    return found


def _stands_alone(text: str, said: Sequence[Said]) -> bool:
    return (
        bool(said)
        and said[0].text in _SUBJECTS
        and all(one.is_word or one.text in {"-", GLUE} for one in said)
        and _REACHING.isdisjoint(one.text for one in said)
        and not any(weight.kind == "negation" for weight in weights(text[said[0].start : said[-1].end]))
    )
