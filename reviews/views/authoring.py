"""An author's own articles: their list, beginning one, the letters about it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, ArticleVersion, Role
from articles.refusals import Refused
from articles.states import FOLLOWED, State
from articles.views.doors import form_page, private
from reviews import letters, objections, policy, reader_reports, resting, shelf, timeline, workflow
from reviews.case import Case
from reviews.forms_authoring import NextForm, StartForm
from reviews.queue import acts_next

TOLD_WHY = frozenset({State.DRAFT, State.CHANGES_REQUESTED, State.DECLINED})


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
            _warn_of_the_same(request, version)
            return redirect("write_version", pk=version.pk)
    words = timeline.words_to_authors(entry.version.pk for entry in mine if entry.version.state in TOLD_WHY)
    fallen = [entry.version.pk for entry in mine if entry.version.state in timeline.FALLEN]
    reasons = timeline.published_reasons(fallen)
    over = objections.over(entry.version.pk for entry in mine if entry.version.manuscript_id)
    reports = reader_reports.open_by_article(request.user)
    context = {
        "form": form,
        "refused": [(sentence, "") for sentence in refused],
        "rows": [_row(request, entry, words, reasons, over, reports) for entry in mine],
        "is_author": is_author,
    }
    return render(request, "reviews/authoring/write.html", context, status=422 if form.is_bound else 200)


def _warn_of_reach(request: HttpRequest, version: ArticleVersion) -> None:
    for sentence in policy.out_of_reach(Case(version, request.user)):
        messages.warning(request, sentence)


def _warn_of_the_same(request: HttpRequest, version: ArticleVersion) -> None:
    for sentence, url in shelf.with_the_same_question(version, request.user):
        messages.warning(request, format_html('{} <a href="{}">{}</a>', sentence, url, _("Look at it")))


def _row(
    request: HttpRequest,
    entry: shelf.Mine,
    words: Mapping[int, str],
    reasons: Mapping[int, str],
    over: Mapping[int, list[str]],
    reports: Mapping[int, int],
) -> dict[str, Any]:
    """One article as the ledger shows it. No queries."""
    version, pk = entry.version, entry.version.pk
    return {
        "version": version,
        "since": entry.since,
        "names": entry.names,
        "state": version.state_label,
        "next": acts_next(version.state),
        "words": words.get(pk, ""),
        "objections": over.get(pk, []),
        "public": reasons.get(pk, ""),
        "url": reverse("write_version", args=[pk]),
        "links": [*_links(request, entry), *_reports(entry, reports)],
    }


def _reports(entry: shelf.Mine, reports: Mapping[int, int]) -> list[tuple[str, str]]:
    article = entry.version.article
    count = reports.get(article.pk, 0)
    label = _("Reports by readers (%(n)d)") % {"n": count} if count else _("Reports by readers")
    return [(label, reverse("write_reports", args=[article.uid]))] if article.slug else []


def _links(request: HttpRequest, entry: shelf.Mine) -> list[tuple[str, str]]:
    version, pk = entry.version, entry.version.pk
    links = [(_("Write"), reverse("write_version", args=[pk]))] if version.is_writable else []
    if not version.is_writable:
        links.append((_("Read"), reverse("write_version", args=[pk])))
    if version.state == State.CHANGES_REQUESTED:
        links.append((_("Answer the points"), reverse("points", args=[pk])))
    is_lead = version.article.lead_author_id == request.user.pk
    if version.is_writable:
        label = _("Submit") if is_lead else _("Check and confirm")
        links.append((label, reverse("hand_in", args=[pk])))
    if is_lead:
        if entry.current and entry.current.state in FOLLOWED and not version.is_open:
            links.append((_("Write the next version"), reverse("write_next", args=[version.article.uid])))
        if version.is_open and version.state != State.DRAFT:
            label, _consequence = policy.MOVES["withdraw"].words(version.state)
            links.append((label, reverse("move", args=[pk, "withdraw"])))
        if version.state == State.WITHDRAWN:
            links.append((_("Open it again"), reverse("move", args=[pk, "reopen"])))
    if version.article.slug and entry.current:
        links.append((_("As readers see it"), reverse("article", args=[version.article.slug])))
    return links


@private
@form_page
def write_next(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Begin the next version of an approved article, with what kind of change it is."""
    mine = Article.objects.filter(versions__in=ArticleVersion.objects.written_by(request.user))
    article = get_object_or_404(mine.select_related("lead_author", "current").distinct(), uid=uid)
    form = NextForm(request.POST if request.method == "POST" else None, base=article.current)
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
    context = {
        "form": form, "article": article, "newest": newest, "refused": [(one, "") for one in refused],
        "fallen": resting.of(article.current) if article.current else [],
    }  # fmt: skip
    return render(request, "reviews/authoring/next.html", context, status=422 if form.is_bound else 200)


@private
@require_safe
def letter(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The merged letter of a round that left one."""
    version = version_of(request, pk)
    sent_back = get_object_or_404(version.rounds, number=number)
    if not sent_back.has_letter:
        raise Http404
    context = {
        "version": version,
        "letter": letters.letter_of(sent_back),
        "is_open": version.is_writable and letters.last_sent_back(version) is not None,
    }
    return render(request, "reviews/authoring/letter.html", context)
