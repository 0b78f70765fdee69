"""What an editorial change may not touch: whatever differs between two manuscripts but form, in sentences."""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from markdown_it.token import Token

from articles.audiences import FACTS
from articles.markdown import MAX_BODY, parse, plain_text
from articles.sentences import CODE, HEADING, ITEM, PARAGRAPH, ROW, Unit, cited_pieces, units
from articles.states import ChangeClass
from articles.wording import CITATION, loose_words, reading
from articles.wording_changes import became, change_between, shortened, windows

MOST_SENTENCES = 40

# What a manuscript and a text of it may differ in, or what is compared on its own.
_COMPARED_APART = {"format", "change_class", "variants", "references"}
_COMPARED_APART_IN_A_TEXT = {"audience", "language", "body", "still_right"}

_CITATION = re.compile(r"\[@[^\[\]]{0,1500}\]")
_MARKUP = re.compile(r"[*_`\\]")

Manuscript = Mapping[str, Any]


def substantive_changes(old: Manuscript, new: Manuscript) -> list[str]:
    """Sentences on what changed beyond form and where, at most MOST_SENTENCES; none for an editorial change.

    Both are manuscripts as dicts. What is not known to be harmless is found; the last sentence says what to choose.
    """
    found = list(dict.fromkeys(_changes(old, new)))[: MOST_SENTENCES - 1]
    if found:
        classes = {"correction": ChangeClass.CORRECTION.label, "update": ChangeClass.UPDATE.label}
        found.append(
            _(
                "That is more than spelling and form, so choose “%(correction)s” or “%(update)s” for this version."
            )
            % classes
        )
    return found


def _changes(old: Manuscript, new: Manuscript) -> Iterator[str]:
    yield from _facts(old, new)
    yield from _references(old, new)
    works = [{ref["key"]: _work(ref) for ref in side.get("references", [])} for side in (old, new)]
    texts = [
        {(variant["audience"], variant.get("language", "")): variant for variant in side.get("variants", [])}
        for side in (old, new)
    ]
    for key in sorted(texts[0].keys() | texts[1].keys()):
        name = _text_name(*key)
        if key not in texts[1]:
            yield _("The %(text)s was removed.") % {"text": name}
        elif key not in texts[0]:
            yield _("The %(text)s was added.") % {"text": name}
        else:
            yield from _variant(name, texts[0][key], texts[1][key], works)


def _facts(old: Manuscript, new: Manuscript) -> Iterator[str]:
    names = {
        "article": _("The article"),
        "question": _("The question"),
        "heading": _("The heading of the article"),
        "written_for": _("Whom the article is written for"),
        "countries": _("The list of countries"),
        "searched_to": _("The date up to which evidence was searched"),
        "authors": _("The authors, their credentials or their interests"),
        "funding": _("The funding"),
        "ai_used": _("The answer about the use of AI"),
        "ai_statement": _("The statement about the use of AI"),
        "waivers": _("The waivers"),
        "glossary": _("The glossary"),
        "figures": _("The figures"),
    }
    for key in dict.fromkeys([*names, *old, *new]):
        if key not in _COMPARED_APART and (old.get(key) or None) != (new.get(key) or None):
            yield _("%(what)s changed.") % {"what": names.get(key, _("“%(name)s”") % {"name": key})}


def _work(reference: Mapping[str, Any]) -> str:
    """What a reference says, without the key that it goes by in the text."""
    return json.dumps({name: value for name, value in reference.items() if name != "key"}, sort_keys=True)


def _references(old: Manuscript, new: Manuscript) -> Iterator[str]:
    before, after = (Counter(map(_work, side.get("references", []))) for side in (old, new))
    keys_before, keys_after = (
        {ref["key"] for ref in side.get("references", []) if _work(ref) in changed}
        for side, changed in ((old, before - after), (new, after - before))
    )
    for key in sorted(keys_before | keys_after):
        if key not in keys_after:
            yield _("The reference “%(key)s” was removed.") % {"key": key}
        elif key not in keys_before:
            yield _("The reference “%(key)s” was added.") % {"key": key}
        else:
            yield _("The reference “%(key)s” changed.") % {"key": key}


def _text_name(audience: str, language: str) -> str:
    name = str(FACTS[audience].text_name) if audience in FACTS else _("text “%(name)s”") % {"name": audience}
    return name if language in ("en", "") else f"{name} ({language})"


def _variant(
    name: str, old: Mapping[str, Any], new: Mapping[str, Any], works: list[dict[str, str]]
) -> Iterator[str]:
    for key in dict.fromkeys(["title", *old, *new]):
        if key not in _COMPARED_APART_IN_A_TEXT and old.get(key) != new.get(key):
            part = _("title") if key == "title" else f"“{key}”"
            yield _("The %(part)s of the %(text)s changed.") % {"text": name, "part": part}
    if old["body"] == new["body"] and works[0] == works[1]:
        return
    if max(len(old["body"]), len(new["body"])) > MAX_BODY:
        yield _("The %(text)s is too long to be compared.") % {"text": name}
        return
    before, after = parse(old["body"]), parse(new["body"])
    found = (
        list(_shape(name, before, after))
        or list(_passages(name, before, after, works))
        or list(_anchors(name, before, after))
    )
    yield from found or _source(name, old["body"], new["body"])


