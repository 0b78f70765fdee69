"""What an editorial change may not touch: substance that differs between two manuscripts, in sentences."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from markdown_it.token import Token

from articles.audiences import FACTS
from articles.markdown import MAX_BODY, parse
from articles.sentences import HEADING, ITEM, PARAGRAPH, ROW, Unit, cited_pieces, units
from articles.weighty_words import Weight, are_opposites, visible, weights

MOST_SENTENCES = 40
LONGEST_QUOTE = 60

# More words than this, and more than this share of its words, and a passage was rewritten, not corrected.
MOST_WORDS_CHANGED = 3
MOST_SHARE_CHANGED = 0.25
MOST_WORDS_COMPARED = 3_000

_CITATION = re.compile(r"\[@[^\[\]]{0,1500}\]")

Manuscript = Mapping[str, Any]


def substantive_changes(old: Manuscript, new: Manuscript) -> list[str]:
    """Sentences on what changed beyond wording and where, at most MOST_SENTENCES; none for an editorial change.

    Both are manuscripts as dicts. Errs on the side of finding: a new wording may be taken for a change of substance.
    """
    found = [*_facts(old, new), *_references(old, new)]
    works = [{ref["key"]: _work(ref) for ref in side.get("references", [])} for side in (old, new)]
    texts = [
        {(variant["audience"], variant.get("language", "")): variant for variant in side.get("variants", [])}
        for side in (old, new)
    ]
    for key in sorted(texts[0].keys() | texts[1].keys()):
        name = _text_name(*key)
        if key not in texts[1]:
            found.append(_("The %(text)s was removed.") % {"text": name})
        elif key not in texts[0]:
            found.append(_("The %(text)s was added.") % {"text": name})
        else:
            found += _variant(name, texts[0][key], texts[1][key], works)
    return list(dict.fromkeys(found))[:MOST_SENTENCES]


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
    for key, name in names.items():
        if (old.get(key) or None) != (new.get(key) or None):
            yield _("%(what)s changed.") % {"what": name}


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
    if old["title"] != new["title"]:
        yield _("The title of the %(text)s changed.") % {"text": name}
    if old["body"] == new["body"] and works[0] == works[1]:
        return
    if max(len(old["body"]), len(new["body"])) > MAX_BODY:
        yield _("The %(text)s is too long to be compared.") % {"text": name}
        return
    before, after = parse(old["body"]), parse(new["body"])
    found = list(_shape(name, before, after)) or list(_passages(name, before, after, works))
    yield from found
    # What no reader sees can still change what is read, and signs may hide from the parser.
    if not found and old["body"].count("@") != new["body"].count("@"):
        yield _("In the source of the %(text)s: a citation was added or removed.") % {"text": name}
    elif not found and (change := _weight_change(_source(old["body"]), _source(new["body"]))):
        yield _("In the source of the %(text)s: %(change)s") % {"text": name, "change": change}


def _source(body: str) -> list[Weight]:
    """What weighs in the Markdown itself; keys do not, since what they lead to is compared."""
    return weights(_CITATION.sub("[@]", body))


def _shape(name: str, old: Sequence[Token], new: Sequence[Token]) -> Iterator[str]:
    """Headings and blocks first, since they have names; then whatever else was added, removed or moved."""
    headings = [[unit.text for unit in units(side) if unit.kind == HEADING] for side in (old, new)]
    if headings[0] != headings[1]:
        gone, come = _first_difference(headings[0], headings[1])
        yield _("A heading of the %(text)s changed: %(change)s") % {
            "text": name,
            "change": _became(gone, come),
        }
    if _blocks(old) != _blocks(new):
        gone, come = _first_difference(_blocks(old), _blocks(new))
        yield _("A block of the %(text)s changed: %(change)s") % {"text": name, "change": _became(gone, come)}
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
    place = {"text": name}
    for before, after in zip(units(old), units(new), strict=True):
        if before == after and works[0] == works[1]:
            continue
        place["where"] = _where(after)
        change = _weight_change(weights(before.text), weights(after.text))
        if _cited(before, works[0]) != _cited(after, works[1]) or (
            not change and _citation_places(before) != _citation_places(after)
        ):
            yield _("In the %(text)s, %(where)s: a citation changed or moved.") % place
        if before.links != after.links:
            yield _("In the %(text)s, %(where)s: a link leads elsewhere.") % place
        if change or (change := _wording_change(before.text, after.text)):
            yield _("In the %(text)s, %(where)s: %(change)s") % {**place, "change": change}


def _where(unit: Unit) -> str:
    kinds = {
        HEADING: _("heading"),
        PARAGRAPH: _("paragraph"),
        ITEM: _("list item"),
        ROW: _("table row"),
    }
    words = {
        "kind": kinds.get(unit.kind, _("code")),
        "start": _shortened(unit.text),
        "section": unit.section[-1] if unit.section else "",
    }
    if unit.section:
        return _("%(kind)s “%(start)s” under “%(section)s”") % words
    return _("%(kind)s “%(start)s”") % words


def _cited(unit: Unit, works: Mapping[str, str]) -> list[list[str]]:
    """The works that each sentence cites."""
    return [sorted({works.get(key, f"@{key}") for key in keys}) for _text, keys in cited_pieces(unit)]


def _citation_places(unit: Unit) -> list[tuple[int, int]]:
    """How many weights, and how many cells of a row, lie between one citation and the next."""
    offsets = [0, *(offset for offset, _keys in unit.citations)]
    between = [unit.text[start:end] for start, end in pairwise(offsets)]
    return [(len(weights(words)), words.count("|")) for words in between]


def _weight_change(old: Sequence[Weight], new: Sequence[Weight]) -> str:
    """A clause on the first number, unit, negation … that differs, or ""."""
    if old == new:
        return ""
    sentences = {
        "number": _("a number changed (%(change)s)."),
        "unit": _("a unit changed (%(change)s)."),
        "negation": _("a negation changed (%(change)s)."),
        "direction": _("a word that gives direction or force changed (%(change)s)."),
        "name": _("a name or abbreviation changed (%(change)s)."),
    }
    gone, come = _first_difference(old, new)
    kind = (come or gone)[0].kind
    words = [" ".join(weight.shown for weight in side) for side in (gone, come)]
    return sentences[kind] % {"change": _became(*([word] if word else [] for word in words))}


def _wording_change(old: str, new: str) -> str:
    """A clause where words turned into their opposites or too many are new, or ""."""
    before, after = visible(old).casefold().split(), visible(new).casefold().split()
    start, end = _common_ends(before, after)
    before, after = before[start : len(before) - end], after[start : len(after) - end]
    if max(len(before), len(after)) > MOST_WORDS_COMPARED:
        return _("the words were rewritten.")
    changed = 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            continue
        changed += max(i2 - i1, j2 - j1)
        for one, other in zip(before[i1:i2], after[j1:j2], strict=False):
            if are_opposites(one.strip(".,;:!?()"), other.strip(".,;:!?()")):
                return _("a word changed its meaning (%(change)s).") % {"change": _became([one], [other])}
    if changed > max(MOST_WORDS_CHANGED, MOST_SHARE_CHANGED * (start + end + max(len(before), len(after)))):
        return _("the words were rewritten.")
    return ""


def _common_ends(a: Sequence[Any], b: Sequence[Any]) -> tuple[int, int]:
    shortest = min(len(a), len(b))
    start = next((n for n in range(shortest) if a[n] != b[n]), shortest)
    end = next((n for n in range(shortest - start) if a[-1 - n] != b[-1 - n]), shortest - start)
    return start, end


def _first_difference(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """What was taken out and what was put in where two lists first differ."""
    start, end = _common_ends(old, new)
    gone, come = list(old[start : len(old) - end]), list(new[start : len(new) - end])
    if len(gone) == len(come):
        return gone[:1], come[:1]
    return gone[:5], come[:5]


def _became(old: Sequence[str], new: Sequence[str]) -> str:
    words = {"old": _shortened(" ".join(old)), "new": _shortened(" ".join(new))}
    if not new:
        return _("“%(old)s” was removed") % words
    if not old:
        return _("“%(new)s” was added") % words
    return _("“%(old)s” became “%(new)s”") % words


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1].rstrip()}…"
