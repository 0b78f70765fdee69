"""Cited works as CSL-JSON: what is accepted, its canonical text and its digest."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from articles.reference_lines import ama, ama_html

__all__ = [
    "TYPES",
    "ama",
    "ama_html",
    "check_csl",
    "csl_problems",
    "csl_text",
    "names_a_work",
    "normalise_doi",
    "normalise_pmcid",
    "normalise_pmid",
    "reference_digest",
]

TYPES = (
    "article-journal",
    "book",
    "chapter",
    "report",
    "webpage",
    "thesis",
    "paper-conference",
    "dataset",
)
MAX_BYTES = 20_000  # of the canonical text
MAX_DEPTH = 8
MAX_PARTS = 2_000  # values in one record, its people and dates included
MAX_INTEGER = 10**15

_TEXTS = ("title", "container-title", "publisher", "publisher-place", "event-title", "event-place", "genre")
_TEXTS_OR_NUMBERS = ("volume", "issue", "page", "edition", "number", "version", "id")
_PEOPLE = ("author", "editor")
_DATES = ("issued", "accessed")
_NAME_PARTS = ("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle")

_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def csl_text(csl: dict[str, Any]) -> str:
    """Canonical JSON: sorted keys, no spaces, for records that `check_csl` accepts."""
    return json.dumps(csl, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def reference_digest(csl: dict[str, Any]) -> str:
    """SHA-256 of the canonical text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(csl_text(csl).encode()).hexdigest()


def check_csl(csl: Any) -> list[str]:
    """Sentences about what keeps `csl` from being stored; fields that we do not know are kept as they are."""
    return [sentence for _field, sentence in csl_problems(csl)]


def csl_problems(csl: Any) -> list[tuple[str, str]]:
    """As `check_csl`, each sentence with the field that it is about, "" for the whole."""
    if not isinstance(csl, dict):
        return [("", _("A reference is one CSL-JSON object."))]
    shape = _shape_problem(csl)
    if shape:
        return [("", shape)]
    return list(_field_problems(csl))


def names_a_work(csl: dict[str, Any]) -> bool:
    """Whether somebody could find the work by this record: a title, and a number or address, or two other traces."""
    traces = [
        any(csl.get(field) for field in _PEOPLE),
        any(csl.get(field) for field in ("container-title", "publisher", "event-title")),
        bool(csl.get("issued")),
    ]
    is_placed = any(csl.get(field) for field in ("DOI", "PMID", "PMCID", "URL"))
    return bool(csl.get("title")) and (is_placed or sum(traces) >= 2)


def _shape_problem(csl: dict[str, Any]) -> str:
    """Why the record cannot be walked or hashed at all, found with bounded work."""
    todo: list[tuple[Any, int]] = [(csl, 1)]
    parts = size = 0
    while todo:
        value, depth = todo.pop()
        parts += 1
        if depth > MAX_DEPTH or parts > MAX_PARTS:
            return _("This reference is nested too deeply or has too many parts.")
        if isinstance(value, dict):
            todo += [(inner, depth + 1) for pair in value.items() for inner in pair]
        elif isinstance(value, list):
            todo += [(inner, depth + 1) for inner in value]
        else:
            problem = _value_problem(value)
            if problem:
                return problem
            size += len(value) if isinstance(value, str) else 1
        if size > MAX_BYTES:
            break
    if size > MAX_BYTES or len(csl_text(csl).encode()) > MAX_BYTES:
        return _("This reference is larger than %(most)d bytes.") % {"most": MAX_BYTES}
    return ""


def _value_problem(value: Any) -> str:
    if isinstance(value, str):
        if _UNWRITABLE.search(value):
            return _("This reference contains a character that cannot be stored (NUL or half of a pair).")
        return ""
    if value is None or isinstance(value, bool):
        return ""
    if not isinstance(value, int):
        return _("Numbers in a reference are whole; write anything else as text.")
    return "" if abs(value) < MAX_INTEGER else _("A number in this reference is too large.")


def _field_problems(csl: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if csl.get("type") not in TYPES:
        yield "type", _("“type” must be one of %(types)s.") % {"types": ", ".join(TYPES)}
    if not csl.get("title"):
        yield "title", _("A reference needs a “title”.")
    for field in (*_TEXTS, *_TEXTS_OR_NUMBERS):
        if field in csl and not _is_text(csl[field], or_number=field in _TEXTS_OR_NUMBERS):
            yield field, _("“%(field)s” must be text.") % {"field": field}
    for field in _PEOPLE:
        if field in csl and not _is_people(csl[field]):
            sentence = _("“%(field)s” must list people with “family” and “given”, or groups with “literal”.")
            yield field, sentence % {"field": field}
    for field in _DATES:
        if field in csl and not _is_date(csl[field]):
            sentence = _('“%(field)s” must be a date such as {"date-parts": [[2022, 3, 1]]}.')
            yield field, sentence % {"field": field}
    yield from _identifier_problems(csl)


def _identifier_problems(csl: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for field, normalise in (("DOI", normalise_doi), ("PMID", normalise_pmid), ("PMCID", normalise_pmcid)):
        value = csl.get(field, "")
        if value != "" and not (_is_text(value, or_number=field == "PMID") and normalise(str(value))):
            yield field, _("“%(field)s” does not hold a %(field)s.") % {"field": field}
    url = csl.get("URL", "")
    if url != "" and not (isinstance(url, str) and re.fullmatch(r"https?://\S+", url, re.IGNORECASE)):
        yield "URL", _("“URL” must start with http:// or https:// and have no spaces.")


def _is_text(value: Any, *, or_number: bool = False) -> bool:
    return isinstance(value, str) or (or_number and isinstance(value, int) and not isinstance(value, bool))


def _is_people(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(person, dict)
        and any(person.get(part) for part in ("family", "literal", "given"))
        and all(isinstance(person[part], str) for part in _NAME_PARTS if part in person)
        for person in value
    )


def _is_date(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    if "date-parts" not in value:
        return isinstance(value.get("literal", value.get("raw")), str)
    ranges = value["date-parts"]
    return isinstance(ranges, list) and 1 <= len(ranges) <= 2 and all(_is_day(parts) for parts in ranges)


def _is_day(parts: Any) -> bool:
    limits = (9999, 12, 31)
    return (
        isinstance(parts, list)
        and 1 <= len(parts) <= 3
        and all(
            _is_text(part, or_number=True) and re.fullmatch(r"[0-9]{1,4}", str(part)) and int(part) <= limit
            for part, limit in zip(parts, limits, strict=False)
        )
    )
