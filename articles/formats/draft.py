"""A draft as plain data: what every file format is read into and written from."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from articles.audiences import Audience
from articles.citations import KEY

MAX_WHOLE = 1_000_000
"""Bytes of UTF-8 that a file, or a pasted text, may have."""
MAX_TEXT = 200_000
"""Characters that one audience's text may have."""
MAX_REFERENCES = 1_000
MAX_COUNTRIES = 300
MAX_DEPTH = 8
"""Levels of lists and mappings inside one reference."""
MAX_INTEGER = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""
MAX_INTEGER_DIGITS = 16


class Refused(ValueError):
    """The text cannot be brought in; `str()` is a sentence for the person, `line` where it went wrong."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True)
class Text:
    """One audience's text; `body` is Markdown, NFC, with LF line ends."""

    title: str
    body: str


@dataclass(frozen=True)
class DraftReference:
    """A cited work; `raw` is its line as it was found, `csl` may be empty while it is a placeholder."""

    key: str
    csl: dict[str, Any] = field(default_factory=dict)
    raw: str = ""
    is_placeholder: bool = False
    kept_because: str = ""


@dataclass(frozen=True)
class Draft:
    """One version's content; `ai_used` is None while nobody has answered, `searched_to` an ISO date or empty."""

    question: str = ""
    heading: str = ""
    written_for: str = ""
    countries: tuple[str, ...] = ()
    searched_to: str = ""
    funding: str = ""
    ai_used: bool | None = None
    ai_statement: str = ""
    texts: dict[str, Text] = field(default_factory=dict)
    references: tuple[DraftReference, ...] = ()


def refuse_too_long(text: str) -> None:
    """Raise `Refused` when `text` is more than `MAX_WHOLE` bytes; costs nothing for what is far too long."""
    if len(text) > MAX_WHOLE or len(text.encode("utf-8", "surrogatepass")) > MAX_WHOLE:
        raise Refused(_("This is more than 1 MB of text. Please bring in one article at a time."))


def check(draft: Draft) -> None:
    """Raise `Refused` when a draft breaks a cap, or names an audience, a key or a date that cannot be."""
    _check_texts(draft)
    _check_references(draft)
    if len(draft.countries) > MAX_COUNTRIES:
        raise Refused(_("More than {count} countries are named.").format(count=MAX_COUNTRIES))
    if draft.searched_to and not is_date(draft.searched_to):
        raise Refused(
            _("“Evidence searched to” must be a date like 2026-03-31, not “{found}”.").format(
                found=shortened(draft.searched_to)
            )
        )


def _check_texts(draft: Draft) -> None:
    for audience in (*draft.texts, *filter(None, [draft.written_for])):
        if audience not in Audience.values:
            raise Refused(
                _("“{found}” is not a kind of reader; choose from: {known}.").format(
                    found=shortened(audience), known=", ".join(Audience.values)
                )
            )
    for audience, text in draft.texts.items():
        if len(text.body) > MAX_TEXT:
            raise Refused(
                _("The {audience} text is longer than {count} characters.").format(
                    audience=audience, count=f"{MAX_TEXT:,}"
                )
            )


def _check_references(draft: Draft) -> None:
    if len(draft.references) > MAX_REFERENCES:
        raise Refused(_("There are more than {count} references.").format(count=f"{MAX_REFERENCES:,}"))
    seen: set[str] = set()
    for reference in draft.references:
        if not KEY.fullmatch(reference.key):
            raise Refused(
                _(
                    "“{key}” cannot be the key of a reference: start with a letter, then letters, digits"
                    " and _ : . - up to 64 characters."
                ).format(key=shortened(reference.key))
            )
        if reference.key in seen:
            raise Refused(_("Two references have the key “{key}”.").format(key=reference.key))
        seen.add(reference.key)


def is_date(text: str) -> bool:
    """Whether `text` is a day of the calendar written YYYY-MM-DD."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def shortened(text: str, limit: int = 60) -> str:
    """`text` on one line, cut to about `limit` characters, for quoting in a sentence."""
    line = " ".join(text[: limit * 4].split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
