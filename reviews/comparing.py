"""Comparing: what differs between two sealed manuscripts, per text, in the works and in the facts."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from articles import diffs
from articles.audiences import FACTS
from articles.diffs import Fold, folded
from articles.reference_lines import ama

Sealed = Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Change:
    """A fact or a work that differs: `rows` as `articles.diffs` gives them."""

    name: str
    kind: str
    rows: list[diffs.Row]


def texts(old: Sealed, new: Sealed) -> dict[str, str]:
    """For each audience of either: "same", "changed", "added" or "removed"."""
    before, after = _by_audience(old), _by_audience(new)
    found = {}
    for audience in FACTS:
        if audience in before and audience in after:
            found[audience] = "same" if _words(before[audience]) == _words(after[audience]) else "changed"
        elif audience in after:
            found[audience] = "added"
        elif audience in before:
            found[audience] = "removed"
    return found


def text(old: Sealed, new: Sealed, audience: str) -> list[Fold]:
    """One audience's title and text, lines first, then words; unchanged stretches folded."""
    before, after = _by_audience(old).get(audience), _by_audience(new).get(audience)
    return folded(diffs.compare(_words(before), _words(after)))


def works(old: Sealed, new: Sealed) -> list[Change]:
    """References added, taken out, or changed in their printed line, by key."""
    before, after = _lines(old), _lines(new)
    return [
        _change(f"@{key}", before.get(key, ""), after.get(key, ""))
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]


def facts(old: Sealed, new: Sealed) -> list[Change]:
    """Everything around the texts that differs."""
    names = {
        "question": _("Question"), "heading": _("Heading"), "written_for": _("Written for"),
        "countries": _("Countries"), "searched_to": _("Evidence searched to"), "funding": _("Funding"),
        "ai_used": _("AI used"), "ai_statement": _("How AI was used"), "authors": _("Authors"),
    }  # fmt: skip
    pairs = [(name, _fact(old[key]), _fact(new[key])) for key, name in names.items()]
    return [_change(name, before, after) for name, before, after in pairs if before != after]


def _change(name: str, before: str, after: str) -> Change:
    kind = _("Changed") if before and after else _("Added") if after else _("Taken out")
    return Change(name, kind, diffs.compare(before, after))


def _fact(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(_fact, value))
    if isinstance(value, Mapping):
        return ", ".join(filter(None, (value["name"], value["credential"], value["interests"])))
    return str(value)


def _by_audience(sealed: Sealed) -> dict[str, Mapping[str, Any]]:
    return {entry["audience"]: entry for entry in sealed["variants"]}


def _words(variant: Mapping[str, Any] | None) -> str:
    return f"{variant['title']}\n\n{variant['body']}" if variant else ""


def _lines(sealed: Sealed) -> dict[str, str]:
    return {entry["key"]: _line(entry) for entry in sealed["references"]}


def _line(entry: Mapping[str, Any]) -> str:
    """The work as readers see it, with why it is kept; where nothing is known, its words as they came."""
    printed = ama(entry["csl"]) or entry["raw"] or entry["key"]
    return f"{printed}\n{entry['kept_because']}" if entry["kept_because"] else printed
