"""The table of emergencies as a page: tried out on what somebody might type, then put in force."""

import dataclasses
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import emergency_table, site
from articles.emergencies import Match, Table, found, shipped_text
from articles.emergency_reply import Reply, reply_to
from articles.models import EmergencyTable
from articles.refusals import Refused
from articles.views.doors import private
from reviews.forms_emergencies import EmergenciesForm
from reviews.views.house import only_for_editors

MOST_SHOWN = 10


@private
@require_http_methods(["GET", "HEAD", "POST"])
def emergencies(request: HttpRequest) -> HttpResponse:
    """The table in force, and what a text would match under the one that is typed."""
    only_for_editors(request)
    last = emergency_table.newest()
    form = _form(request, last)
    refused: list[str] = []
    if form.is_valid() and "look" not in request.POST:
        try:
            emergency_table.save(form.cleaned_data["table"], by=request.user, seen=form.cleaned_data["seen"])
        except Refused as refusal:
            refused = refusal.sentences
        else:
            messages.success(
                request, _("Saved. The table is in force; every process reads it within a minute.")
            )
            return redirect("emergencies")
    looked = form.is_bound and form.is_valid() and "look" in request.POST
    return render(request, "reviews/house/emergencies.html", {
        "form": form, "last": last, "refused": refused, "looked": looked, **(_tried(form) if looked else {}),
    }, status=422 if form.errors or refused else 200)  # fmt: skip


def _form(request: HttpRequest, last: EmergencyTable | None) -> EmergenciesForm:
    """Bound to what was typed; or the table in force, or, to be saved again, the one that came with the application."""
    if request.method == "POST" and "shipped" not in request.POST:
        return EmergenciesForm(request.POST)
    text = shipped_text() if request.method == "POST" else emergency_table.text_of(last)
    return EmergenciesForm(initial={"table": text, "seen": last and last.pk})


def _tried(form: EmergenciesForm) -> dict[str, Any]:
    """The matches, the one that decides first, and the reply to it."""
    assert form.reading is not None
    matches: list[Match] = found(form.cleaned_data["tried"], Table(form.reading))
    return {"matches": matches[:MOST_SHOWN], "reply": _preview(matches[0]) if matches else None}


def _preview(match: Match) -> Reply:
    """As a part of this page, whose heading is another."""
    return dataclasses.replace(reply_to(match, site.read()), is_page=False)
