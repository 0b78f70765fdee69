"""Sentences of a text, each with its place, its citations and the key of its claim."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from articles.markdown import parse, plain_text

HEADING, PARAGRAPH, ITEM, ROW, CODE = "heading", "paragraph", "item", "row", "code"

# Words that a full stop belongs to, whatever follows.
_ALWAYS = re.compile(
    r"dr|mr|mrs|ms|prof|st|vs|e\.g|i\.e|cf|al|approx|incl|resp|viz|jr|sr|dept", re.IGNORECASE
)
# Words that a full stop belongs to only before a number, since they are words or endings otherwise.
_BEFORE_NUMBER = re.compile(r"nos?|figs?|eqs?|refs?|vol|pp?|ch|sec|tab|app|suppl|par|art|ca", re.IGNORECASE)
_CLOSERS = "\"'”’»)]*_"
_SPACES = re.compile(r"\s+")
_INNER_CAPITAL = re.compile(r"[a-zαβγδ]{1,3}[A-Z0-9]")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_LAST_WORD = re.compile(r"[\w.'’-]+\Z")
_CELL_GAP = " | "


Citations = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `pos` counts from 0 in its text, `anchor` is the id of its place on the page.

    `section` is the path of headings above it, `block` the kind of the block around it or "". `keys` are the
    works cited in it or right after it, in order; the sentence is a claim if there are any. `claim_key` stays
    the same while the sentence, the one before it, its headings, its block's kind and its works do.
    """

    pos: int
    anchor: str
    section: tuple[str, ...]
    block: str
    text: str
    keys: tuple[str, ...]
    claim_key: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A heading, a paragraph, a list item's own text, a table row or a piece of code, as words without marks.

    `citations` are (offset in `text`, keys) and `links` the addresses; `block_number` tells the blocks of one
    text apart, 0 is outside of any.
    """

    kind: str
    anchor: str
    section: tuple[str, ...]
    block: str
    block_number: int
    text: str
    citations: Citations
    links: tuple[str, ...]


def sentences(body: str, *, works: Mapping[str, str]) -> list[Sentence]:
    """The sentences of a text, headings and code left out. Raises TooLong.

    `works` maps each key to the digest of its reference; a key that leads nowhere stands for itself.
    """
    found: list[Sentence] = []
    before: dict[tuple[tuple[str, ...], int], str] = {}
    for unit in units(parse(body)):
        if unit.kind in (HEADING, CODE):
            continue
        place = (unit.section, unit.block_number)
        for text, keys in cited_pieces(unit):
            digests = sorted({works.get(key, f"@{key}") for key in keys})
            claim_key = _claim_key(unit.section, before.get(place, ""), text, unit.block, digests)
            before[place] = text
            found.append(Sentence(len(found), unit.anchor, unit.section, unit.block, text, keys, claim_key))
    return found


def _claim_key(section: tuple[str, ...], before: str, text: str, block: str, digests: list[str]) -> str:
    facts = json.dumps([section, before, text, block, digests], separators=(",", ":"))
    return hashlib.sha256(facts.encode()).hexdigest()


def cited_pieces(unit: Unit) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each sentence of a unit with its keys; what follows a full stop belongs before it."""
    pieces = [(0, len(unit.text))] if unit.kind == ROW else split(unit.text) or [(0, 0)]
    for start, end in pieces:
        keys = dict.fromkeys(
            key
            for offset, cited in unit.citations
            if start < offset <= end or start == offset == 0
            for key in cited
        )
        text = " ".join(unit.text[start:end].split())
        if keys or any(map(str.isalnum, text)):
            yield text, tuple(keys)


def units(tokens: Sequence[Token]) -> Iterator[Unit]:
    """The units of a parsed text in the order of reading."""
    place, cells = _Place(), list[Token]()
    for index, token in enumerate(tokens):
        place.move(token)
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield place.unit(ROW, cells)
        elif token.type in ("fence", "code_block"):
            yield place.unit(CODE, [], code=f"{token.info}\n{token.content}")
        elif token.type == "inline" and tokens[index - 1].type in ("th_open", "td_open"):
            cells.append(token)
        elif token.type == "inline" and tokens[index - 1].type == "heading_open":
            yield place.unit(HEADING, [token])
            place.open_section(int(tokens[index - 1].tag[1]), plain_text(token))
        elif token.type == "inline":
            yield place.unit(ITEM if place.item_ids else PARAGRAPH, [token])


