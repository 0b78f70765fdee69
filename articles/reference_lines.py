"""The printed line of a cited work, after the AMA Manual of Style, 11th edition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.html import escape

from articles.identifiers import normalise_doi

MAX_NAMED = 6  # authors named in full; of more than that the first three are named
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MAX_INTEGER = 10**15  # a longer number is no volume and no year, and may be too long to be written at all

# Publishers' records mark up titles ("<sup>177</sup>Lu"); the line is plain.
_TITLE_MARKUP = re.compile(r"</?(?:i|b|em|strong|sup|sub|scp)>", re.IGNORECASE)
_YEAR = re.compile(r"\b[0-9]{4}\b")
_INITIALS = re.compile(r"[A-Z]{1,4}$")
_URL = re.compile(r"https?://\S+$", re.IGNORECASE)

Csl = Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    """Words of one look: `is_title` is printed in italics, `href` makes them a link."""

    text: str
    is_title: bool = False
    href: str = ""


Part = list[Span]  # a part of the line, ended by a point unless it ends in one, or in an address


def ama(csl: Csl) -> str:
    """The line as plain text; "" where nothing is known. Never raises, whatever the record holds."""
    return " ".join("".join(span.text for span in part) for part in _pointed(csl))


def ama_html(csl: Csl) -> str:
    """The same words as `ama`, escaped, with the work's container in italics and its address as a link."""
    return " ".join("".join(_span_html(span) for span in part) for part in _pointed(csl))


def _span_html(span: Span) -> str:
    text = escape(span.text)
    if span.href:
        return f'<a href="{escape(span.href)}">{text}</a>'
    return f"<em>{text}</em>" if span.is_title else text


def _pointed(csl: Csl) -> Iterator[Part]:
    for part in _parts(csl):
        spans = [span for span in part if span.text]
        if spans:
            is_ended = spans[-1].href or spans[-1].text.endswith((".", "?", "!"))
            yield spans if is_ended else [*spans, Span(".")]


def _parts(csl: Csl) -> Iterator[Part]:
    kind = _text(csl, "type")
    yield [Span(_names(csl, "author") or (_names(csl, "editor", " eds") if kind != "chapter" else ""))]
    is_whole_work = kind in ("book", "report", "thesis")
    yield [Span(_text(csl, "title"), is_title=is_whole_work)]
    yield from _MIDDLES.get(kind, _article)(csl)
    yield from _address(csl)


def _article(csl: Csl) -> Iterator[Part]:
    yield [Span(_text(csl, "container-title"), is_title=True)]
    volume, issue = _text(csl, "volume"), _text(csl, "issue")
    where = volume + (f"({issue})" if issue else "")
    yield [Span(_with_pages(";".join(filter(None, (_year(csl), where))), csl))]


def _book(csl: Csl) -> Iterator[Part]:
    yield [Span(_edition(csl))]
    yield [Span(_imprint(csl))]


def _chapter(csl: Csl) -> Iterator[Part]:
    editors = _names(csl, "editor", " eds")
    book = _text(csl, "container-title")
    if editors and book:
        yield [Span(f"In: {editors}. "), Span(book, is_title=True)]
    elif book:
        yield [Span("In: "), Span(book, is_title=True)]
    elif editors:
        yield [Span(f"In: {editors}")]
    yield [Span(_edition(csl))]
    yield [Span(_with_pages(_imprint(csl), csl))]


def _report(csl: Csl) -> Iterator[Part]:
    yield [Span(_imprint(csl))]
    yield [Span(" ".join(filter(None, (_text(csl, "genre"), _text(csl, "number")))))]


def _webpage(csl: Csl) -> Iterator[Part]:
    yield [Span(_text(csl, "container-title") or _text(csl, "publisher"))]
    yield [Span(_labelled("Published", _date(csl, "issued")))]
    yield [Span(_labelled("Accessed", _date(csl, "accessed")))]


def _thesis(csl: Csl) -> Iterator[Part]:
    yield [Span(_text(csl, "genre") or "Dissertation")]
    yield [Span(_imprint(csl))]


def _conference(csl: Csl) -> Iterator[Part]:
    proceedings = _text(csl, "container-title")
    if proceedings:
        yield [Span("In: "), Span(proceedings, is_title=True)]
        yield [Span(_with_pages(_imprint(csl), csl))]
        return
    event = _text(csl, "event-title") or _text(csl, "event")
    facts = "; ".join(filter(None, (event, _date(csl, "issued"), _text(csl, "event-place"))))
    yield [Span(_labelled("Paper presented at:" if event else "Presented", facts))]


