"""Fields of a cited work: which of them each type has, how CSL-JSON is shown in them and read back."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import entries
from articles.identifiers import doi_as_written, normalise_pmcid, normalise_pmid
from articles.refusals import Refused

MAX_VALUE = 2_000
MAX_PEOPLE = 15_000
PEOPLE = ("author", "editor")
DATES = ("issued", "accessed")
IDENTIFIERS: dict[str, Callable[[str], str]] = {
    "DOI": doi_as_written,
    "PMID": normalise_pmid,
    "PMCID": normalise_pmcid,
}
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


@dataclass(frozen=True)
class Kind:
    """A type of work: its name, and its own fields with their labels, in the order of the form."""

    label: str | Promise
    fields: Mapping[str, str | Promise]


_TITLE = {"title": gettext_lazy("Title")}
_AUTHORS = {"author": gettext_lazy("Authors")}
_EDITORS = {"editor": gettext_lazy("Editors")}
_ISSUED = {"issued": gettext_lazy("Published")}
_ACCESSED = {"accessed": gettext_lazy("Read on")}
_PAGES = {"page": gettext_lazy("Pages")}
_DOI = {"DOI": gettext_lazy("DOI")}
_PLACES = {**_DOI, "PMID": gettext_lazy("PubMed number"), "PMCID": gettext_lazy("PubMed Central number")}
_URL = {"URL": gettext_lazy("Address on the web")}
_PUBLISHER = {
    "publisher": gettext_lazy("Publisher"),
    "publisher-place": gettext_lazy("Place of publication"),
}
_WHERE = {**_DOI, **_URL}

KINDS: dict[str, Kind] = {
    "article-journal": Kind(
        gettext_lazy("Journal article"),
        {
            **_TITLE,
            **_AUTHORS,
            "container-title": gettext_lazy("Journal"),
            **_ISSUED,
            "volume": gettext_lazy("Volume"),
            "issue": gettext_lazy("Issue"),
            **_PAGES,
            **_PLACES,
            **_URL,
        },
    ),
    "book": Kind(
        gettext_lazy("Book"),
        {
            **_TITLE,
            **_AUTHORS,
            **_EDITORS,
            "edition": gettext_lazy("Edition"),
            **_PUBLISHER,
            **_ISSUED,
            **_WHERE,
        },
    ),
    "chapter": Kind(
        gettext_lazy("Chapter of a book"),
        {
            **_TITLE,
            **_AUTHORS,
            "container-title": gettext_lazy("Title of the book"),
            **_EDITORS,
            "edition": gettext_lazy("Edition"),
            **_PUBLISHER,
            **_ISSUED,
            **_PAGES,
            **_WHERE,
        },
    ),
    "report": Kind(
        gettext_lazy("Report or guideline"),
        {
            **_TITLE,
            **_AUTHORS,
            "publisher": gettext_lazy("Institution"),
            "genre": gettext_lazy("Kind of report"),
            "number": gettext_lazy("Number"),
            **_ISSUED,
            **_WHERE,
        },
    ),
    "webpage": Kind(
        gettext_lazy("Web page"),
        {
            **_TITLE,
            **_AUTHORS,
            "container-title": gettext_lazy("Name of the site"),
            **_ISSUED,
            **_ACCESSED,
            **_URL,
        },
    ),
    "thesis": Kind(
        gettext_lazy("Thesis"),
        {
            **_TITLE,
            **_AUTHORS,
            "genre": gettext_lazy("Kind of thesis"),
            "publisher": gettext_lazy("University"),
            **_ISSUED,
            **_WHERE,
        },
    ),
    "paper-conference": Kind(
        gettext_lazy("Conference paper"),
        {
            **_TITLE,
            **_AUTHORS,
            "container-title": gettext_lazy("Title of the proceedings"),
            "event-title": gettext_lazy("Conference"),
            "event-place": gettext_lazy("Place of the conference"),
            "publisher": gettext_lazy("Publisher"),
            **_ISSUED,
            **_PAGES,
            **_WHERE,
        },
    ),
    "dataset": Kind(
        gettext_lazy("Data set"),
        {
            **_TITLE,
            **_AUTHORS,
            "version": gettext_lazy("Version"),
            "publisher": gettext_lazy("Repository"),
            **_ISSUED,
            **_ACCESSED,
            **_WHERE,
        },
    ),
}
FIRST_KIND = "article-journal"
ALL_FIELDS = tuple(dict.fromkeys(name for kind in KINDS.values() for name in kind.fields))


def show(name: str, value: Any) -> str:
    """A value of a stored record as its field shows it; "" for what has no such form."""
    if name in PEOPLE:
        people = value if isinstance(value, list) else []
        return "\n".join(filter(None, map(_person_line, people)))
    if name in DATES:
        return _date_line(value) if isinstance(value, dict) else ""
    is_text = isinstance(value, str | int) and not isinstance(value, bool)
    return " ".join(str(value).split()) if is_text else ""


def read(name: str, text: str, label: str, stored: Any = None) -> Any:
    """The CSL value of what was typed, `stored` itself where that is what it shows. Raises Refused."""
    if name in PEOPLE:
        return _read_people(entries.prose(text, label, MAX_PEOPLE), stored)
    line = entries.line(text, label, MAX_VALUE)
    if not line or line == show(name, stored):
        return stored if line else ""
    if name in DATES:
        return _read_date(line)
    if name in IDENTIFIERS:
        return _read_identifier(name, line)
    return line


def _person_line(person: Any) -> str:
    if not isinstance(person, dict):
        return ""
    parts = {part: value for part, value in person.items() if isinstance(value, str)}
    group = parts.get("literal", "").strip()
    if group:
        return f"{{{group}}}" if "," in group else group
    family = " ".join(filter(None, (parts.get("non-dropping-particle"), parts.get("family")))).strip()
    given = " ".join(filter(None, (parts.get("given"), parts.get("dropping-particle")))).strip()
    return f"{family}, {given}".strip(" ") if family or given else ""


def _read_people(text: str, stored: Any) -> list[dict[str, Any]]:
    known = {_person_line(person): person for person in stored} if isinstance(stored, list) else {}
    lines = filter(None, (" ".join(line.split()) for line in text.split("\n")))
    return [known.get(line) or _read_person(line) for line in lines]


def _read_person(line: str) -> dict[str, str]:
    if line.startswith("{") and line.endswith("}") and line.strip("{} "):
        return {"literal": line[1:-1].strip()}
    family, comma, given = (part.strip() for part in line.partition(","))
    if not comma:
        return {"literal": line}
    named = {"family": family, "given": given}
    return {part: value for part, value in named.items() if value} or {"literal": line}


def _date_line(date: Mapping[str, Any]) -> str:
    parts = date.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        numbers = [str(part) for part in parts[0] if re.fullmatch("[0-9]{1,4}", str(part))]
        return "-".join(number.zfill(4 if place == 0 else 2) for place, number in enumerate(numbers[:3]))
    words = date.get("literal") or date.get("raw")
    return " ".join(words.split()) if isinstance(words, str) else ""


def _read_date(line: str) -> dict[str, list[list[int]]]:
    match = _DATE.fullmatch(line)
    try:
        if match is None:
            raise ValueError(line)
        numbers = [int(part) for part in match.groups() if part]
        datetime.date(*[*numbers, 1, 1][:3])
    except ValueError as error:
        raise Refused(_("Write a date as 2022, 2022-03 or 2022-03-31.")) from error
    return {"date-parts": [numbers]}


def _read_identifier(name: str, line: str) -> str:
    normal = IDENTIFIERS[name](line)
    if not normal:
        raise Refused(_("This is no %(name)s that can be read.") % {"name": name})
    return normal
