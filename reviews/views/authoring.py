"""An author's own articles: their list, beginning one, the letters about it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article, ArticleVersion, Role
from articles.refusals import Refused
from articles.states import LIVE, State
from articles.views.doors import private
from reviews import letters, policy, shelf, timeline, workflow
from reviews.case import Case
from reviews.forms_authoring import NextForm, StartForm
from reviews.queue import acts_next

TOLD_WHY = frozenset({State.DRAFT, State.CHANGES_REQUESTED, State.DECLINED})
form_page = require_http_methods(["GET", "HEAD", "POST"])


def version_of(request: HttpRequest, pk: int) -> ArticleVersion:
    """The version, if this person is one of its authors."""
    rows = ArticleVersion.objects.written_by(request.user).select_related(
        "article__lead_author", "base__manuscript", "manuscript"
    )
    return get_object_or_404(rows, pk=pk)


@private
@form_page
def write(request: HttpRequest) -> HttpResponse:
    """My articles, each with its state and who acts next; POST begins another."""
    mine = shelf.of_author(request.user)
    is_author = Role.AUTHOR in request.user.roles()
    if not mine and not is_author:
        raise Http404
    form = StartForm(request.POST if request.method == "POST" else None)
    refused: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            version = workflow.start(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal.sentences
        else:
            _warn_of_reach(request, version)
            return redirect("write_version", pk=version.pk)
    words = timeline.words_to_authors(entry.version.pk for entry in mine if entry.version.state in TOLD_WHY)
    context = {
        "form": form,
        "refused": [(sentence, "") for sentence in refused],
        "rows": [_row(request, entry, words) for entry in mine],
        "is_author": is_author,
    }
    return render(request, "reviews/authoring/write.html", context, status=422 if form.is_bound else 200)


def _warn_of_reach(request: HttpRequest, version: ArticleVersion) -> None:
    for sentence in policy.out_of_reach(Case(version, request.user)):
        messages.warning(request, sentence)


def _row(request: HttpRequest, entry: shelf.Mine, words: Mapping[int, str]) -> dict[str, Any]:
    """One article as the ledger shows it. No queries."""
    version, pk = entry.version, entry.version.pk
    links = [(_("Write"), reverse("write_version", args=[pk]))] if version.is_writable else []
    if not version.is_writable:
        links.append((_("Read"), reverse("write_version", args=[pk])))
    if version.state == State.CHANGES_REQUESTED:
        links.append((_("Answer the points"), reverse("points", args=[pk])))
    if version.is_writable:
        links.append((_("Submit"), reverse("hand_in", args=[pk])))
    if version.article.lead_author_id == request.user.pk:
        if entry.current and entry.current.state in LIVE and not version.is_open:
            links.append((_("Write the next version"), reverse("write_next", args=[version.article.uid])))
        if version.is_open and version.state != State.DRAFT:
            links.append((_("Take it back"), reverse("move", args=[pk, "withdraw"])))
        if version.state == State.WITHDRAWN:
            links.append((_("Open it again"), reverse("move", args=[pk, "reopen"])))
    if version.article.slug and entry.current:
        links.append((_("As readers see it"), reverse("article", args=[version.article.slug])))
    return {
        "version": version,
        "since": entry.since,
        "names": entry.names,
        "state": State(version.state).label,
        "next": acts_next(version.state),
        "words": words.get(pk, ""),
        "url": reverse("write_version", args=[pk]),
        "links": links,
    }


@private
@form_page
def write_next(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Begin the next version of an approved article, with what kind of change it is."""
    mine = Article.objects.filter(versions__in=ArticleVersion.objects.written_by(request.user))
    article = get_object_or_404(mine.select_related("lead_author", "current").distinct(), uid=uid)
    form = NextForm(request.POST if request.method == "POST" else None)
    refused: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            version = workflow.start(
                by=request.user, article=article, question="", written_for="", **form.cleaned_data
            )
        except Refused as refusal:
            refused = refusal.sentences
        else:
            _warn_of_reach(request, version)
            return redirect("write_version", pk=version.pk)
    newest = article.versions.order_by("-number").first()
    context = {"form": form, "article": article, "newest": newest, "refused": [(one, "") for one in refused]}
    return render(request, "reviews/authoring/next.html", context, status=422 if form.is_bound else 200)


@private
@require_safe
def letter(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The merged letter of a round that was sent back."""
    version = version_of(request, pk)
    sent_back = get_object_or_404(version.rounds.filter(outcome="changes"), number=number)
    context = {"version": version, "letter": letters.letter_of(sent_back)}
    return render(request, "reviews/authoring/letter.html", context)