def _dataset(csl: Csl) -> Iterator[Part]:
    yield [Span(_labelled("Version", _text(csl, "version")))]
    yield [Span(_text(csl, "publisher") or _text(csl, "container-title"))]
    yield [Span(_labelled("Posted", _date(csl, "issued")))]
    yield [Span(_labelled("Accessed", _date(csl, "accessed")))]


_MIDDLES = {
    "article-journal": _article,
    "book": _book,
    "chapter": _chapter,
    "report": _report,
    "webpage": _webpage,
    "thesis": _thesis,
    "paper-conference": _conference,
    "dataset": _dataset,
}


def _address(csl: Csl) -> Iterator[Part]:
    written, url = _text(csl, "DOI"), _text(csl, "URL")
    doi = normalise_doi(written)
    if doi:
        doi = written if written.lower() == doi else doi  # printed in the case its publisher gave it
        yield [Span(f"doi:{doi}", href=f"https://doi.org/{quote(doi, safe='/:;().,-_~')}")]
    elif _URL.match(url):
        yield [Span(url, href=url)]


def _text(csl: Csl, field: str) -> str:
    return _plain(csl.get(field))


def _plain(value: Any) -> str:
    """A text or a whole number as one line, "" for anything else."""
    if isinstance(value, int) and (isinstance(value, bool) or abs(value) >= MAX_INTEGER):
        return ""
    if not isinstance(value, (str, int)):
        return ""
    return " ".join(_TITLE_MARKUP.sub("", str(value)).split())


def _labelled(label: str, value: str) -> str:
    return f"{label} {value}" if value else ""


def _names(csl: Csl, field: str, role: str = "") -> str:
    people = csl.get(field)
    if not isinstance(people, list):
        return ""
    names = [name for name in (_name(person) for person in people if isinstance(person, dict)) if name]
    if len(names) > MAX_NAMED:
        names = [*names[:3], "et al"]
    if role and len(names) == 1:
        role = role.removesuffix("s")
    return ", ".join(names) + (f",{role}" if names and role else "")


def _name(person: Csl) -> str:
    """One name as "van der Berg JP Jr"; a group keeps its name."""
    group = _text(person, "literal")
    if group:
        return group
    given = " ".join(filter(None, (_text(person, "given"), _text(person, "dropping-particle"))))
    parts = (_text(person, "non-dropping-particle"), _text(person, "family"), _initials(given))
    return " ".join(filter(None, (*parts, _text(person, "suffix").rstrip("."))))


def _initials(given: str) -> str:
    if _INITIALS.match(given):
        return given
    return "".join(word[0].upper() for word in re.split(r"[\s.\-‐]+", given) if word and word[0].isalpha())


def _edition(csl: Csl) -> str:
    edition = _text(csl, "edition")
    if not re.fullmatch(r"[0-9]{1,3}", edition):
        return edition
    number = int(edition)
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} ed" if number > 1 else ""


def _imprint(csl: Csl) -> str:
    return "; ".join(filter(None, (_text(csl, "publisher"), _year(csl))))


def _with_pages(text: str, csl: Csl) -> str:
    pages = _text(csl, "page").replace("–", "-")
    return ":".join(filter(None, (text, pages)))


def _date_parts(csl: Csl, field: str) -> tuple[list[int], str]:
    """Year, month and day as far as they are known, and the date in words where it is only written out."""
    date = csl.get(field)
    if not isinstance(date, dict):
        return [], ""
    numbers: list[int] = []
    parts = date.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        for part in parts[0][:3]:
            if not re.fullmatch(r"[0-9]{1,4}", _plain(part)):
                break
            numbers.append(int(_plain(part)))
    return numbers, _text(date, "literal") or _text(date, "raw")


def _year(csl: Csl) -> str:
    numbers, words = _date_parts(csl, "issued")
    year = _YEAR.search(words)
    return str(numbers[0]) if numbers else year[0] if year else words


def _date(csl: Csl, field: str) -> str:
    numbers, words = _date_parts(csl, field)
    if not numbers:
        return words
    year, month = str(numbers[0]), numbers[1] if len(numbers) > 1 else 0
    if not 1 <= month <= 12:
        return year
    return f"{MONTHS[month - 1]} {numbers[2]}, {year}" if len(numbers) > 2 else f"{MONTHS[month - 1]} {year}"
