"""A draft as one Markdown file: YAML front matter, then each audience's text.

    ---
    format: 1
    question: Does it help?
    written_for: patient
    texts:
    - audience: patient
      title: What we know
    references:
    - key: feng2022
      csl: {type: article-journal, title: …}
    ---

    <!-- text: patient -->

    The text, in Markdown.

A text begins after its marker line and one empty line, and ends before one empty line and the next
marker. A line of the text that itself looks like a marker (`<!-- text:` at its start, after any number
of backslashes) is written with one backslash more, and read with one less; nothing else is changed.
Plain words are words: `no`, `1.10` and `2026-03-31` stay text; only `true`, `false`, `null` and whole
numbers are more than text. Anchors, aliases and tags are refused.
"""

import re
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from articles.cleaning import Unwritable, clean
from articles.formats.draft import Draft, DraftReference, Refused, Text, check, refuse_too_long, shortened
from articles.formats.plain_yaml import Lined, dump, load

FORMAT = 1
FENCE = "---"
MARKER = re.compile(r"<!-- text: ([a-z][a-z-]{0,31}) -->")
LIKE_MARKER = re.compile(r"\\*<!-- text:")

STRINGS = ("question", "heading", "written_for", "searched_to", "funding", "ai_statement")
TOP = frozenset((*STRINGS, "format", "countries", "ai_used", "texts", "references"))
OF_TEXT = frozenset(("audience", "title"))
OF_REFERENCE = frozenset(("key", "csl", "raw", "placeholder", "kept_because"))
AI_WORDS = {"yes": True, "no": False, "": None}


def write(draft: Draft) -> str:
    """The file of `draft`; `parse(write(draft)) == draft` for cleaned text. Raises `Refused` over a cap."""
    check(draft)
    parts = [f"{FENCE}\n{dump(_front(draft))}{FENCE}\n"]
    for audience, text in draft.texts.items():
        body = "\n".join(_escaped(line) for line in text.body.split("\n"))
        parts.append(f"<!-- text: {audience} -->\n\n{body}\n")
    whole = "\n".join(parts)
    refuse_too_long(whole)
    return whole


def _escaped(line: str) -> str:
    return "\\" + line if LIKE_MARKER.match(line) else line


def _front(draft: Draft) -> dict[str, Any]:
    front: dict[str, Any] = {"format": FORMAT}
    front |= {name: getattr(draft, name) for name in ("question", "heading", "written_for")}
    front["countries"] = list(draft.countries)
    front["searched_to"] = draft.searched_to
    front["funding"] = draft.funding
    front["ai_used"] = {True: "yes", False: "no", None: None}[draft.ai_used]
    front["ai_statement"] = draft.ai_statement
    front["texts"] = [{"audience": key, "title": text.title} for key, text in draft.texts.items()]
    front["references"] = [
        {
            "key": reference.key,
            "placeholder": reference.is_placeholder,
            "csl": reference.csl,
            "raw": reference.raw,
            "kept_because": reference.kept_because,
        }
        for reference in draft.references
    ]
    return front


def parse(text: str) -> Draft:
    """The draft in a file as `write` makes it, or as a person types it; raises `Refused` and nothing else."""
    refuse_too_long(text)
    try:
        lines = clean(text).split("\n")
    except Unwritable as error:
        raise Refused(str(error)) from error
    end = _end_of_front(lines)
    front = load("\n".join(lines[1:end]) + "\n", first_line=2)
    bodies = _bodies(lines, end + 1)
    draft = _draft(front, bodies)
    check(draft)
    return draft


def _end_of_front(lines: list[str]) -> int:
    if lines[0].rstrip() != FENCE:
        raise Refused(_("The file must begin with a line “---” that opens the front matter."), 1)
    for number in range(1, len(lines)):
        if lines[number].rstrip() == FENCE:
            return number
    raise Refused(_("The front matter that opens in line 1 is never closed by a line “---”."), 1)


def _bodies(lines: list[str], start: int) -> dict[str, Lined]:
    bodies: dict[str, Lined] = {}
    opened, audience = start, ""
    for number in range(start, len(lines) + 1):
        is_end = number == len(lines)
        if not is_end and not lines[number].startswith("<!-- text:"):
            if not audience and lines[number].strip():
                raise Refused(
                    _(
                        "This line belongs to no text: a line like “<!-- text: patient -->” must come before it."
                    ),
                    number + 1,
                )
            continue
        if audience:
            bodies[audience] = Lined(_body(lines[opened:number]), opened)
        if not is_end:
            audience, opened = _opened(lines[number], number + 1, bodies), number + 1
    return bodies


