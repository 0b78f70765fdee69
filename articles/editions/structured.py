"""Structured data of a page (schema.org), saying what the page says and nothing more."""

import json
from typing import Any

from articles.audiences import FACTS, Audience
from articles.editions.marks import Marks
from articles.states import State

AUDIENCE_TYPES = {
    Audience.PATIENT: "Patient",
    Audience.CAREGIVER: "Audience",
    Audience.PROFESSIONAL: "MedicalAudience",
    Audience.STUDENT: "MedicalAudience",
}
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def facts(marks: Marks, audience: str, *, title: str, publisher: str) -> dict[str, Any]:
    """The page as a MedicalWebPage; reviewers and their date only while the text stands as approved."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "headline": marks.question,
        "name": title,
        "inLanguage": "en",
        "version": marks.number,
        "audience": {"@type": AUDIENCE_TYPES[Audience(audience)], "audienceType": str(FACTS[audience].label)},
        "author": [_person(author.name, author.credential) for author in marks.authors],
    }
    if publisher:
        found["publisher"] = {"@type": "Organization", "name": publisher}
    if marks.standing(audience) == State.APPROVED:
        found["dateModified"] = marks.last_updated.isoformat() if marks.last_updated else ""
        found["lastReviewed"] = marks.last_reviewed.isoformat() if marks.last_reviewed else ""
        found["reviewedBy"] = [
            _person(signer.name, signer.credential) for signer in marks.reviewed_for(audience)
        ]
    return found


def _person(name: str, credential: str) -> dict[str, str]:
    return {"@type": "Person", "name": name, **({"honorificSuffix": credential} if credential else {})}


def element(data: dict[str, Any]) -> str:
    """The data as an element of the page; no character in it can end the element or start another."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True).translate(_ESCAPES)
    return f'<script type="application/ld+json">{text}</script>'
