"""What an EndNote field holds, as CSL."""

import base64
import binascii
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

TYPES = {
    "Journal Article": "article-journal", "Electronic Article": "article-journal", "Book": "book",
    "Edited Book": "book", "Book Section": "chapter", "Report": "report", "Government Document": "report",
    "Web Page": "webpage", "Thesis": "thesis", "Conference Paper": "paper-conference",
    "Conference Proceedings": "paper-conference", "Dataset": "dataset",
}  # fmt: skip
FIELDS = {
    "title": "titles/title", "container-title": "titles/secondary-title", "volume": "volume", "issue": "number",
    "page": "pages", "edition": "edition", "publisher": "publisher", "publisher-place": "pub-location",
    "DOI": "electronic-resource-num", "PMCID": "custom2", "URL": "urls/related-urls/url",
}  # fmt: skip
MAX_XML = 2_000_000


def records_of(instruction: str, data: str) -> list[dict[str, Any]]:
    """The works of one field, from its instruction or from its data in base64; [] where there are none to read."""
    start = instruction.find("<EndNote>")
    text = instruction[start:] if start >= 0 else _decoded(data)
    end = text.rfind("</EndNote>")
    if end < 0 or len(text) > MAX_XML:
        return []
    try:
        root = fromstring(text[: end + len("</EndNote>")], forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return []
    return [_record(record) for record in root.iter("record")]


def _decoded(data: str) -> str:
    try:
        text = base64.b64decode("".join(data.split()), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
    return text[max(text.find("<EndNote>"), 0) :]


def _record(record: Element) -> dict[str, Any]:
    kind = record.find("ref-type")
    csl: dict[str, Any] = {
        "type": TYPES.get(kind.get("name", "") if kind is not None else "", "article-journal")
    }
    csl |= {name: text for name, path in FIELDS.items() if (text := _text(record.find(path)))}
    for name, path in (("author", "contributors/authors"), ("editor", "contributors/secondary-authors")):
        if people := [_person(_text(one)) for one in record.findall(f"{path}/author")]:
            csl[name] = people
    year = _text(record.find("dates/year"))
    if year.isascii() and year.isdigit():
        csl["issued"] = {"date-parts": [[int(year[:4])]]}
    number = _text(record.find("accession-num"))
    if number.isascii() and number.isdigit() and len(number) <= 8:
        csl["PMID"] = number
    if not csl.get("PMCID", "").upper().startswith("PMC"):
        csl.pop("PMCID", None)
    return csl


def _text(element: Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _person(name: str) -> dict[str, str]:
    family, comma, given = name.partition(",")
    return (
        {"family": family.strip(), "given": given.strip()}
        if comma and given.strip()
        else {"literal": family.strip()}
    )
