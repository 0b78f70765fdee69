"""The library's page: what its template gets, all of it answered."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import User
from articles.states import State
from reviews import library
from reviews.library import Wanted
from reviews.library_rows import rows_of
from reviews.models import SavedView

HEADS = {
    "question": gettext_lazy("Question"),
    "state": gettext_lazy("State, and who acts next"),
    "lead": gettext_lazy("Lead author"),
    "specialty": gettext_lazy("Specialty"),
    "due": gettext_lazy("Due on"),
    "signatures": gettext_lazy("Signatures"),
    "reviewed": gettext_lazy("Last reviewed"),
    "next": gettext_lazy("Next review due"),
}
Choices = list[tuple[str, str, bool]]


@dataclasses.dataclass(frozen=True)
class Head:
    """The head of a column: what pressing it leads to, and whether the rows are sorted by it now."""

    name: str
    label: str
    url: str
    sorted: str  # "", "ascending", "descending"


def context(user: User, wanted: Wanted, page: Page[Any], picked: set[int]) -> dict[str, Any]:
    """Rows, heads, choices and views: fourteen queries beside those that found the rows."""
    here = reverse("library")
    return {
        "page": page,
        "rows": [(row, row.key in picked) for row in rows_of(user, page.object_list)],
        "wanted": wanted,
        "heads": [_head(wanted, name, str(label)) for name, label in HEADS.items()],
        "selects": _selects(user, wanted),
        "views": [(view, here + view.query) for view in SavedView.objects.filter(user=user)],
        "back": wanted.address(page=page.number),
        "file_url": reverse("library_csv") + wanted.address(),
        "before": here + wanted.address(page=page.number - 1) if page.has_previous() else "",
        "after": here + wanted.address(page=page.number + 1) if page.has_next() else "",
    }


def _head(wanted: Wanted, name: str, label: str) -> Head:
    way = {name: "ascending", f"-{name}": "descending"}.get(wanted.sort, "")
    return Head(name, label, reverse("library") + wanted.sorted_by(name), way)


def _selects(user: User, wanted: Wanted) -> list[tuple[str, str, Choices]]:
    """(name, label, choices) of each way to narrow down; what is offered is taken from what this person sees."""
    seen = library.shown(user)
    leads = User.objects.filter(articles_led__versions__in=seen.values("pk")).distinct()
    leads = leads.order_by("printed_name", "pk").values_list("uid", "printed_name")
    specialties = library.specialties(seen)
    return [
        ("lead", _("Lead author"), _choices(((str(uid), name) for uid, name in leads), wanted.lead)),
        ("state", _("State"), _choices(State.choices, wanted.state)),
        ("specialty", _("Specialty"), _choices(((name, name) for name in specialties), wanted.specialty)),
        ("due", _("Due"), _choices(library.DUE.items(), wanted.due)),
        ("signatures", _("Signatures"), _choices(library.LACKING.items(), wanted.signatures)),
    ]


def _choices(pairs: Iterable[tuple[str, Any]], chosen: str) -> Choices:
    return [(value, str(label), value == chosen) for value, label in pairs]
