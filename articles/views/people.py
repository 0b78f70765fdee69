"""The public page of somebody who wrote, checked or decided what readers can see; the same for everybody."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.audiences import FACTS
from articles.editions.colophon import in_words
from articles.models import Contribution, Role
from articles.views.reading import SHARED

What = Contribution.What


@require_safe
def contributor(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is public of one person. One query; nobody who never appeared in public has a page."""
    rows = list(Contribution.objects.filter(person__uid=uid).order_by("-at", "-place", "pk"))
    lines = [row for row in rows if row.what != What.PART]
    if not lines:
        raise Http404
    printed = next((row.facts for row in lines if row.what != What.DECIDED), lines[0].facts)
    sections = [
        (title, list(tell(row for row in lines if row.what == what)))
        for title, what, tell in (
            (_("Wrote"), What.WROTE, _texts),
            (_("Reviewed and signed"), What.SIGNED, _texts),
            (_("Decided as an editor"), What.DECIDED, _decisions),
        )
    ]
    response = render(request, "articles/reading/person.html", {
        "name": printed["name"],
        "credential": ", ".join(filter(None, [printed.get("credential"), printed.get("specialty")])),
        "sections": [(title, told) for title, told in sections if told],
        "interests": _interests(lines),
        "parts": [_part(row) for row in rows if row.what == What.PART],
    })  # fmt: skip
    response.headers["Cache-Control"] = SHARED
    return response


def _day(text: str) -> str:
    return formats.date_format(datetime.date.fromisoformat(text), "j M Y") if text else ""


def _texts(rows: Iterable[Contribution]) -> Iterator[dict[str, str]]:
    for row in rows:
        facts = row.facts
        note = _("Version %(number)d.") % {"number": facts["number"]}
        if "signed_on" in facts:
            texts = ", ".join(str(FACTS[name].text_name) for name in facts["texts"])
            note = _("Version %(number)d: %(texts)s.") % {"number": facts["number"], "texts": texts}
        yield {
            "when": _day(facts.get("signed_on", "")) or formats.date_format(row.at, "j M Y"),
            "title": facts["question"],
            "url": facts["url"],
            "note": note,
            "who": _standing(facts),
        }


def _standing(facts: dict[str, Any]) -> str:
    """How the text stands that this was done to; nobody's name makes a text look better than it is."""
    on = {"date": _day(facts["approved_on"])}
    return {
        "approved": _("Approved on %(date)s.") % on,
        "suspended": _("Being checked again; approved before, on %(date)s.") % on,
        "superseded": _("Approved on %(date)s; a newer version exists.") % on,
        "retracted": _("Retracted: not to be relied on."),
    }.get(facts["state"], _("Not approved: it is being checked."))


def _decisions(rows: Iterable[Contribution]) -> Iterator[dict[str, str]]:
    for row in rows:
        when = formats.date_format(row.at, "j M Y")
        facts = row.facts
        yield {
            "when": when,
            "title": facts["question"],
            "url": facts["url"],
            "note": facts["title"],
            "who": "",
        }


def _interests(rows: Iterable[Contribution]) -> list[tuple[str, str, list[str]]]:
    """(last day on which it was declared, the words, for which articles), the newest first."""
    told: dict[str, tuple[str, dict[str, None]]] = {}
    declared = [row.facts for row in rows if "interests" in row.facts]
    for facts in sorted(declared, key=lambda facts: str(facts["declared_on"]), reverse=True):
        words = in_words(facts["interests"])
        told.setdefault(words, (_day(facts["declared_on"]), {}))[1][facts["question"]] = None
    return [(day, words, list(questions)) for words, (day, questions) in told.items()]


def _part(row: Contribution) -> tuple[str, str, str]:
    """Since when, which part with its end, and who gave it."""
    words = {"part": Role(row.facts["role"]).label, "until": _day(row.facts["until"])}
    part = _("%(part)s, until %(until)s") % words if row.facts["until"] else str(words["part"])
    by = (
        _("Given by %(name)s.") % {"name": row.facts["by"]}
        if row.facts["by"]
        else _("The first editor, whom nobody gave the part.")
    )
    return formats.date_format(row.at, "j M Y"), part, by
