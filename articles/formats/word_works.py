"""The works that the fields of a Word file cite, each once, under keys that are free."""

import json
from collections.abc import Mapping
from typing import Any

from articles.formats import csl
from articles.formats.draft import DraftReference
from articles.identifiers import normalise_doi
from articles.references import csl_text

# What reference managers keep for themselves, and what is too long to be printed.
_PRIVATE = frozenset(
    (
        "id",
        "abstract",
        "note",
        "annote",
        "keyword",
        "source",
        "citation-key",
        "citation-label",
        "archive",
        "call-number",
    )
)


class Works:
    """`marks`: of each mark that was set the keys that it cites; `references`: the works that are new."""

    def __init__(self, stored: Mapping[str, str]) -> None:
        """`stored`: the canonical CSL of each key that is taken already."""
        self.stored = dict(stored)
        self.marks: dict[str, tuple[str, ...]] = {}
        self.references: list[DraftReference] = []
        self._keys: dict[str, str] = {text: key for key, text in stored.items() if text != "{}"}

    def mark(self, works: list[dict[str, Any]]) -> str:
        """A mark to stand in the text for a citation of these, which are not empty."""
        name = f"c{len(self.marks)}"
        self.marks[name] = tuple(dict.fromkeys(self._key(work) for work in works))
        return f"\ue000{name}\ue001"

    def _key(self, work: dict[str, Any]) -> str:
        text = csl_text(work)
        doi = normalise_doi(str(work.get("DOI", "")))
        same = self._keys.get(text) or (self._keys.get(f"doi {doi}") if doi else None)
        if same:
            return same
        key = csl.make_key(work, self.stored)
        self.stored[key] = text
        self._keys[text] = key
        if doi:
            self._keys[f"doi {doi}"] = key
        self.references.append(DraftReference(key, work))
        return key


def work_of(record: Any) -> dict[str, Any]:
    """A record as it may be stored, without what is private to its reference manager; {} where it is none."""
    if not isinstance(record, dict):
        return {}
    kept = {
        name: item for name, item in record.items() if name not in _PRIVATE and item not in ("", [], {}, None)
    }
    kept |= {name: number for name, number in _in_note(record.get("note")).items() if name not in kept}
    try:
        works, __ = csl.parse(json.dumps(kept))
    except (ValueError, RecursionError):
        return {}
    return {name: item for name, item in works[0].items() if name != "id"} if works and kept else {}


def _in_note(note: Any) -> dict[str, str]:
    """Zotero keeps the numbers of PubMed in a note, a line each."""
    lines = note[:5000].split("\n") if isinstance(note, str) else []
    pairs = (line.partition(":") for line in lines)
    return {name.strip(): number.strip() for name, __, number in pairs if name.strip() in ("PMID", "PMCID")}
