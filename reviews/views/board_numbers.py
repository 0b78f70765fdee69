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
    """Every number of every text, those that not all texts give first."""
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
        "parts": [
            (_("Not in every text"), "some", [row for row in rows if row["is_missing"]]),
            (_("In every text"), "all", [row for row in rows if not row["is_missing"]]),
        ],
        "is_empty": not rows,
        "is_alone": len(audiences) == 1,
    }  # fmt: skip
    return render(request, "reviews/board/numbers.html", page)


def _row(desk: Desk, audiences: list[str], quantity: quantities.Quantity) -> dict[str, Any]:
    cells = [
        (
            FACTS[name].label,
            [
                (mention.sentence, f"{reverse('review_text', args=[desk.version.pk, name])}#{mention.anchor}")
                for mention in quantity.mentions.get(name, [])
            ],
        )
        for name in audiences
    ]
    is_missing = any(not mentions for _label, mentions in cells)
    return {"label": quantity.label, "cells": cells, "is_missing": is_missing}