def _opened(line: str, number: int, bodies: dict[str, Lined]) -> str:
    match = MARKER.fullmatch(line.rstrip())
    if not match:
        raise Refused(_("A text is opened by a line exactly like “<!-- text: patient -->”."), number)
    if match[1] in bodies:
        raise Refused(_("The {audience} text is there twice.").format(audience=match[1]), number)
    return match[1]


def _body(lines: list[str]) -> str:
    """The text between two markers, without the one empty line that `write` puts at either end."""
    if lines and not lines[0]:
        lines = lines[1:]
    if lines and not lines[-1]:
        lines = lines[:-1]
    return "\n".join(
        line[1:] if line.startswith("\\") and LIKE_MARKER.match(line) else line for line in lines
    )


def _draft(front: Lined, bodies: dict[str, Lined]) -> Draft:
    fields = _mapping(front, TOP)
    if "format" in fields and fields["format"].value != FORMAT:
        raise Refused(_("This file has a format that is not known here; known is 1."), fields["format"].line)
    return Draft(
        **{name: _string(fields, name) for name in STRINGS},
        countries=tuple(_string_of(item) for item in _list(fields, "countries")),
        ai_used=_ai_used(fields),
        texts=_texts(_list(fields, "texts"), bodies),
        references=tuple(_reference(item) for item in _list(fields, "references")),
    )


def _texts(items: list[Lined], bodies: dict[str, Lined]) -> dict[str, Text]:
    texts: dict[str, Text] = {}
    for item in items:
        fields = _mapping(item, OF_TEXT)
        audience = _string(fields, "audience")
        if audience in texts:
            raise Refused(
                _("The {audience} text is named twice.").format(audience=shortened(audience)), item.line
            )
        if audience not in bodies:
            raise Refused(
                _("The {audience} text is named, but no line “<!-- text: {audience} -->” opens it.").format(
                    audience=shortened(audience)
                ),
                item.line,
            )
        texts[audience] = Text(_string(fields, "title"), bodies[audience].value)
    for audience, body in bodies.items():
        if audience not in texts:
            raise Refused(
                _("The {audience} text has no entry with its title under “texts:”.").format(
                    audience=audience
                ),
                body.line,
            )
    return texts


def _reference(item: Lined) -> DraftReference:
    fields = _mapping(item, OF_REFERENCE)
    csl = fields["csl"].plain() if "csl" in fields else {}
    is_placeholder = fields["placeholder"].value if "placeholder" in fields else False
    if not isinstance(csl, dict):
        _refuse_kind("csl", fields["csl"].line)
    if not isinstance(is_placeholder, bool):
        _refuse_kind("placeholder", fields["placeholder"].line)
    return DraftReference(
        key=_string(fields, "key"),
        csl=csl,
        raw=_string(fields, "raw"),
        is_placeholder=is_placeholder,
        kept_because=_string(fields, "kept_because"),
    )


def _ai_used(fields: dict[str, Lined]) -> bool | None:
    if "ai_used" not in fields:
        return None
    value = fields["ai_used"].value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value in AI_WORDS:
        return AI_WORDS[value]
    raise Refused(_("“ai_used” is yes, no, or empty while it is not answered."), fields["ai_used"].line)


def _mapping(item: Lined, known: frozenset[str]) -> dict[str, Lined]:
    if not isinstance(item.value, dict):
        raise Refused(_("Here a list of “name: value” lines is expected."), item.line)
    for name, value in item.value.items():
        if name not in known:
            raise Refused(
                _("“{name}” is not known here; known are: {known}.").format(
                    name=shortened(name), known=", ".join(sorted(known))
                ),
                value.line,
            )
    return item.value


def _list(fields: dict[str, Lined], name: str) -> list[Lined]:
    if name not in fields or fields[name].value is None:
        return []
    value = fields[name].value
    if not isinstance(value, list):
        _refuse_kind(name, fields[name].line)
    return value


def _string(fields: dict[str, Lined], name: str) -> str:
    return _string_of(fields[name]) if name in fields else ""


def _string_of(item: Lined) -> str:
    """Text; an empty place is empty text, a whole number typed without quotes is its digits."""
    if item.value is None:
        return ""
    if isinstance(item.value, (dict, list)):
        raise Refused(_("Here a text is expected, not a list."), item.line)
    if isinstance(item.value, bool):
        return "true" if item.value else "false"
    return str(item.value)


def _refuse_kind(name: str, line: int) -> NoReturn:
    raise Refused(_("“{name}” has a value of the wrong kind.").format(name=name), line)
