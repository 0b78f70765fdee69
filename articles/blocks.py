"""Marked blocks of a text: `::: kind attribute=value` … `:::`, what they may say and how they say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

# Printed inside the signed text, so these words are in the text's language and not the visitor's.
KINDS = {
    "bottom-line": "Bottom line",
    "recommendation": "Recommendation",
    "safety": "Safety",
    "help": "When to get help",
    "algorithm": "Step by step",
    "caveat": "Caveat",
    "disagreement": "Where sources disagree",
}
DIRECTIONS = ("for", "against", "none")
STRENGTHS = {"strong": "Strong", "conditional": "Conditional"}
CERTAINTIES = {"high": "high", "moderate": "moderate", "low": "low", "very-low": "very low"}
DOTS = {"high": "●●●●", "moderate": "●●●○", "low": "●●○○", "very-low": "●○○○"}
GOOD_PRACTICE = "good-practice"

# Attributes of a recommendation (no other block has any); None stands for free text.
ATTRIBUTES: dict[str, tuple[str, ...] | None] = {
    "direction": DIRECTIONS,
    "strength": tuple(STRENGTHS),
    "certainty": tuple(CERTAINTIES),
    "grade": None,
    "kind": (GOOD_PRACTICE,),
    "for": None,
}
MAX_FREE_TEXT = 300  # characters
MAX_PROBLEMS = 50  # sentences; the rest is named once these are mended

_OPENING = re.compile(r":{3,}[ \t]*([A-Za-z][A-Za-z0-9_-]*)(?:[ \t]+(.*))?$", re.DOTALL)
_CLOSING = re.compile(r":{3,}[ \t]*$")
_CODE_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
_ATTRIBUTE = re.compile(r'[ \t]*([A-Za-z-]+)=(?:"([^"]*)"|([^\s"]+))(?=[ \t]|$)')
_LABELS = {
    ("strong", "for"): "We recommend",
    ("strong", "against"): "We recommend against",
    ("conditional", "for"): "We suggest",
    ("conditional", "against"): "We suggest against",
    (GOOD_PRACTICE, "for"): "Good practice: we advise this",
    (GOOD_PRACTICE, "against"): "Good practice: we advise against this",
    ("", "for"): "Recommendation for",
    ("", "against"): "Recommendation against",
}


def block_plugin(md: MarkdownIt) -> None:
    """Teach `md` blocks: tokens `block_open`, `block_close` (`meta`: kind, attributes, problems, is_closed).

    A block stands at the left margin and holds no other; one that is not closed ends where the next begins.
    A fence that opens nothing stays visible as text and is kept in `env["stray_fences"]` (line -> sentence).
    """
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "block", _read_block, {"alt": interrupts})
    md.add_render_rule("block_open", _render_open)
    md.add_render_rule("block_close", _render_close)


def _read_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    text = _line(state, start_line)
    if not text.startswith(":::") or state.is_code_block(start_line):
        return False
    opening = _OPENING.match(text)
    is_outside = state.level == 0 or (silent and state.sCount[start_line] < state.blkIndent)
    strays: dict[int, str] = state.env.setdefault("stray_fences", {})
    if opening is None or opening[1] not in KINDS or not is_outside:
        strays[start_line] = _why_stray(opening, start_line + 1)
        return False
    if silent:
        return True
    strays.pop(start_line, None)
    last, is_closed = _find_end(state, start_line, end_line)
    _push_block(state, opening, start_line, last, is_closed)
    state.line = last + 1 if is_closed else last
    return True


def _why_stray(opening: re.Match[str] | None, line: int) -> str:
    if opening is None:
        return _("Line %(line)d has a fence (:::) that belongs to no block.") % {"line": line}
    if opening[1] not in KINDS:
        return _("Line %(line)d opens a block of unknown kind “%(kind)s”. Kinds are: %(kinds)s.") % {
            "line": line,
            "kind": opening[1],
            "kinds": ", ".join(KINDS),
        }
    return _("Line %(line)d opens a block inside a list, a quote or another block; it must stand alone.") % {
        "line": line
    }


def _find_end(state: StateBlock, start_line: int, end_line: int) -> tuple[int, bool]:
    """The line where the block ends, and whether a closing fence stands there. Code is passed over."""
    code = ""
    for line in range(start_line + 1, end_line):
        text = _line(state, line)
        if state.sCount[line] > 3:
            continue
        fence = _CODE_FENCE.match(text)
        if code:
            if fence and fence[0].startswith(code) and not text.strip(code[0]).strip():
                code = ""
        elif fence:
            code = fence[0]
        elif _CLOSING.match(text):
            return line, True
        elif (opening := _OPENING.match(text)) and opening[1] in KINDS:
            return line, False
    return end_line, False


def _push_block(
    state: StateBlock, opening: re.Match[str], start_line: int, last: int, is_closed: bool
) -> None:
    attributes, problems = read_attributes(opening[1], opening[2] or "")
    token = state.push("block_open", "section", 1)
    token.map = [start_line, last]
    token.block = True
    token.info = opening[0]
    token.meta = {"kind": opening[1], "attributes": attributes, "problems": problems, "is_closed": is_closed}
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    state.md.block.tokenize(state, start_line + 1, last)
    state.parentType, state.lineMax = parent, line_max
    close = state.push("block_close", "section", -1)
    close.block = True
    close.meta = token.meta


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def read_attributes(kind: str, text: str) -> tuple[dict[str, str], list[str]]:
    """Attributes written after a block's kind: those that hold, and a phrase for each thing that does not."""
    attributes: dict[str, str] = {}
    problems: list[str] = []
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _ATTRIBUTE.match(text, position)
        if match is None:
            rest = text[position:].strip()[:60]
            problems.append(_("“%(text)s” is not written as name=value") % {"text": rest})
            break
        name, value = match[1], (match[2] if match[2] is not None else match[3]).strip()
        problem = _attribute_problem(kind, name, value, attributes)
        if problem:
            problems.append(problem)
        else:
            attributes[name] = value
        position = match.end()
    return attributes, problems


