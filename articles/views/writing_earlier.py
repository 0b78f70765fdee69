"""Earlier saves of a text: who saved when and how much changed, what differs between two, bringing one back."""

import dataclasses
import re
from collections import Counter as Counted
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import diffs, drafting
from articles.audiences import FACTS
from articles.diffs import Fold
from articles.drafting.texts import find_text
from articles.forms.fields import Counter
from articles.models import ArticleVersion
from articles.refusals import Refused, Stale
from articles.views.doors import authors_only
from articles.views.writing_parts import own_version, page

SAVES_A_PAGE = 20
NUMBER = re.compile(r"[0-9]{1,15}")
REMOVED = "-"


@dataclasses.dataclass(frozen=True)
class Save:
    """A line of the list. `added` and `taken_out` count words against the save before it."""

    row: Any
    added: int
    taken_out: int
    is_first: bool

    @property
    def who(self) -> str:
        return self.row.history_user.printed_name if self.row.history_user else _("Somebody")

    @property
    def is_removal(self) -> bool:
        return bool(self.row.history_type == REMOVED)


@require_safe
@authors_only
def write_text_earlier(request: HttpRequest, pk: int, audience: str) -> HttpResponse:
    version = _version(request, pk, audience)
    saves = drafting.earlier_saves(version, audience)
    shown = Paginator(saves, SAVES_A_PAGE).get_page(request.GET.get("page"))
    rows = list(saves[shown.start_index() - 1 : shown.end_index() + 1]) if shown.object_list else []
    current = find_text(version, audience)
    two = _two(saves, request.GET.get("older", ""), request.GET.get("newer", ""))
    context = {
        **_place(version, audience),
        "saves": _lines(rows, len(shown.object_list)),
        "pagination": _pagination(shown),
        "two": two,
        "picked": _picked(two, rows),
        "counter": current.counter if current else 0,
        "stands": rows[0].history_id if rows and shown.number == 1 and current else None,
    }
    return page(request, version, "earlier.html", context)


@require_POST
@authors_only
def write_text_back(request: HttpRequest, pk: int, audience: str, save: int) -> HttpResponse:
    """Bring an earlier save back; a text that was saved meanwhile is in the way, and is shown first."""
    version = _version(request, pk, audience)
    counter = Counter().clean(request.POST.get("counter"))
    try:
        drafting.bring_back(version, audience=audience, by=request.user, counter=counter, save=save)
    except Stale:
        messages.error(
            request, _("This text was saved once more meanwhile. Nothing was brought back: look again.")
        )
        return redirect("write_text_earlier", pk=pk, audience=audience)
    except Refused as refused:
        messages.error(request, " ".join(refused.sentences))
        return redirect("write_text_earlier", pk=pk, audience=audience)
    messages.success(request, _("Brought back. What stood here until now is among the earlier saves."))
    return redirect("write_text", pk=pk, audience=audience)


def _version(request: HttpRequest, pk: int, audience: str) -> ArticleVersion:
    if audience not in FACTS:
        raise Http404
    return own_version(request, pk)


def _place(version: ArticleVersion, audience: str) -> dict[str, Any]:
    facts = FACTS[audience]
    text_url = reverse("write_text", args=[version.pk, audience])
    crumbs = [
        (_("My articles"), "/write/"),
        (version.question or _("No question yet"), reverse("write_version", args=[version.pk])),
        (str(facts.label), text_url),
    ]
    return {"audience": audience, "facts": facts, "text_url": text_url, "crumbs": crumbs}


def _lines(rows: list[Any], count: int) -> list[Save]:
    """The first `count` of the rows, each against the one before it in time, which follows it here."""
    found = []
    for number, row in enumerate(rows[:count]):
        before = rows[number + 1] if number + 1 < len(rows) else None
        now, then = _words(row), _words(before)
        found.append(Save(row, (now - then).total(), (then - now).total(), before is None))
    return found


def _words(row: Any) -> "Counted[str]":
    """The words of a save; none of a text that was removed by it, or that was not there yet."""
    if row is None or row.history_type == REMOVED:
        return Counted()
    return Counted(f"{row.title} {row.body}".split())


def _two(saves: Any, older: str, newer: str) -> dict[str, Any] | None:
    """What differs between two saves, whichever was named first; None where the address names no two."""
    if not (NUMBER.fullmatch(older) and NUMBER.fullmatch(newer)):
        return None
    found = list(saves.filter(history_id__in={int(older), int(newer)}))
    if not found:
        return None
    new, old = found[0], found[-1]
    return {"old": old, "new": new, "is_same": _same(old, new), "fields": _fields(old, new)}


def _picked(two: dict[str, Any] | None, rows: list[Any]) -> tuple[int, int]:
    """Which two are chosen in the list: those that are compared, or else the newest and the one before it."""
    if two:
        return two["old"].history_id, two["new"].history_id
    return (rows[1].history_id, rows[0].history_id) if len(rows) > 1 else (0, 0)


def _same(old: Any, new: Any) -> bool:
    return bool((old.title, old.body) == (new.title, new.body))


def _fields(old: Any, new: Any) -> list[tuple[str, list[Fold]]]:
    pairs = [(_("Title"), old.title, new.title), (_("Text"), old.body, new.body)]
    return [(name, diffs.folded(diffs.compare(was, now))) for name, was, now in pairs if was != now]


def _pagination(shown: Page[Any]) -> dict[str, Any] | None:
    if shown.paginator.num_pages == 1:
        return None
    return {
        "newer_url": f"?page={shown.previous_page_number()}" if shown.has_previous() else "",
        "older_url": f"?page={shown.next_page_number()}" if shown.has_next() else "",
        "pages": [
            (number, f"?page={number}", number == shown.number) for number in shown.paginator.page_range
        ],
    }
