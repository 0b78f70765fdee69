"""Identifiers of published works, brought from any usual writing to one."""

from __future__ import annotations

import re
from urllib.parse import unquote

_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\x00-\x1f]{1,250}")
_DOI_LABEL = re.compile(r"(?:doi\s*:?\s*|(?:dx\.)?doi\.org/)+(?=10\.)", re.IGNORECASE)
_DOI_URL = re.compile(
    r"https?://[^/\s]+/(?:[^\s?#]*?/)??(?=10\.[0-9]{4,9}/)([^\s?#]+)(?:[?#]\S*)?", re.IGNORECASE
)
_PMID = re.compile(
    r"(?:pmid\s*:?\s*|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)?"
    r"0*([1-9][0-9]{0,7})[/.,;]*",
    re.IGNORECASE,
)
_PMCID = re.compile(
    r"(?:pmcid\s*:?\s*(?:pmc)?|(?:https?://(?:www\.)?(?:pmc\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pmc)"
    r"/articles/)?pmc)\s*0*([1-9][0-9]{0,8})(?:\.[0-9]{1,2})?[/.,;]*",
    re.IGNORECASE,
)


def normalise_doi(text: str) -> str:
    """The DOI in lower case without label or address, "" where `text` is not one: DOIs are the same in any case."""
    return doi_as_written(text).lower()


def doi_as_written(text: str) -> str:
    """The DOI in the case it was written in, as its publisher prints it, without label or address."""
    text = text[:1000].strip().strip("<>").strip()
    if url := _DOI_URL.fullmatch(text):
        text = unquote(url[1])
    elif label := _DOI_LABEL.match(text):
        text = text[label.end() :]
    text = _without_closing_punctuation(text)
    return text if _DOI.fullmatch(text) and text.isprintable() else ""


def _without_closing_punctuation(text: str) -> str:
    """`text` without points, quotes and brackets that close the sentence around it and not the DOI itself."""
    while text:
        last = text[-1]
        opener = {")": "(", "]": "[", ">": "<", "}": "{"}.get(last)
        if last in ".,;:!?\"'”’/" or (opener and text.count(last) > text.count(opener)):
            text = text[:-1]
        else:
            break
    return text


def normalise_pmid(text: str) -> str:
    """The PubMed number, "" where `text` is not one."""
    match = _PMID.fullmatch(text[:200].strip())
    return match[1] if match else ""


def normalise_pmcid(text: str) -> str:
    """The PubMed Central number as "PMC123", "" where `text` is not one."""
    match = _PMCID.fullmatch(text[:200].strip())
    return f"PMC{match[1]}" if match else ""
