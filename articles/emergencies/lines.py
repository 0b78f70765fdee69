"""Lines of the table: the text that a board writes, read into entries, with a sentence for each wrong line."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Literal, get_args

from django.utils.translation import gettext as _

from articles.emergencies.folding import fold, plain

Kind = Literal["body", "self-harm", "poisoning"]
Strength = Literal["replace", "above"]
KINDS: tuple[Kind, ...] = get_args(Kind)
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
Phrase = tuple[str, ...]
"""Keys of words that stand side by side; "#10" is the key of at least ten pieces of something."""

WINDOW = 10
WINDOWS = range(2, 41)
MOST_LINES = 2_000
MOST_IN_A_LINE = 4_000
MOST_GROUPS = 6
MOST_WORDS_OF_A_PHRASE = 10
_KEYWORDS = ("within", "unless", "but")
_QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"'))
_PART = re.compile(r'"[^"]*"|[+|"]|[^\s+|"]+')
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"#(\d{1,3})")


@dataclasses.dataclass(frozen=True)
class Entry:
    """One line: each group has alternatives, all groups must stand `within` so many words.

    A word of `unless` near by calls the entry off, but not where a word of `but` is near by as well.
    """

    line: int
    source: str
    kind: Kind
    strength: Strength
    groups: tuple[frozenset[Phrase], ...]
    within: int = WINDOW
    unless: frozenset[Phrase] = frozenset()
    but: frozenset[Phrase] = frozenset()


@dataclasses.dataclass(frozen=True)
class Wrong:
    """Why a line cannot be read; line 0 is the table as a whole."""

    line: int
    why: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(why)s") % {"line": self.line, "why": self.why} if self.line else self.why


@dataclasses.dataclass(frozen=True)
class Reading:
    """A table as read. `spellings`: key of a wrong spelling to that of the right one; `ordinary` words are none."""

    entries: tuple[Entry, ...]
    wrong: tuple[Wrong, ...]
    spellings: dict[str, str]
    ordinary: frozenset[str]


class _Unread(ValueError):
    """`str()` is the sentence that says why."""


@dataclasses.dataclass
class _Reader:
    lists: dict[str, frozenset[Phrase]] = dataclasses.field(default_factory=dict)
    entries: list[Entry] = dataclasses.field(default_factory=list)
    spellings: dict[str, str] = dataclasses.field(default_factory=dict)
    ordinary: set[str] = dataclasses.field(default_factory=set)

    def line(self, number: int, line: str) -> None:
        if len(line) > MOST_IN_A_LINE:
            raise _Unread(
                _("A line has at most %(most)d characters. Please write two.") % {"most": MOST_IN_A_LINE}
            )
        head, colon, rest = line.partition(":")
        if not colon:
            raise _Unread(_("It has no colon. An entry begins like “body replace:”, a list like “@child:”."))
        words = head.split()
        if head.startswith("@"):
            self._list(head.strip(), rest)
        elif words[:1] == ["spelling"]:
            self._spelling(words[1:], rest)
        elif words == ["ordinary"]:
            self.ordinary |= {word for phrase in self._alternatives(rest) for word in phrase}
        else:
            self._entry(number, line, words, rest)

    def _list(self, name: str, rest: str) -> None:
        if not _WORD.fullmatch(name[1:]):
            raise _Unread(_("The name of a list is @ and one word, such as @child."))
        if name in self.lists:
            raise _Unread(_("There is a list %(name)s already.") % {"name": name})
        self.lists[name] = self._alternatives(rest)

    def _spelling(self, words: list[str], rest: str) -> None:
        if len(words) != 1:
            raise _Unread(
                _("Write the right spelling, a colon, then the wrong ones: “spelling suicide: suiside”.")
            )
        for phrase in self._alternatives(rest):
            if len(phrase) != 1:
                raise _Unread(_("A spelling is of one word; write “%(words)s” into the entries.") % {
                    "words": " ".join(phrase)
                })  # fmt: skip
            self.spellings[phrase[0]] = fold(plain(words[0]))

    def _entry(self, number: int, line: str, head: list[str], rest: str) -> None:
        kind, strength = _kind_and_strength(head)
        parts = _parts(rest)
        sections = dict(_sections(parts))
        groups = tuple(self._group(group) for group in _split(sections[""], "+"))
        if len(groups) > MOST_GROUPS:
            raise _Unread(_("An entry has at most %(most)d groups.") % {"most": MOST_GROUPS})
        _refuse_too_little(groups)
        self.entries.append(
            Entry(
                number, line.strip(), kind, strength, groups, _window(sections.get("within")),
                *(self._group(sections[word]) if word in sections else frozenset() for word in ("unless", "but")),
            )
        )  # fmt: skip

    def _alternatives(self, text: str) -> frozenset[Phrase]:
        return self._group(_parts(text))

    def _group(self, parts: list[str]) -> frozenset[Phrase]:
        found: set[Phrase] = set()
        for alternative in _split(parts, "|"):
            if not alternative:
                raise _Unread(_("A word is missing beside “|”, “+” or “:”, or behind “unless” or “but”."))
            if len(alternative) > 1:
                raise _Unread(
                    _(
                        "Between “%(one)s” and “%(other)s” stands no “|” and no “+”. Words that stand side by side are put in quotes."
                    )
                    % {"one": alternative[0].strip('"'), "other": alternative[1].strip('"')}
                )
            found |= self._named(alternative[0])
        return frozenset(found)

    def _named(self, part: str) -> frozenset[Phrase]:
        if part.startswith("@"):
            if part not in self.lists:
                raise _Unread(_("There is no list %(name)s above this line.") % {"name": part})
            return self.lists[part]
        return frozenset({_phrase(part)})


def read(text: str) -> Reading:
    """The table as far as it can be read, and what is wrong with the rest of it."""
    reader, wrong = _Reader(), []
    lines = text.splitlines()
    for number, line in enumerate(lines[:MOST_LINES], 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            reader.line(number, line.translate(_QUOTES))
        except _Unread as unread:
            wrong.append(Wrong(number, str(unread)))
    if len(lines) > MOST_LINES:
        wrong.append(Wrong(0, _("A table has at most %(most)d lines.") % {"most": MOST_LINES}))
    wrong += [Wrong(0, _("No line is about %(kind)s. Nobody in that danger would be answered.") % {"kind": kind})
              for kind in KINDS if all(entry.kind != kind for entry in reader.entries)]  # fmt: skip
    return Reading(tuple(reader.entries), tuple(wrong), reader.spellings, frozenset(reader.ordinary))


def _kind_and_strength(words: list[str]) -> tuple[Kind, Strength]:
    kind = next((kind for kind in KINDS if words[:1] == [kind]), None)
    strength = next((strength for strength in STRENGTHS if words[1:] == [strength]), None)
    if kind is None:
        raise _Unread(
            _(
                "It begins with none of: body, self-harm, poisoning, @ and the name of a list, spelling, ordinary."
            )
        )
    if strength is None:
        raise _Unread(
            _("Before the colon stands neither “%(kind)s replace” nor “%(kind)s above”.") % {"kind": kind}
        )
    if (kind, strength) == ("self-harm", "above"):
        raise _Unread(_("Self-harm always replaces the page. Please write “self-harm replace”."))
    return kind, strength


def _parts(text: str) -> list[str]:
    """Signs, words and quoted phrases, these with their quotes."""
    parts = _PART.findall(text)
    if '"' in parts:
        raise _Unread(_("A quote is opened and not closed."))
    return parts


def _sections(parts: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The groups under "", then what follows each keyword; every keyword once, in their order."""
    name, section, left = "", [], list(_KEYWORDS)
    for part in parts:
        if part not in _KEYWORDS:
            section.append(part)
            continue
        if part not in left:
            raise _Unread(
                _("“%(word)s” stands twice or too late. The order is: within, unless, but.") % {"word": part}
            )
        yield name, section
        left = left[left.index(part) + 1 :]
        name, section = part, []
    if "but" in parts and "unless" not in parts:
        raise _Unread(_("“but” needs an “unless” before it."))
    yield name, section