def _attribute_problem(kind: str, name: str, value: str, earlier: dict[str, str]) -> str:
    if kind != "recommendation" or name not in ATTRIBUTES:
        return _("a %(kind)s block has no “%(name)s”") % {"kind": kind, "name": name}
    if name in earlier:
        return _("“%(name)s” is given twice") % {"name": name}
    values = ATTRIBUTES[name]
    if values is None and not 0 < len(value) <= MAX_FREE_TEXT:
        return _("“%(name)s” must have 1 to %(most)d characters") % {"name": name, "most": MAX_FREE_TEXT}
    if values is not None and value not in values:
        return _("“%(name)s” cannot be “%(value)s”, only %(values)s") % {
            "name": name,
            "value": value[:60],
            "values": ", ".join(values),
        }
    return ""


def label(kind: str, attributes: dict[str, str]) -> str:
    """The words above a block; for a recommendation its direction and strength: "We suggest against"."""
    direction = attributes.get("direction")
    if kind != "recommendation" or direction is None:
        return KINDS[kind]
    if direction == "none":
        return "Evidence too weak to recommend for or against"
    return _LABELS[attributes.get("strength") or attributes.get("kind", ""), direction]


def _render_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    kind, attributes = tokens[index].meta["kind"], tokens[index].meta["attributes"]
    counts: dict[str, int] = env.setdefault("block_counts", {})
    counts[kind] = counts.get(kind, 0) + 1
    # Regions of one page need names that differ.
    name = KINDS[kind] if counts[kind] == 1 else f"{KINDS[kind]} {counts[kind]}"
    html = f'<section class="block block-{kind}" aria-label="{name}">\n'
    html += f'<p class="block-label">{label(kind, attributes)}</p>\n'
    if "for" in attributes:
        html += f'<p class="block-for">For: {escape(attributes["for"])}</p>\n'
    return html


def _render_close(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    parts = list(_grading(tokens[index].meta["attributes"]))
    line = f'<p class="block-grade">{"; ".join(parts)}</p>\n' if parts else ""
    return f"{line}</section>\n"


def _grading(attributes: dict[str, str]) -> Iterator[str]:
    if "strength" in attributes:
        yield f"<strong>{STRENGTHS[attributes['strength']]} recommendation</strong>"
    if "certainty" in attributes:
        certainty = attributes["certainty"]
        yield (
            f"certainty of the evidence: <strong>{CERTAINTIES[certainty]}</strong> "
            f'<span class="dots" aria-hidden="true">{DOTS[certainty]}</span>'
        )
    if "grade" in attributes:
        yield f"Graded <strong>{escape(attributes['grade'])}</strong>"
    if attributes.get("kind") == GOOD_PRACTICE:
        yield "<strong>Good practice statement</strong>, not graded"


def problems(body: str) -> list[str]:
    """Sentences about blocks that cannot stand as they are, in the order of their lines. Raises TooLong."""
    from articles.markdown import parse  # the parser is built from this module's plugin

    env: dict[str, Any] = {}
    tokens = parse(body, env)
    found = [(line, sentence) for line, sentence in env.get("stray_fences", {}).items()]
    if env.get("too_deep"):
        line = min(env["too_deep"])
        sentence = _("What starts on line %(line)d lies too deep in lists or quotes to be shown.")
        found.append((line - 1, sentence % {"line": line}))
    for index, token in enumerate(tokens):
        if token.type == "block_open" and token.map:
            line, kind = token.map[0], token.meta["kind"]
            sentence = _("In the %(kind)s block on line %(line)d: %(problem)s.")
            for problem in _block_problems(token, _inside(tokens, index)):
                found.append((line, sentence % {"kind": kind, "line": line + 1, "problem": problem}))
    found.sort(key=lambda pair: pair[0])
    return [sentence for _line_number, sentence in found[:MAX_PROBLEMS]]


def _inside(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    end = next(place for place in range(index, len(tokens)) if tokens[place].type == "block_close")
    return tokens[index + 1 : end]


def _block_problems(token: Token, inside: Sequence[Token]) -> Iterator[str]:
    meta = token.meta
    if not meta["is_closed"]:
        yield _("it is not closed by a line with :::")
    yield from meta["problems"]
    if not inside:
        yield _("it is empty")
    if meta["kind"] == "recommendation":
        yield from _recommendation_problems(meta["attributes"], inside)


def _recommendation_problems(attributes: dict[str, str], inside: Sequence[Token]) -> Iterator[str]:
    has_strength, has_certainty = "strength" in attributes, "certainty" in attributes
    is_good_practice = attributes.get("kind") == GOOD_PRACTICE
    is_undecided = attributes.get("direction") == "none"
    if "direction" not in attributes:
        yield _("say its direction: for, against or none")
    if has_strength and not has_certainty:
        yield _("a strength needs the certainty of the evidence beside it")
    if has_certainty and not has_strength and not is_undecided:
        yield _("a certainty of the evidence needs the strength of the recommendation beside it")
    if is_good_practice and (has_strength or has_certainty):
        yield _("good practice is not graded: leave out strength and certainty")
    if not (has_strength or has_certainty or is_good_practice or "grade" in attributes):
        yield _("say how it was graded: strength and certainty, its source's grade, or kind=good-practice")
    is_cited = any(child.type == "citation" for part in inside for child in part.children or ())
    if not is_cited and not is_good_practice:
        yield _("cite the work that it rests on")
