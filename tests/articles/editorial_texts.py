"""Manuscripts for the tests of editorial changes, and what is said about the difference of two."""

from typing import Any

from articles.editorial import substantive_changes

BODY = """For adults with a tumour that grows slowly and cannot be cut out, teh usual dose is 5 mg of octreotide, then 10 mg. It does not cure; they live longer.[@a]

## Dosing

::: recommendation direction=against strength=strong certainty=low for="adults"
We advise against CAR T cells in low-grade tumours.[@b]
:::

- Start within two weeks
  - Check blood pressure (below 140/90 mmHg) [@a; @b]

| Drug | Dose |
|------|------|
| A | 0.5 µg/kg |

Read [the leaflet](https://example.org/leaflet) about hypertension."""

ADVICE = (
    "That is more than spelling and form, so choose “Correction: something was wrong” or “Update: the advice or its "
    "evidence changed” for this version."
)


def manuscript(body: str = BODY, **facts: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "article": "0b7d",
        "change_class": "first",
        "question": "Does it help?",
        "heading": "Does it help in low-grade tumours?",
        "countries": ["GB", "US"],
        "searched_to": "2026-01-31",
        "written_for": "professional",
        "funding": "None",
        "ai_used": "no",
        "ai_statement": "",
        "authors": [{"user": "u1", "name": "Ann Lee", "credential": "MD", "interests": ""}],
        "variants": [
            {"audience": "patient", "language": "en", "title": "For you", "body": body, "still_right": True},
            {
                "audience": "professional",
                "language": "en",
                "title": "T",
                "body": "Text.",
                "still_right": True,
            },
        ],
        "references": [
            {"key": "a", "csl": {"title": "One"}, "raw": "", "kept_because": ""},
            {"key": "b", "csl": {"title": "Two"}, "raw": "", "kept_because": ""},
        ],
        "waivers": [],
        "glossary": [],
        "figures": [],
        **facts,
    }


def named(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What is found between two manuscripts, without the advice that every refusal ends with."""
    *found, advice = substantive_changes(old, new) or [""]
    assert advice == (ADVICE if found else "")
    return found


def between(old: str, new: str) -> list[str]:
    """What is found between two bodies of the patient text."""
    return named(manuscript(old), manuscript(new))


def changes(old: str, new: str) -> list[str]:
    """What is found when words of BODY are replaced."""
    assert BODY.count(old) == 1
    return between(BODY, BODY.replace(old, new))