def _source(name: str, old: str, new: str) -> Iterator[str]:
    """What no reader sees can still change what is read, and signs may hide from the parser."""
    if old.count("@") != new.count("@"):
        yield _("In the source of the %(text)s: a citation was added or removed.") % {"text": name}
    words = [loose_words(html.unescape(_MARKUP.sub("", _CITATION.sub("[@]", side)))) for side in (old, new)]
    if words[0] != words[1]:
        change = _first_became(*words)
        yield _("In the source of the %(text)s: words changed (%(change)s).") % {
            "text": name,
            "change": change,
        }


def _first_became(old: Sequence[str], new: Sequence[str]) -> str:
    one, other = windows(old, new)
    return became(" ".join(old[slice(*one)]), " ".join(new[slice(*other)]))


def _shape(name: str, old: Sequence[Token], new: Sequence[Token]) -> Iterator[str]:
    """Headings and blocks first, since they have names; then whatever else was added, removed or moved."""
    headings = [[unit.text for unit in units(side) if unit.kind == HEADING] for side in (old, new)]
    if headings[0] != headings[1]:
        change = _first_became(headings[0], headings[1])
        yield _("A heading of the %(text)s changed: %(change)s.") % {"text": name, "change": change}
    if _blocks(old) != _blocks(new):
        change = _first_became(_blocks(old), _blocks(new))
        yield _("A block of the %(text)s changed: %(change)s.") % {"text": name, "change": change}
    elif headings[0] == headings[1] and _skeleton(old) != _skeleton(new):
        yield _(
            "In the %(text)s, paragraphs, list items, table rows or what they belong to were added, removed or moved."
        ) % {"text": name}


def _blocks(tokens: Sequence[Token]) -> list[str]:
    """The kinds of the blocks, each followed by its attributes."""
    found: list[str] = []
    for token in tokens:
        if token.type == "block_open":
            found.append(token.meta["kind"])
            found += [f"{key}={value}" for key, value in sorted(token.meta["attributes"].items())]
    return found


def _skeleton(tokens: Sequence[Token]) -> list[Any]:
    """What opens and closes, in order, with its attributes but without ids, which follow from words."""
    return [
        (token.type, token.tag, token.info, {key: value for key, value in token.attrs.items() if key != "id"})
        for token in tokens
    ]


def _passages(
    name: str, old: Sequence[Token], new: Sequence[Token], works: list[dict[str, str]]
) -> Iterator[str]:
    for before, after in zip(units(old), units(new), strict=True):
        if before == after and works[0] == works[1]:
            continue
        place = {"text": name, "where": _where(after)}
        change = change_between(reading(before.text), reading(after.text))
        if not change and before.kind == CODE and before.text != after.text:
            change = _("characters of this piece of code changed.")
        if change:
            yield _("In the %(text)s, %(where)s: %(change)s") % {**place, "change": change}
        elif _citations(before, works[0]) != _citations(after, works[1]):
            yield _("In the %(text)s, %(where)s: a citation changed or moved.") % place
        if before.links != after.links:
            yield _("In the %(text)s, %(where)s: a link leads elsewhere.") % place


def _citations(unit: Unit, works: Mapping[str, str]) -> tuple[Any, ...]:
    """Between which words the works are cited, and the words of each sentence that cites something."""
    pieces, cited, at = list[str](), list[str](), 0
    for offset, keys in unit.citations:
        pieces += [unit.text[at:offset], CITATION]
        cited.append(" ".join(_digests(keys, works)))
        at = offset
    said = reading("".join([*pieces, unit.text[at:]]), cited).said
    sentences = [(loose_words(text), _digests(keys, works)) for text, keys in cited_pieces(unit) if keys]
    return said, sentences


def _digests(keys: Sequence[str], works: Mapping[str, str]) -> list[str]:
    return sorted({works.get(key, f"@{key}") for key in keys})


def _anchors(name: str, old: Sequence[Token], new: Sequence[Token]) -> Iterator[str]:
    """Words that moved between table cells, over a line break, or into or out of a link."""
    inlines = [[token for token in side if token.type == "inline"] for side in (old, new)]
    for before, after in zip(*inlines, strict=True):
        if [(kind, loose_words(text)) for kind, text in _parts(before)] != [
            (kind, loose_words(text)) for kind, text in _parts(after)
        ]:
            yield _(
                "In the %(text)s, at “%(start)s”: words moved to another cell or line, or into or out of a link."
            ) % {
                "text": name,
                "start": shortened(plain_text(after)),
            }


def _parts(inline: Token) -> list[tuple[str, str]]:
    """The words of an inline token between its line breaks and the ends of its links, each after what it follows."""
    parts = [("", "")]
    for child in inline.children or ():
        if child.type == "link_open":
            parts.append((str(child.attrGet("href")), ""))
        elif child.type in ("link_close", "hardbreak"):
            parts.append((child.type, ""))
        else:
            kind, text = parts[-1]
            added = " " if child.type in ("softbreak", "citation") else child.content
            parts[-1] = kind, text + added
    return parts


def _where(unit: Unit) -> str:
    kinds = {
        HEADING: _("heading"),
        PARAGRAPH: _("paragraph"),
        ITEM: _("list item"),
        ROW: _("table row"),
    }
    words = {
        "kind": kinds.get(unit.kind, _("code")),
        "start": shortened(unit.text),
        "section": unit.section[-1] if unit.section else "",
    }
    if unit.section:
        return _("%(kind)s “%(start)s” under “%(section)s”") % words
    return _("%(kind)s “%(start)s”") % words
