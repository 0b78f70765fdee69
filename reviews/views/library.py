"""The editors' library: looking, choosing rows for one decision, the file, views with a name."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.models import User
from articles.views.doors import private
from reviews import library, library_file, library_page, record, together
from reviews.forms_library import AskForm, DayForm, ViewForm
from reviews.library import Wanted
from reviews.models import SavedView
from reviews.together import Outcome
from reviews.views.house import only_for_editors

PER_PAGE = 50
LONGEST_QUERY = 2000
MOST_VIEWS = 30


@dataclasses.dataclass
class Typed:
    """What somebody chose and typed on the page, and what is in the way of it."""

    picked: list[int] = dataclasses.field(default_factory=list)
    ask: AskForm | None = None
    day: DayForm | None = None
    view: ViewForm | None = None
    refused: list[str] = dataclasses.field(default_factory=list)


@private
@require_safe
def library_list(request: HttpRequest) -> HttpResponse:
    """Every article, sorted and narrowed down as the address says."""
    only_for_editors(request)
    return _page(request, request.GET, Typed())


def _page(request: HttpRequest, query: QueryDict, typed: Typed, status: int = 200) -> HttpResponse:
    wanted = Wanted.read(query)
    keys = library.found(request.user, wanted).values_list("pk", flat=True)
    page = Paginator(keys, PER_PAGE).get_page(query.get("page"))
    ask = typed.ask or AskForm(people=together.board())
    context = library_page.context(request.user, wanted, page, set(typed.picked))
    context |= {
        "ask": ask, "day": typed.day or DayForm(), "view": typed.view or ViewForm(), "refused": typed.refused,
        "bound": next((form for form in (typed.ask, typed.day, typed.view) if form and form.errors), None),
    }  # fmt: skip
    return render(request, "reviews/library/library.html", context, status=status)


def _back(request: HttpRequest) -> QueryDict:
    """The query of the page that a form was sent from."""
    return QueryDict(request.POST.get("back", "")[:LONGEST_QUERY].removeprefix("?"))


def _picked(request: HttpRequest) -> list[int]:
    values = request.POST.getlist("pick")
    return list(
        dict.fromkeys(int(text) for text in values if text.isascii() and text.isdecimal() and len(text) < 19)
    )


def _unasked(request: HttpRequest, prefix: str) -> dict[str, str]:
    """What stands in the other half of the form: nobody asked for it, and it stays there."""
    return {name.removeprefix(prefix): text for name, text in request.POST.items() if name.startswith(prefix)}


def _not_so_many(picked: list[int]) -> list[str]:
    if not picked:
        return [_("Choose at least one text in the list.")]
    if len(picked) > together.MOST:
        return [_("Choose at most %(most)d texts at once.") % {"most": together.MOST}]
    return []


@private
@require_POST
def library_assign(request: HttpRequest) -> HttpResponse:
    """Ask one board member for the review of every chosen text."""
    only_for_editors(request)
    form = AskForm(request.POST, people=together.board())
    typed = Typed(_picked(request), ask=form, day=DayForm(initial=_unasked(request, "day-")))

    def do(given: dict[str, Any]) -> list[Outcome]:
        reviewer = User.objects.get(uid=given["reviewer"])
        return together.assign(typed.picked, by=request.user, reviewer=reviewer, due_on=given["due_on"])

    return _done(request, typed, form, do)


@private
@require_POST
def library_due(request: HttpRequest) -> HttpResponse:
    """One day for every review of the chosen texts."""
    only_for_editors(request)
    form, board = DayForm(request.POST), together.board()
    ask = AskForm(people=board, initial=_unasked(request, "ask-"))
    typed = Typed(_picked(request), ask=ask, day=form)

    def do(given: dict[str, Any]) -> list[Outcome]:
        return together.set_due(typed.picked, by=request.user, due_on=given["due_on"])

    return _done(request, typed, form, do)


def _done(request: HttpRequest, typed: Typed, form: Any, do: Callable[[Any], list[Outcome]]) -> HttpResponse:
    """What came of each row; sent once more it says that all is so already. Or the page again, as it was filled in."""
    typed.refused = _not_so_many(typed.picked)
    if typed.refused or not form.is_valid():
        return _page(request, _back(request), typed, status=422)
    outcomes = do(form.cleaned_data)
    return render(request, "reviews/library/done.html", {
        "outcomes": sorted(outcomes, key=lambda one: one.is_done),
        "said": together.in_words(outcomes, asked_for=len(typed.picked)),
        "back": reverse("library") + Wanted.read(_back(request)).address(),
    })  # fmt: skip


@private
@require_safe
def library_csv(request: HttpRequest) -> HttpResponse:
    """What the filter finds, as a file: all of it, not one page."""
    only_for_editors(request)
    keys = list(library.found(request.user, Wanted.read(request.GET)).values_list("pk", flat=True))
    name = f"library-{record.now().date().isoformat()}.csv"
    return StreamingHttpResponse(
        library_file.lines(request.user, keys),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@private
@require_POST
def library_views(request: HttpRequest) -> HttpResponse:
    """Keep what the list shows now under a name, or forget a name."""
    only_for_editors(request)
    mine = SavedView.objects.filter(user=request.user)
    wanted = Wanted.read(_back(request))
    if "forget" in request.POST:
        mine.filter(name=request.POST["forget"].replace("\0", "")).delete()
        return redirect(reverse("library") + wanted.address())
    form = ViewForm(request.POST)
    refused = []
    if mine.count() >= MOST_VIEWS:
        refused = [_("You have %(most)d views. Forget one first.") % {"most": MOST_VIEWS}]
    if refused or not form.is_valid():
        return _page(request, _back(request), Typed(view=form, refused=refused), status=422)
    mine.update_or_create(
        name=form.cleaned_data["name"], defaults={"user": request.user, "query": wanted.address()}
    )
    messages.success(request, _("Kept. It stands above the list."))
    return redirect(reverse("library") + wanted.address())
