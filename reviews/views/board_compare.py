"""The comparison: what is new since this person saw the text last."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import manuscripts
from articles.audiences import FACTS
from articles.views.doors import private
from reviews import comparing
from reviews.reading_desk import Desk, digest_in_short
from reviews.views.closed import says_what_closed

NOTES = {
    "same": gettext_lazy("unchanged"), "changed": gettext_lazy("changed"), "added": gettext_lazy("new text"),
    "removed": gettext_lazy("taken out"),
}  # fmt: skip


@private
@says_what_closed
@require_http_methods(["GET", "HEAD"])
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Lines, then words, of one text; the works and the facts below it."""
    desk = Desk.of(request.user, pk)
    seen = desk.seen_last()
    page: dict[str, Any] = {
        "desk": desk, "round": desk.round, "version": desk.version,
        "crumbs": [
            (_("Queue"), reverse("queue")),
            (desk.sealed["question"], reverse("review", args=[desk.version.pk])),
        ],
        "digest": digest_in_short(desk.round.manuscript_id),
    }  # fmt: skip
    if seen is not None:
        page |= _differences(desk, *seen, request.GET.get("text", ""))
    return render(request, "reviews/board/compare.html", page)


def _differences(desk: Desk, manuscript: Any, which: str, asked: str) -> dict[str, Any]:
    old, new = manuscripts.read(manuscript), desk.sealed
    states = comparing.texts(old, new)
    changed = [name for name, state in states.items() if state != "same"]
    works, facts = comparing.works(old, new), comparing.facts(old, new)
    if asked and asked not in states:
        raise Http404
    shown = asked or next(iter(changed), desk.lead)
    return {
        "since": _since(which),
        "old_digest": digest_in_short(manuscript.digest),
        "is_same": not (changed or works or facts),
        "text_state": states[shown],
        "text_name": FACTS[shown].text_name,
        "folds": comparing.text(old, new, shown) if states[shown] != "same" else [],
        "tabs": _tabs(desk, states, shown),
        "works": works,
        "facts": facts,
    }


def _since(which: str) -> str:
    return {
        "reviewed": _("Since the text that you reviewed last."),
        "round": _("Since the round before."),
        "base": _("Since the approved version that this one starts from."),
    }[which]


def _tabs(desk: Desk, states: dict[str, str], shown: str) -> list[tuple[Any, str, bool, str]]:
    here = reverse("compare", args=[desk.version.pk])
    return [
        (FACTS[name].label, f"{here}?text={name}", name == shown, str(NOTES[state]))
        for name, state in states.items()
    ]
