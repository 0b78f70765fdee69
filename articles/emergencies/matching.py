"""Matching: what of a table stands in a text, in time that grows with the text and no faster."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

from articles.emergencies.folding import Word, fold, singled, words
from articles.emergencies.lines import Entry, Kind, Phrase, Reading, Strength

NEAR_BY = 8
"""How many words around a match, of the same sentence, can call it off."""
_SHORTEST_MISSPELT = 6  # letters, of the word and of its key, and of the word that was meant
_LONGEST_MISSPELT = 20
_RANK = {
    ("self-harm", "replace"): 0,
    ("poisoning", "replace"): 1,
    ("body", "replace"): 2,
    ("poisoning", "above"): 3,
    ("body", "above"): 4,
}
Span = tuple[int, int]


@dataclasses.dataclass(frozen=True)
class Match:
    """What was found: the reply of `kind` takes the place of the page, or stands above it."""

    kind: Kind
    strength: Strength
    entry: Entry
    words: str
    """The words of the text that were found, and those between them."""


class Table:
    """A table made ready to look with."""

    def __init__(self, reading: Reading) -> None:
        self.entries = sorted(reading.entries, key=lambda entry: _RANK[entry.kind, entry.strength])
        self.sets: dict[frozenset[Phrase], None] = {}
        self.beginning: dict[str, list[tuple[Phrase, list[frozenset[Phrase]]]]] = defaultdict(list)
        self._spellings, self._ordinary = reading.spellings, reading.ordinary
        self.numbers: dict[str, int] = {}
        holders: dict[Phrase, list[frozenset[Phrase]]] = defaultdict(list)
        looked_for: set[str] = set()
        for entry in self.entries:
            for phrases in (*entry.groups, entry.unless, entry.but):
                if phrases not in self.sets:
                    self.sets[phrases] = None
                    for phrase in phrases:
                        holders[phrase].append(phrases)
            looked_for |= {word for group in entry.groups for phrase in group for word in phrase}
        for phrase, every in holders.items():
            self.beginning[phrase[0]].append((phrase, every))
        self._listed = {word for phrase in holders for word in phrase}
        self.numbers = {word: int(word[1:]) for word in self._listed if word.startswith("#")}
        self._near: dict[str, set[str]] = defaultdict(set)
        for word in looked_for:
            if len(word) >= _SHORTEST_MISSPELT and not word.startswith("#"):
                for variant in _variants(word):
                    self._near[variant].add(word)

    def keys(self, word: Word) -> frozenset[str]:
        """What a word can stand for: what it is, or what it was meant to be."""
        found = self._meant(word.text)
        if word.pieces:
            found |= {key for key, least in self.numbers.items() if word.pieces >= least}
        return frozenset(found)

    def _meant(self, text: str) -> set[str]:
        key = fold(text)
        for spelling in (key, fold(singled(text))):
            known = {spelling, self._spellings.get(spelling, spelling)} & self._listed
            if known:
                return known
        if not _SHORTEST_MISSPELT <= len(text) <= _LONGEST_MISSPELT:
            return {key}
        if key in self._ordinary:
            return {key}
        near = {word for variant in _variants(key) for word in self._near.get(variant, ())}
        return {word for word in near if word[0] == key[0] and is_one_slip_away(key, word)} or {key}


def _variants(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def is_one_slip_away(one: str, other: str) -> bool:
    """Whether one letter was added, left out or exchanged, or two neighbours changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, rest_of_other = one[at:], other[at:]
    return (
        rest[1:] == rest_of_other[1:]
        or rest[1:] == rest_of_other
        or rest == rest_of_other[1:]
        or (rest[:2] == rest_of_other[1::-1] and rest[2:] == rest_of_other[2:])
    )


def find(text: str, table: Table) -> Match | None:
    """The match that decides what a reader sees; None where nothing was found."""
    return next(iter(found(text, table)), None)


def found(text: str, table: Table) -> list[Match]:
    """Every match, the one that decides first: self-harm, then what replaces the page, poisoning before body."""
    looking = _Looking(words(text), table)
    return [
        Match(entry.kind, entry.strength, entry, looking.words_of(span))
        for entry in table.entries
        if (span := looking.span_of(entry)) is not None
    ]


class _Looking:
    """One text under one table."""

    def __init__(self, every: list[Word], table: Table) -> None:
        self.every = every
        self.places: dict[frozenset[Phrase], list[Span]] = defaultdict(list)
        self._starts: dict[frozenset[Phrase], list[int]] = {}
        self._bounds = _bounds(every)
        keys = [table.keys(word) for word in every]
        for at, found in enumerate(keys):
            for key in found:
                for phrase, holders in table.beginning.get(key, ()):
                    end = at + len(phrase)
                    if end <= len(keys) and all(
                        word in keys[at + step] for step, word in enumerate(phrase[1:], 1)
                    ):
                        for holder in holders:
                            self.places[holder].append((at, end - 1))

    def words_of(self, span: Span) -> str:
        return " ".join(word.text for word in self.every[span[0] : span[1] + 1])

    def span_of(self, entry: Entry) -> Span | None:
        """Where the entry stands without being called off."""
        if not all(group in self.places for group in entry.groups):
            return None
        return next((span for span in self._spans(entry) if not self._is_called_off(entry, span)), None)

    def _spans(self, entry: Entry) -> Iterable[Span]:
        """The windows that hold all groups, one for each place at which one is complete."""
        events = sorted(
            (end, start, group)
            for group, phrases in enumerate(entry.groups)
            for start, end in self.places[phrases]
        )
        last: dict[int, Span] = {}
        for end, start, group in events:
            last[group] = (start, end)
            first = min(place[0] for place in last.values())
            is_whole = len(last) == len(entry.groups) == len(set(last.values()))
            if is_whole and (end - first < entry.within or len(entry.groups) == 1):
                yield first, end

    def _is_called_off(self, entry: Entry, span: Span) -> bool:
        return self._stands_near(entry.unless, span) and not self._stands_near(entry.but, span)

    def _stands_near(self, phrases: frozenset[Phrase], span: Span) -> bool:
        """Whether one of them begins near the span, in the sentences that it stands in."""
        if not self.places.get(phrases):
            return False
        first = max(self._bounds[span[0]][0], span[0] - NEAR_BY)
        last = min(self._bounds[span[1]][1], span[1] + NEAR_BY)
        before = self._counts(phrases)
        return before[last + 1] > before[first]

    def _counts(self, phrases: frozenset[Phrase]) -> list[int]:
        """How many of them begin before each word."""
        if phrases not in self._starts:
            at = [0] * len(self.every)
            for start, _end in self.places[phrases]:
                at[start] = 1
            self._starts[phrases] = [0, *accumulate(at)]
        return self._starts[phrases]


def _bounds(every: list[Word]) -> list[Span]:
    """First and last word of the sentence of each word."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for at, word in enumerate(every):
        first.setdefault(word.sentence, at)
        last[word.sentence] = at
    return [(first[word.sentence], last[word.sentence]) for word in every]
