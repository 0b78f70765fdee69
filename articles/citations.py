"""Citations in a text: `[@key]` and `[@a; @b]`, their order, their numbers, their marks on a page."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

MAX_KEY_LENGTH = 64
MAX_KEYS_PER_BRACKET = 20
MAX_KEYS_PER_TEXT = 400
MAX_STRAYS = 20  # sentences about malformed citations; the rest is named once these are mended

KEY = re.compile(rf"[A-Za-z][A-Za-z0-9_:.-]{{0,{MAX_KEY_LENGTH - 1}}}")

# The counted repetitions bound the work at each "[": nothing here can run away on a long line.
_BRACKET = re.compile(
    rf"\[@{KEY.pattern}(?:[ \t\n]{{0,8}};[ \t\n]{{0,8}}@{KEY.pattern}){{0,{MAX_KEYS_PER_BRACKET - 1}}}"
    rf"[ \t\n]{{0,8}}\]"
)
_MARKED_KEY = re.compile(rf"@({KEY.pattern})")
_LOOKS_CITED = re.compile(r"\[@[^\]\n]{0,60}\]?")


def citation_plugin(md: MarkdownIt) -> None:
    """Teach `md` citations: inline tokens `citation` whose `meta["keys"]` is a tuple of keys."""
    md.inline.ruler.before("link", "citation", _read_citation)
    md.core.ruler.after("inline", "citations", _bound_citations)
    md.add_render_rule("citation", _render_citation)
    md.block.ruler.at("reference", _read_definition)


def _read_citation(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[@", state.pos):
        return False
    match = _BRACKET.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match.group()
        token.meta = {"keys": tuple(dict.fromkeys(_MARKED_KEY.findall(match.group())))}
    state.pos = match.end()
    return True


def _read_definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    # "[@a]: more words" at the head of a paragraph is a sentence, not a link definition that hides it.
    if state.src.startswith("[@", state.bMarks[start_line] + state.tShift[start_line]):
        return False
    return reference(state, start_line, end_line, silent)


def _bound_citations(state: StateCore) -> None:
    """Turn citations past the cap into plain text, and list what looks like a citation and is none."""
    strays: list[str] = state.env.setdefault("stray_citations", [])
    count = 0
    for inline in state.tokens:
        for token in inline.children or ():
            if token.type == "citation":
                count += len(token.meta["keys"])
                if count > MAX_KEYS_PER_TEXT:
                    token.type, token.meta = "text", {}
            elif token.type == "text":
                strays.extend(_LOOKS_CITED.findall(token.content))
    state.env["citation_count"] = count


def _render_citation(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """One superscript for the keys that have a number in `env["numbers"]`; others stay as they were typed.

    Each number gets an id `cite-<number>-<time cited>`, listed in `env["backlinks"]` under its number.
    """
    numbers: dict[str, int] = env.get("numbers", {})
    backlinks: dict[int, list[str]] = env.setdefault("backlinks", {})
    keys = tokens[index].meta["keys"]
    places = {}
    for number in sorted({numbers[key] for key in keys if key in numbers}):
        earlier = backlinks.setdefault(number, [])
        places[number] = f"cite-{number}-{len(earlier) + 1}"
        earlier.append(places[number])
    missing = [f"@{key}" for key in keys if key not in numbers]
    html = ""
    if places:
        html = f'<sup class="cite">{",".join(_range_html(*run, places) for run in collapse(places))}</sup>'
    if missing:
        html += f'<span class="cite-missing">[{escape("; ".join(missing))}]</span>'
    return html


def _range_html(first: int, last: int, places: dict[int, str]) -> str:
    def link(number: int) -> str:
        return f'<a href="#ref-{number}" id="{places[number]}" aria-label="Reference {number}">{number}</a>'

    if last - first < 2:
        return ",".join(link(number) for number in range(first, last + 1))
    # Numbers that the dash swallows keep a place, so that the reference list can lead back to it.
    between = "".join(f'<span id="{places[number]}"></span>' for number in range(first + 1, last))
    return f"{link(first)}–{between}{link(last)}"


def collapse(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of consecutive numbers, sorted and without doubles: `[1, 2, 3, 5]` gives `[(1, 3), (5, 5)]`."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def keys_in(tokens: Iterable[Token]) -> Iterator[str]:
    """Every key cited in a stream of tokens, in order, as often as it is cited."""
    for token in tokens:
        if token.type == "citation":
            yield from token.meta["keys"]
        yield from keys_in(token.children or ())


def cited_keys(body: str) -> list[str]:
    """Keys cited in `body` in the order of their first citation; code does not count. Raises TooLong."""
    from articles.markdown import parse  # the parser is built from this module's plugin

    return list(dict.fromkeys(keys_in(parse(body))))


def number(lead_body: str, other_bodies: Iterable[str], keys: Iterable[str]) -> dict[str, int]:
    """Numbers 1… for `keys`: as first cited in the lead text, then in the others in turn, then uncited ones.

    Cited keys that are not among `keys` get no number. Raises TooLong.
    """
    known = dict.fromkeys(keys)
    order: dict[str, None] = {}
    for body in (lead_body, *other_bodies):
        order.update(dict.fromkeys(key for key in cited_keys(body) if key in known))
    order.update(known)
    return {key: position for position, key in enumerate(order, start=1)}


def citation_problems(body: str, keys: Container[str]) -> list[str]:
    """Sentences about citations that lead nowhere, are not well formed, or are too many. Raises TooLong."""
    from articles.markdown import parse  # the parser is built from this module's plugin

    env: dict[str, Any] = {}
    cited = dict.fromkeys(keys_in(parse(body, env)))
    sentences = [
        _("The text cites “%(key)s”, but no reference has that key.") % {"key": key}
        for key in cited
        if key not in keys
    ]
    sentences += [
        _(
            "“%(text)s” is not read as a citation. Write [@key] or [@one; @two], at most %(most)d keys, "
            "each a letter followed by letters, digits or _ : . -"
        )
        % {"text": text, "most": MAX_KEYS_PER_BRACKET}
        for text in list(dict.fromkeys(env["stray_citations"]))[:MAX_STRAYS]
    ]
    if env["citation_count"] > MAX_KEYS_PER_TEXT:
        sentences.append(
            _("The text has %(count)d citations; at most %(most)d are read.")
            % {"count": env["citation_count"], "most": MAX_KEYS_PER_TEXT}
        )
    return sentences
