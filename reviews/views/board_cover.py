"""The cover sheet: what a board member sees before the text opens, and the declaration that opens it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import manuscripts, readability
from articles.audiences import FACTS
from articles.models import ArticleVersion, User
from articles.refusals import Refused
from articles.views.doors import private
from reviews import access, objections, resting, reviewing, specialties
from reviews.case import Case
from reviews.editors_page import declared_words
from reviews.forms_board import DisclosureForm
from reviews.guards import licence_is_valid, may_decide, stood_aside
from reviews.models import Disclosure, Round
from reviews.reading_desk import change_in
from reviews.views.board_page import mark_of
from reviews.views.closed import says_what_closed
from reviews.views.moves import offered


@private
@says_what_closed
@require_http_methods(["GET", "HEAD"])
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Question, authors, money, minutes; the text itself stays closed."""
    version = _covered(request.user, pk)
    return render(request, "reviews/board/cover.html", _page(request.user, version, DisclosureForm()))


@private
@says_what_closed
@require_http_methods(["GET", "HEAD", "POST"])
def disclose(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare and accept; without an interest the text opens at once."""
    version = _covered(request.user, pk)
    if request.method != "POST":
        return redirect("cover", pk)
    form = DisclosureForm(request.POST)
    refused: tuple[str, ...] = ()
    if form.is_valid():
        try:
            made = reviewing.disclose(version, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal.sentences
        else:
            return _opened(request, version, made)
    page = _page(request.user, version, form, refused)
    return render(request, "reviews/board/cover.html", page, status=422)


def _opened(request: HttpRequest, version: ArticleVersion, made: Disclosure) -> HttpResponse:
    if made.awaits_ruling:
        messages.info(
            request,
            _("Thank you. An editor answers your declaration; then the text opens or you stand aside."),
        )
        return redirect("cover", version.pk)
    messages.success(request, _("Thank you. The text is open to you now."))
    is_open = access.as_reviewer(request.user).filter(pk=version.pk).exists()
    return redirect("review" if is_open else "cover", version.pk)


def _covered(user: User, pk: int) -> ArticleVersion:
    rows = access.cover_of(user).select_related("article__lead_author", "base__manuscript", "manuscript")
    return get_object_or_404(rows, pk=pk)


def _page(
    user: User, version: ArticleVersion, form: DisclosureForm, refused: tuple[str, ...] = ()
) -> dict[str, Any]:
    round_ = version.rounds.select_related("manuscript", "policy").order_by("-number").first()
    if round_ is None:
        raise Http404
    case = Case(version, user)
    sealed = manuscripts.read(round_.manuscript)
    minutes = _minutes(sealed)
    return {
        "version": version,
        "round": round_,
        "state": mark_of(version),
        "sealed": sealed,
        "author_head": [(_("Author"), False), (_("Interests"), False)],
        "minute_head": [(_("Text"), False), (_("Minutes"), True)],
        "authors": _authors(sealed),
        "minutes": minutes,
        "total": sum(minute["text"] for _name, minute in minutes),
        "assignment": case.assignment,
        "disclosure": case.disclosure,
        "declared_words": declared_words(case.disclosure)
        if case.disclosure and case.disclosure.awaits_ruling
        else "",
        # A refused declaration keeps its form, wherever its writer stands by now.
        "standing": "declare" if form.is_bound else _standing(case, round_),
        "held_back": [*may_decide(case), *licence_is_valid(case)],
        "moves": offered(version, user, ["take"]) if _standing(case, round_) == "free" else [],
        "objections": [
            *objections.sentences(case.objections_of_earlier_rounds),
            *specialties.changed_since(round_),
        ],
        "fallen": resting.told(version),
        "change": change_in(sealed),
        "form": form,
        "refused": [(sentence, "") for sentence in refused],
        "crumbs": [(_("Queue"), reverse("queue"))],
    }


def _standing(case: Case, round_: Round) -> str:
    """Where this person stands: aside, free, declare, waits, back, open."""
    if stood_aside(case.disclosure):
        return "aside"
    if case.assignment is None:
        return "free"
    if case.disclosure is None:
        return "declare"
    if case.disclosure.awaits_ruling:
        return "waits"
    return "back" if round_.closed_at is not None else "open"


def _authors(sealed: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Rows of a table: name with credential, interests."""
    return [
        [
            {"text": author["name"], "detail": author["credential"], "is_head": True},
            {"text": author["interests"] or _("None declared")},
        ]
        for author in sealed["authors"]
    ]


def _minutes(sealed: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Rows of a table: a text, minutes of reading."""
    return [
        [
            {"text": FACTS[text["audience"]].label, "is_head": True},
            {"text": readability.minutes(text["body"], text["audience"]), "is_number": True},
        ]
        for text in sealed["variants"]
    ]
