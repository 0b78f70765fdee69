"""The numbers of a version, side by side: what the checklist asks whether they are right, and the same for everybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import quantities
from articles.audiences import FACTS
from articles.views.doors import private
from reviews.reading_desk import Desk


@private
@require_safe
def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """Every number of every text, those that the text it was written for does not give first."""
    desk = Desk.of(request.user, pk)
    bodies = {entry["audience"]: entry["body"] for entry in desk.sealed["variants"]}
    audiences = sorted(desk.audiences, key=lambda name: name != desk.lead)
    found = quantities.side_by_side({name: bodies[name] for name in audiences})
    rows = [_row(desk, audiences, quantity) for quantity in found]
    page = {
        "desk": desk, "version": desk.version,
        "crumbs": [
            (_("Queue"), reverse("queue")),
            (desk.sealed["question"], reverse("review", args=[desk.version.pk])),
        ],
        "head": [FACTS[name].label for name in audiences],
        "parts": _parts(rows, str(FACTS[desk.lead].text_name)),
        "is_empty": not rows,
        "is_alone": len(audiences) == 1,
    }  # fmt: skip
    return render(request, "reviews/board/numbers.html", page)


def _parts(rows: list[dict[str, Any]], lead: str) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Title, id and rows; the text that it was written for is the first cell of each row."""
    given = [[bool(mentions) for _label, mentions in row["cells"]] for row in rows]
    kinds = ["elsewhere" if not first else "shared" if any(others) else "alone" for first, *others in given]
    titles = {
        "elsewhere": _("Not in the %(text)s, but in another") % {"text": lead},
        "shared": _("In the %(text)s and in another") % {"text": lead},
        "alone": _("In the %(text)s only") % {"text": lead},
    }
    return [
        (title, name, [row for row, kind in zip(rows, kinds, strict=True) if kind == name])
        for name, title in titles.items()
    ]


def _row(desk: Desk, audiences: list[str], quantity: quantities.Quantity) -> dict[str, Any]:
    cells = [
        (
            FACTS[name].label,
            [
                (mention, f"{reverse('review_text', args=[desk.version.pk, name])}#{mention.anchor}")
                for mention in quantity.mentions.get(name, [])
            ],
        )
        for name in audiences
    ]
    return {"label": quantity.label, "cells": cells}