class _Place:
    """Where a walk through tokens is: under which headings, in which block, which list items."""

    def __init__(self) -> None:
        self.path: tuple[tuple[int, str], ...] = ()
        self.path_outside: tuple[tuple[int, str], ...] = ()
        self.block = ""
        self.block_number = self.blocks_seen = 0
        self.item_ids: list[str] = []
        self.anchor = ""

    def move(self, token: Token) -> None:
        if token.type == "block_open":
            self.blocks_seen += 1
            self.block, self.block_number, self.path_outside = token.meta["kind"], self.blocks_seen, self.path
        elif token.type == "block_close":
            self.block, self.block_number, self.path = "", 0, self.path_outside
        elif token.type == "list_item_open":
            self.item_ids.append(str(token.attrGet("id") or ""))
        elif token.type == "list_item_close":
            self.item_ids.pop()
        elif token.type in ("paragraph_open", "tr_open", "heading_open", "fence", "code_block"):
            # The paragraph of a tight list has no tag on the page; its list item carries the id.
            item_id = self.item_ids[-1] if token.hidden else ""
            self.anchor = str(token.attrGet("id") or item_id)

    def open_section(self, level: int, heading: str) -> None:
        self.path = (*(above for above in self.path if above[0] < level), (level, heading))

    def unit(self, kind: str, inlines: Sequence[Token], *, code: str = "") -> Unit:
        text, citations, links = _flatten(inlines)
        section = tuple(heading for _level, heading in self.path)
        return Unit(kind, self.anchor, section, self.block, self.block_number, code or text, citations, links)


def _flatten(inlines: Sequence[Token]) -> tuple[str, Citations, tuple[str, ...]]:
    """Words, citations and link addresses of inline tokens (the cells of a row, or just one)."""
    text, citations, links, is_after_citation = "", [], [], False
    for inline in inlines:
        text += _CELL_GAP if inline is not inlines[0] else ""
        for child in inline.children or ():
            if child.type == "citation":
                citations.append((len(text.rstrip()), tuple(child.meta["keys"])))
                is_after_citation = True
            elif child.type == "link_open":
                links.append(f"{child.attrGet('href')} {child.attrGet('title') or ''}".rstrip())
            elif added := " " if child.type in ("softbreak", "hardbreak") else child.content:
                text = _close_gap(text, added) if is_after_citation else text + added
                is_after_citation = False
    return text, tuple(citations), tuple(links)


def _close_gap(text: str, added: str) -> str:
    """Text goes on where a citation was taken out."""
    if added[0] in ".,;:!?)" and text.endswith(" "):
        return text.rstrip() + added
    return f"{text} {added}" if added[0].isalnum() and text[-1:].strip() else text + added


def split(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of plain text; they touch, and joined they are the text again.

    A sentence carries the space that follows it.
    """
    pieces, start = [], 0
    for gap in _SPACES.finditer(text):
        if gap.start() > start and gap.end() < len(text) and _ends_sentence(text, start, gap):
            pieces.append((start, gap.end()))
            start = gap.end()
    return [*pieces, (start, len(text))] if text else []


def _ends_sentence(text: str, start: int, gap: re.Match[str]) -> bool:
    if gap.group().count("\n") > 1:
        return True
    said = text[max(start, gap.start() - 60) : gap.start()].rstrip(_CLOSERS)
    if not said or said[-1] not in ".!?…" or not _may_begin(text[gap.end() : gap.end() + 12]):
        return False
    return said[-1] != "." or not _is_abbreviated(said, text[gap.end()], is_whole=gap.start() - start <= 60)


def _may_begin(ahead: str) -> bool:
    """Whether a sentence may begin like this: not in lower case, unless it is a name such as mTOR or pNET."""
    first = ahead.lstrip("\"'“‘«([*_")[:1]
    return not first.islower() or bool(_INNER_CAPITAL.match(ahead))


def _is_abbreviated(said: str, following: str, *, is_whole: bool) -> bool:
    """Whether the full stop that ends `said` belongs to its last word.

    `is_whole`: `said` reaches back to the end of the sentence before.
    """
    found = _LAST_WORD.search(said[:-1])
    if not found:
        return False
    word, before = found.group(), said[: found.start()].rstrip()
    if _ALWAYS.fullmatch(word):
        return True
    if _BEFORE_NUMBER.fullmatch(word):
        return following.isnumeric()
    if word.isdigit():
        return is_whole and not before  # "2. Stop the drip": the number of a step, not a sentence
    if len(word) == 1 and word.isupper():
        return _is_name(before)
    return bool(_DOTTED.fullmatch(word)) and word.isupper()


def _is_name(before: str) -> bool:
    """Whether a single capital after this is an initial ("J. Smith", "Ann B. Lee"), not "vitamin D."."""
    last = before.rsplit(None, 1)[-1] if before else ""
    return not last or last[0].isupper() or last in ("and", "by", "with", "from")