def _split(parts: list[str], sign: str) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for part in parts:
        if part == sign:
            pieces.append([])
        else:
            pieces[-1].append(part)
    return pieces


def _window(parts: list[str] | None) -> int:
    if parts is None:
        return WINDOW
    number = int(parts[0]) if len(parts) == 1 and re.fullmatch("[0-9]{1,3}", parts[0]) else 0
    if number not in WINDOWS:
        raise _Unread(
            _("After “within” stands a number of words, from %(least)d to %(most)d.")
            % {"least": WINDOWS[0], "most": WINDOWS[-1]}
        )
    return number


def _phrase(part: str) -> Phrase:
    words = tuple(_key(word) for word in part.strip('"').split())
    keys = tuple(key for found in words for key in found)
    if not keys:
        raise _Unread(_("“%(part)s” has no letter and no number.") % {"part": part.strip('"')})
    if len(keys) > MOST_WORDS_OF_A_PHRASE:
        raise _Unread(_("A phrase has at most %(most)d words.") % {"most": MOST_WORDS_OF_A_PHRASE})
    return keys


def _key(word: str) -> tuple[str, ...]:
    if number := _NUMBER.fullmatch(word):
        return (f"#{int(number[1])}",)
    return tuple(fold(piece) for piece in _WORD.findall(plain(word).replace("'s", "").replace("'", "")))


def _refuse_too_little(groups: tuple[frozenset[Phrase], ...]) -> None:
    """One short word alone would be found in nearly everything."""
    if len(groups) == 1:
        for phrase in groups[0]:
            if sum(map(len, phrase)) < 3:
                raise _Unread(
                    _("“%(words)s” alone would be found in nearly every text. Please add a word.")
                    % {"words": " ".join(phrase)}
                )
